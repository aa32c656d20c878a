"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Broken:
    """A broken rule: its code and what happened."""

    rule: str
    text: str
