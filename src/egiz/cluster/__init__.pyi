from ._errors import ClusterError, MissingExtraError, PartitionError, RunError
from .cities import rank_pairs
from .companies import match_registers
from .missions import schedule_folder
from .partitions import Company, read_companies, register_files, split_list, write_companies
from .pool import Pool, connect
from .runs import Outcome, Progress
from .sources import pull_sources, read_sources

__all__ = [
    "ClusterError",
    "Company",
    "MissingExtraError",
    "Outcome",
    "PartitionError",
    "Pool",
    "Progress",
    "RunError",
    "connect",
    "match_registers",
    "pull_sources",
    "rank_pairs",
    "read_companies",
    "read_sources",
    "register_files",
    "schedule_folder",
    "split_list",
    "write_companies",
]
