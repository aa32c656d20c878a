"""Places, their names in every script, facts with source and date, twin links."""

from egiz.atlas._data import columns, place, rows_of
from egiz.atlas._errors import AtlasError, NoNameError, UnknownPlaceError
from egiz.atlas._model import Airport, Columns, Match, Place, Resolution
from egiz.atlas.geo import airports_near, distance_km, distance_matrix_km, nearest
from egiz.atlas.names import names
from egiz.atlas.search import find, resolve, suggest

__all__ = [
    "Airport",
    "AtlasError",
    "Columns",
    "Match",
    "NoNameError",
    "Place",
    "Resolution",
    "UnknownPlaceError",
    "airports_near",
    "columns",
    "distance_km",
    "distance_matrix_km",
    "find",
    "names",
    "nearest",
    "place",
    "resolve",
    "rows_of",
    "suggest",
]
