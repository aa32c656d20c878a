"""The one search box: every word in any script and form, over everything the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django_scopes import get_scope

from egiz import atlas
from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Alternatives, Hit
from egiz.desk.core.models import Desk, User
from egiz.text.stems import looked_for, words_of

__all__ = ["Hit", "HitGroup", "find", "narrowed", "read"]

MOST_WORDS = 8
SURE_NAME = 0.85  # what the atlas scores a name that is written as it should be, whatever the ending
LONGEST_NAME = 3  # words


@dataclass(frozen=True)
class HitGroup:
    label: Any
    icon: str
    hits: list[Hit]


def find(desk: Desk, query: str, limit: int = 8, *, reader: User | None = None) -> list[HitGroup]:
    """Find what a person typed, in any script; kinds that the reader may not see are left out.

    Without a reader the caller has asked already who may see the desk's things.
    """
    asked = read(query)
    if not asked:
        return []
    groups = [
        HitGroup(kind.label, kind.icon, _hits(desk, kind, asked, limit))
        for kind in index.KINDS.values()
        if reader is None or reader.has_perm(kind.permission, desk)
    ]
    return [group for group in groups if group.hits]


def _hits(desk: Desk, kind: index.Indexed, asked: list[Alternatives], limit: int) -> list[Hit]:
    numbers = index.ranked(desk.pk, kind.target, asked, limit)
    if not numbers:
        return []
    rows = kind.rows().filter(desk=desk).in_bulk(numbers)
    return [kind.hit(desk, rows[number]) for number in numbers if number in rows]


def narrowed(rows: models.QuerySet[Any], query: str) -> models.QuerySet[Any]:
    """Keep of the open desk's list what the words of a query find; one without a word keeps everything."""
    asked = read(query)
    if not asked:
        return rows
    target = rows.model._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name
    return rows.filter(pk__in=index.matching(get_scope()["desk"].pk, target, asked).values("target_id"))


def read(query: str) -> list[Alternatives]:
    """Take a query apart: for each word, or name of a place, the ways it may stand in the index."""
    words = words_of(query)[:MOST_WORDS]
    language = (get_language() or "").split("-")[0]
    asked: list[Alternatives] = []
    while words:
        count, names = _place(words)
        own = [looked_for(word, language) for word in words[:count]]
        ways = [list(way) for way in _combined(own)] if all(own) else []
        ways += [list(way) for name in names for way in _combined([looked_for(w) for w in words_of(name)])]
        if ways:
            asked.append([list(way) for way in dict.fromkeys(map(tuple, ways)) if way])
        words = words[count:]
    return asked


def _combined(words: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Give the ways to say several words: all of the first forms, and each single word's every form."""
    if len(words) == 1:
        return [(form,) for form in words[0]]
    return [tuple(min(forms, key=len) for forms in words if forms)]


def _place(words: Sequence[str]) -> tuple[int, list[str]]:
    """Give the names of the place that the first words name, and how many words that is."""
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[:count])
        if not any(letter.isalpha() for letter in name) or len(name) < LONGEST_NAME:
            continue
        found = [match for match in atlas.find(name, limit=2, fuzzy=False) if match.score >= SURE_NAME]
        if found:
            place = found[0].place.geonameid
            return count, [*dict.fromkeys(atlas.names(place).values())]
    return 1, []
