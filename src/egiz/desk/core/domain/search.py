"""The one search box: asks every app that has a ``search.py``."""

from dataclasses import dataclass
from typing import Any

from egiz.desk.core.apps import parts
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import Desk


@dataclass(frozen=True)
class Hit:
    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class HitGroup:
    label: Any
    icon: str
    hits: list[Hit]


def find(desk: Desk, query: str, limit: int = 8) -> list[HitGroup]:
    """Find what a person typed, in any script; each app gives its groups, empty ones are left out."""
    key = fold(query)
    if not key:
        return []
    groups = [group for _, module in parts("search") for group in module.find(desk, key, limit)]
    return [group for group in groups if group.hits]
