"""Doors to the outside: facts and links from Wikidata and the World Bank, through one guarded HTTP client."""

from egiz.atlas.sources._pulled import Problem, Pulled
from egiz.atlas.sources._wire import Limits
from egiz.atlas.sources.errors import RequestError
from egiz.atlas.sources.http import Client, Response

__all__ = ["Client", "Limits", "Problem", "Pulled", "RequestError", "Response"]
