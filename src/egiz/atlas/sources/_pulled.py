"""What a source brought, and a JSON question that is asked again when half an answer comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from egiz.atlas.sources.errors import BrokenAnswerError
from egiz.atlas.sources.http import Client

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a source sent and that could not be used, or a part that did not come."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Pulled(Generic[T]):
    """The usable items of a source and the problems beside them."""

    items: tuple[T, ...]
    problems: tuple[Problem, ...]


def ask_json(
    client: Client, url: str, params: Mapping[str, str | int], headers: Mapping[str, str] | None = None
) -> Any:
    """
    A JSON document; asked for once more when the first answer is cut short.

    Parameters
    ----------
    client
        The guarded client.
    url, params, headers
        As for ``Client.get``.

    Returns
    -------
    Any
        The document.

    Raises
    ------
    RequestError
        When no whole answer comes.
    """
    try:
        return client.get(url, params=params, headers=headers).json()
    except BrokenAnswerError:
        return client.get(url, params=params, headers=headers).json()
