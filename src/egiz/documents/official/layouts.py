"""Where what a paper says stands on the sheet: one list of parts for PDF, DOCX and the office's template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One text. ``style``: body, plain, centre, right, title, heading, bold, soft, mark."""

    key: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of texts. ``style``: head (the letterhead), number, dash."""

    key: str
    style: str = "dash"


@dataclass(frozen=True, slots=True)
class Sections:
    """Headings, each with its text. ``style``: body, or item for lines that stand under each other."""

    key: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts side by side."""

    left: str
    right: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; ``groups`` are several such tables, each with its heading. Widths in shares."""

    key: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    groups: bool = False


Part = Line | Items | Sections | Pair | Table
_TOP: tuple[Part, ...] = (Line("sample", "mark"), Line("draft", "mark"), Items("letterhead", "head"))
_LETTER_TOP: tuple[Part, ...] = (
    *_TOP, Line("number_date", "plain"), Line("reference", "plain"), Line("addressee", "right"),
    Line("subject", "bold"), Line("greeting", "centre"),
)  # fmt: skip
_LETTER_FOOT: tuple[Part, ...] = (
    Line("enclosures_head", "plain"), Items("enclosures", "number"), Line("close"),
    Pair("signer_office", "signer_name", "signature"), Line("prepared", "soft"),
)  # fmt: skip
_SIGNATURES = Pair("sign_a", "sign_b", "signatures")

LAYOUTS: dict[str, tuple[Part, ...]] = {
    "invitation": (
        *_LETTER_TOP, Line("ask"), Line("occasion"), Line("purpose"), Line("place"), Line("when"),
        Line("link"), Line("costs"), Line("agenda_head", "plain"), Items("agenda", "number"),
        Line("reply_by"), *_LETTER_FOOT,
    ),
    "reply": (*_LETTER_TOP, Line("answer"), *_LETTER_FOOT),
    "memorandum": (
        *_TOP, Line("title", "title"), Line("place_date", "centre"), Line("parties"), Line("grounds"),
        Line("wish"), Sections("articles"), Line("video"), _SIGNATURES,
    ),
    "plan": (
        *_TOP, Line("title", "title"), Line("parent", "centre"), Line("nothing"),
        Table("groups", ("no", "measure", "due", "a", "b", "proof", "funds", "status"),
              (4, 24, 11, 15, 15, 12, 12, 11), groups=True),
        Line("report_due"), Line("agreed", "heading"), _SIGNATURES,
    ),
    "minutes": (
        *_TOP, Line("body", "centre"), Line("title", "title"), Line("subject", "centre"),
        Line("place_date", "centre"), Line("hours", "centre"), Line("link", "centre"),
        Line("chairs", "plain"), Line("secretary", "plain"),
        Line("present_head", "heading"), Sections("present", "item"),
        Line("invited_head", "heading"), Items("invited"), Line("agenda_head", "heading"),
        Items("agenda", "number"), Line("heard_head", "heading"), Line("heard"),
        Line("decided_head", "heading"),
        Table("decisions", ("no", "task", "owner", "due"), (6, 50, 26, 18)),
        Line("annexes_head", "heading"), Items("annexes", "number"), Line("signatures_head", "heading"),
        _SIGNATURES,
    ),
    "delegation": (
        *_TOP, Line("sender", "centre"), Line("title", "title"), Line("when", "centre"),
        Table("members", ("no", "name", "latin", "office", "role", "languages"), (6, 22, 20, 26, 13, 13)),
        Line("count", "plain"), Pair("signer_office", "signer_name", "signature"),
    ),
    "release": (
        *_TOP, Line("kind_line", "centre"), Line("embargo", "bold"), Line("title", "title"), Line("lead"),
        Line("occasion"), Line("topics"), Line("contracts"), Line("memoranda"), Line("quote"), Line("next"),
        Line("contact", "soft"),
    ),
    "report": (
        *_TOP, Line("body", "centre"), Line("title", "title"), Sections("sections"),
        Line("not_done_head", "heading"), Items("not_done"), Line("tasks_head", "heading"), Items("tasks"),
        Pair("signer_office", "signer_name", "signature"),
    ),
}  # fmt: skip


def blocks(kind: str, data: Mapping[str, Any]) -> list[dict[str, Any] | None]:
    """The parts with their content; None where a part has nothing to say, so that languages stay level."""
    return [_block(part, data) for part in LAYOUTS[kind]]


def _block(part: Part, data: Mapping[str, Any]) -> dict[str, Any] | None:
    if isinstance(part, Line):
        text = data[part.key]
        return {"part": "line", "style": part.style, "text": text} if text else None
    if isinstance(part, Items):
        return {"part": "items", "style": part.style, "items": data[part.key]} if data[part.key] else None
    if isinstance(part, Sections):
        sections = data[part.key]
        return {"part": "sections", "style": part.style, "sections": sections} if sections else None
    if isinstance(part, Pair):
        left, right = data[part.left], data[part.right]
        return {"part": "pair", "style": part.style, "left": left, "right": right} if left or right else None
    groups = data[part.key] if part.groups else [{"heading": "", "rows": data[part.key]}]
    made = [
        {"heading": group["heading"], "rows": [[row[c] for c in part.columns] for row in group["rows"]]}
        for group in groups
    ]
    return {"part": "table", "heads": data["heads"], "widths": part.widths, "groups": made} if made else None
