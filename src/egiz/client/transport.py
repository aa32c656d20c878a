"""Asking a desk: one request, its key, its refusals."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from egiz.client.errors import ApiError


class _NoRedirect(HTTPRedirectHandler):
    """A key is sent to the address that was named, and to no other one."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


@dataclass
class Connection:
    """
    A desk, and the key that opens it.

    Parameters
    ----------
    address
        Where Egiz is served: ``https://desk.example.org``.
    desk
        The desk's name in its address.
    key
        A key made on the desk's page “Keys for programs”.
    language
        Of refusals: ru, uz, kk or en.
    timeout
        Seconds to wait for an answer.
    """

    address: str
    desk: str
    key: str
    language: str = "en"
    timeout: float = 60.0
    # Where the list that was asked for last goes on, by its header Link: for lists that are bare.
    following: str = field(default="", init=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        if_match: str = "",
    ) -> Any:
        """
        Ask once; what is None is not sent.

        Parameters
        ----------
        method, path
            Such as ``"GET"`` and ``"/promises/"``, below the desk's address.
        query, body
            What is asked, what is sent.
        if_match
            The ETag of what was seen: a change is refused where somebody changed it meanwhile.

        Returns
        -------
        Any
            The JSON of the answer; None where it has none.

        Raises
        ------
        ApiError
            If the desk refuses, or cannot be reached.
        """
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        url = f"{self.address.rstrip('/')}/api/v1/desks/{quote(self.desk)}{path}"
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Accept": "application/json",
            "Accept-Language": self.language,
        }
        data = None
        if body is not None:
            sent = {name: value for name, value in body.items() if value is not None}
            data = json.dumps(sent).encode()
            headers["Content-Type"] = "application/json"
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        if if_match:
            headers["If-Match"] = if_match
        full = f"{url}?{urlencode(asked)}" if asked else url
        return self._send(Request(full, data=data, method=method, headers=headers))  # noqa: S310 - see _send

    def _send(self, request: Request) -> Any:
        if request.type not in {"http", "https"}:
            raise ApiError(0, {"detail": f"{self.address} must begin with https:// or http://."})
        try:
            with build_opener(_NoRedirect).open(request, timeout=self.timeout) as answer:
                content = answer.read()
                self.following = _following(answer.headers.get("Link", ""))
        except HTTPError as error:
            with error:
                raise _refusal(error) from None
        except (URLError, HTTPException, OSError) as error:
            raise ApiError(0, {"detail": f"{self.address} cannot be reached: {error}."}) from error
        return json.loads(content) if content else None


def _following(link: str) -> str:
    """Take the cursor out of a header Link."""
    address = link.partition(">")[0].removeprefix("<")
    return next(iter(parse_qs(urlsplit(address).query).get("cursor", [])), "")


def _refusal(error: HTTPError) -> ApiError:
    try:
        problem = json.loads(error.read())
    except ValueError:
        problem = {"detail": f"The address answers with status {error.code}; is there a desk?"}
    wait = error.headers.get("Retry-After", "")
    return ApiError(error.code, problem, int(wait) if wait.isdecimal() else None)
