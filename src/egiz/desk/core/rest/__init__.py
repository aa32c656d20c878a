"""What every operation of the API stands on: bodies, pages, refusals, versions of a record.

An app's ``api.py`` uses these; ``egiz.desk.api`` turns what they raise into answers.
"""

from egiz.desk.core.rest.bodies import In, filled, of_body, said_in, sent
from egiz.desk.core.rest.offers import offer
from egiz.desk.core.rest.pages import Asked, ByPage, Page, by_page, lead_on, page_of
from egiz.desk.core.rest.problems import ConflictError, RefusedError, refused_by
from egiz.desk.core.rest.versions import StaleError, etag_of, must_match

__all__ = [
    "Asked",
    "ByPage",
    "ConflictError",
    "In",
    "Page",
    "RefusedError",
    "StaleError",
    "by_page",
    "etag_of",
    "filled",
    "lead_on",
    "must_match",
    "of_body",
    "offer",
    "page_of",
    "refused_by",
    "said_in",
    "sent",
]
