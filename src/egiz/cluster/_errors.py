"""What can be wrong before or while work is shared out; every message says where and what would be right."""

from __future__ import annotations


class ClusterError(ValueError):
    """Base of this room's errors."""


class MissingExtraError(ClusterError):
    """The parts of the extra `cluster` are not installed."""

    def __init__(self, missing: str = "") -> None:
        named = f" ({missing} is missing)" if missing else ""
        super().__init__(
            f'Work over several machines needs the extra "cluster"{named}: pip install "egiz[cluster]".'
        )


class PartitionError(ClusterError):
    """One partition of the input cannot be used; the others are not touched by it."""


class RunError(ClusterError):
    """The folder of a run holds something else, or is in use."""
