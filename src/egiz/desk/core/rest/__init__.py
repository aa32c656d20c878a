"""What every operation of the API stands on: bodies, pages, refusals, versions of a record.

An app's ``api.py`` uses these; ``egiz.desk.api`` turns what they raise into answers.
"""

from egiz.desk.core.rest.bodies import In, filled, form_values
from egiz.desk.core.rest.pages import Asked, Page, page_of
from egiz.desk.core.rest.problems import ConflictError, RefusedError, refused_by
from egiz.desk.core.rest.versions import StaleError, etag_of, must_match

__all__ = [
    "Asked",
    "ConflictError",
    "In",
    "Page",
    "RefusedError",
    "StaleError",
    "etag_of",
    "filled",
    "form_values",
    "must_match",
    "page_of",
    "refused_by",
]
