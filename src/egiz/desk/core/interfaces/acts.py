"""What can be begun or looked at, found by its words in the box that finds everything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import resolve
from django.utils import translation

from egiz.desk.core.apps import Act, desk_apps
from egiz.desk.core.http import DeskRequest, desk_url
from egiz.text.folding import fold

MOST = 6


@dataclass(frozen=True)
class Offered:
    """An act that the reader may do at this desk."""

    label: Any
    icon: str
    url: str


@dataclass(frozen=True)
class Matching:
    """Acts whose name begins with what was typed, to stand above the things found, and the others."""

    first: list[Offered]
    others: list[Offered]


def found(request: DeskRequest, query: str) -> Matching:
    """Return the acts of which every typed word begins a word, in the reader's language or in English.

    Nothing typed finds the first act of each room.
    """
    asked = tuple(fold(word) for word in query.split())
    if not asked:
        return Matching(_offered(request, (c.acts[0] for c in desk_apps() if c.nav and c.acts)), [])
    names = {act: _names(act.url_name, translation.get_language() or "en") for act in _acts()}
    named = [act for act in names if any(_begins(asked, name) for name in names[act])]
    first = [act for act in named if any(" ".join(name).startswith(" ".join(asked)) for name in names[act])]
    others = [act for act in named if act not in first]
    return Matching(_offered(request, first), _offered(request, others))


def _acts() -> list[Act]:
    """Every act, with the rooms themselves."""
    rooms = [Act(item.url_name, item.label, item.icon) for config in desk_apps() for item in config.nav]
    return rooms + [act for config in desk_apps() for act in config.acts]


def _begins(asked: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return all(any(one.startswith(word) for one in name) for word in asked)


@cache
def _names(url_name: str, language: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of an act's name in a language and in English."""
    label = next(act.label for act in _acts() if act.url_name == url_name)
    names = []
    for tongue in (language, "en"):
        with translation.override(tongue):
            names.append(tuple(fold(word) for word in str(label).split()))
    return tuple(names)


def _offered(request: DeskRequest, acts: Iterable[Act]) -> list[Offered]:
    offered = []
    for act in acts:
        url = desk_url(request.desk, act.url_name)
        permission = getattr(resolve(url).func, "permission", "core.view_desk")
        if request.user.has_perm(permission, request.desk):
            offered.append(Offered(act.label, act.icon, url))
    return offered[:MOST]
