from . import exports, facts_io, links, sources
from ._data import columns, countries, place, region_of, regions, rows_of
from ._errors import (
    AtlasError,
    FactError,
    FieldError,
    LinkError,
    NoNameError,
    SourceError,
    UnknownPlaceError,
)
from ._model import Airport, Columns, Country, Level, Match, Place, Resolution
from .comparison import Comparison, Rate, compare, convert
from .facts import Conflict, Fact, Facts, Reading, conflict_between
from .facts_io import load_facts, people, save_facts, shipped_facts
from .geo import airports_near, distance_km, distance_matrix_km, nearest, nearest_many
from .links import TwinLink, known_links, load_links, recorded_links, save_links, shipped_links
from .local_names import FormerName, LocalName, aliases, former_names, local_name, names
from .search import country_code, find, resolve, suggest
from .tables import Imported, RowError, TableError

__all__ = [
    "Airport",
    "AtlasError",
    "Columns",
    "Comparison",
    "Conflict",
    "Country",
    "Fact",
    "FactError",
    "Facts",
    "FieldError",
    "FormerName",
    "Imported",
    "Level",
    "LinkError",
    "LocalName",
    "Match",
    "NoNameError",
    "Place",
    "Rate",
    "Reading",
    "Resolution",
    "RowError",
    "SourceError",
    "TableError",
    "TwinLink",
    "UnknownPlaceError",
    "airports_near",
    "aliases",
    "columns",
    "compare",
    "conflict_between",
    "convert",
    "countries",
    "country_code",
    "distance_km",
    "distance_matrix_km",
    "exports",
    "facts_io",
    "find",
    "former_names",
    "known_links",
    "links",
    "load_facts",
    "load_links",
    "local_name",
    "names",
    "nearest",
    "nearest_many",
    "people",
    "place",
    "recorded_links",
    "region_of",
    "regions",
    "resolve",
    "rows_of",
    "save_facts",
    "save_links",
    "shipped_facts",
    "shipped_links",
    "sources",
    "suggest",
]
