"""What each official paper asks for: its fields, which must not stay blank, which differ by language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from egiz.documents._errors import DocumentError

LANGUAGES = ("ru", "uz", "kk", "en")
DIRECTIONS = (
    "economy", "investment", "sme", "agriculture", "transport", "tourism", "culture", "education", "health",
    "youth", "sport", "city",
)  # fmt: skip
_HERE = Path(__file__).resolve().parent
Type = Literal["text", "long", "lines", "day", "int", "bool", "choice", "codes", "rows"]


@cache
def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """A table of words, by language and key."""
    rows: dict[str, list[str]] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return {lang: {key: said[at] for key, said in rows.items()} for at, lang in enumerate(LANGUAGES)}


def words(lang: str) -> Mapping[str, str]:
    """The words that stand on the papers.

    Raises
    ------
    DocumentError
        If the language is not one of ru, uz, kk, en.
    """
    if lang not in LANGUAGES:
        raise DocumentError(f"No papers in {lang!r}; one of {', '.join(LANGUAGES)} is expected.")
    return table("words")[lang]


def label(key: str, lang: str) -> str:
    """The name of a field, a choice or a kind of paper, for whoever fills it in."""
    return table("labels")[lang if lang in LANGUAGES else "en"][key]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a paper says. ``spoken`` fields have a text of their own in each language of the paper.

    ``choices`` are the codes of a choice or of codes, ``columns`` the names of the columns of rows.
    """

    name: str
    type: Type = "text"
    spoken: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    default: str = ""

    def choice_label(self, code: str, lang: str) -> str:
        """The name of one of the choices."""
        if self.name == "fields":
            return words(lang if lang in LANGUAGES else "en")[f"dir_{code}"]
        return label(f"choice_{'prevailing' if self.name == 'languages' else self.name}_{code}", lang)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: its fields in the order in which a form asks for them; ``wide`` lies on its side."""

    name: str
    fields: tuple[Field, ...]
    wide: bool = False

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(one for one in self.fields if one.name == name)


def _said(name: str, kind: Type = "text", *, required: bool = False, columns: tuple[str, ...] = ()) -> Field:
    return Field(name, kind, spoken=True, required=required, columns=columns)


def _need(name: str, kind: Type = "text", choices: tuple[str, ...] = (), default: str = "") -> Field:
    return Field(name, kind, required=True, choices=choices, default=default)


_LETTER = (
    Field("letter_number"),
    Field("date", "day"),
    Field("to_number"),
    Field("to_date", "day"),
    _said("addressee_office", "long", required=True),
    _said("addressee_name"),
    Field("addressee_form", "choice", choices=("unknown", "m", "f"), default="unknown"),
    _said("subject"),
    _said("sender", required=True),
)
_SIGNER = (
    _said("signer_office", required=True),
    _said("signer_name", required=True),
    _said("prepared_by"),
)
_BODIES = (
    _said("place_a", required=True),
    _said("place_b", required=True),
    _said("body_a", required=True),
    _said("body_b", required=True),
)
_SIGNERS = (
    _said("office_a", required=True),
    _said("signer_a", required=True),
    _said("office_b", required=True),
    _said("signer_b", required=True),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("invitation", (
            *_LETTER,
            _said("occasion"),
            _said("purpose", required=True),
            _said("place", required=True),
            _need("starts", "day"),
            Field("ends", "day"),
            Field("link"),
            _said("agenda", "lines"),
            _said("costs"),
            _need("reply_by", "day"),
            _said("enclosures", "lines"),
            *_SIGNER,
        )),
        Kind("reply", (
            *_LETTER,
            _need("answer", "choice", ("open", "yes", "other", "no"), "open"),
            Field("persons", "int"),
            Field("other_date", "day"),
            _said("enclosures", "lines"),
            *_SIGNER,
        )),
        Kind("memorandum", (
            _need("level", "choice", ("city", "region"), "city"),
            _said("title"),
            *_BODIES,
            *_SIGNERS,
            _said("grounds", "lines"),
            Field("fields", "codes", required=True, choices=DIRECTIONS),
            _said("forms", "long"),
            _said("coordinator_a", required=True),
            _said("coordinator_b", required=True),
            _need("plan_days", "int"),
            _need("plan_years"),
            Field("binding", "bool"),
            _need("term", "int"),
            _need("renewal", "int"),
            _need("notice", "int"),
            _said("replaces"),
            Field("languages", "codes", required=True, choices=LANGUAGES),
            Field("prevailing", "choice", choices=("none", *LANGUAGES), default="none"),
            _said("place", required=True),
            _need("date", "day"),
            Field("video", "bool"),
        )),
        Kind("plan", (
            _said("title"),
            *_BODIES,
            _said("parent"),
            _need("years"),
            _said("report_due"),
            _said("measures", "rows", required=True, columns=(
                "direction", "measure", "due", "a", "b", "proof", "funds", "status",
            )),
            *_SIGNERS,
        ), wide=True),
        Kind("minutes", (
            _need("number"),
            _said("body", required=True),
            _said("subject"),
            _need("date", "day"),
            _said("place", required=True),
            Field("link"),
            Field("hours"),
            _said("zone"),
            _said("chair_a", required=True),
            _said("chair_b"),
            _said("secretary", required=True),
            _said("place_a"),
            _said("present_a", "lines", required=True),
            _said("place_b"),
            _said("present_b", "lines", required=True),
            _said("invited", "lines"),
            _said("agenda", "lines", required=True),
            _said("heard", "long"),
            _said("decisions", "rows", required=True, columns=("task", "owner", "due")),
            _said("annexes", "lines"),
            Field("karakalpak", "bool"),
        )),
        Kind("delegation", (
            _said("title"),
            _said("sender", required=True),
            _said("place"),
            Field("starts", "day"),
            Field("ends", "day"),
            _said("members", "rows", required=True, columns=("name", "latin", "office", "role", "languages")),
            _said("signer_office"),
            _said("signer_name"),
        )),
        Kind("release", (
            _said("headline", required=True),
            _need("date", "day"),
            _said("place", required=True),
            Field("embargo"),
            _said("attendees", "lines", required=True),
            _said("occasion"),
            _said("topics", "lines", required=True),
            Field("contracts", "int"),
            _said("contracts_sum"),
            Field("memoranda", "int"),
            _said("quote", "long"),
            _said("quote_by"),
            Field("quote_approved", "day"),
            _said("next_step"),
            _said("next_owner"),
            Field("next_due", "day"),
            Field("contact", required=True),
        )),
        Kind("report", (
            _need("year", "int"),
            _said("body", required=True),
            *(_need(name, "int") for name in (
                "in_force", "new", "ended", "dormant", "due", "done", "late", "dropped", "visits_out",
                "visits_in", "missions", "meetings", "contracts",
            )),
            _said("contracts_sum"),
            _need("memoranda", "int"),
            _said("trade"),
            _said("trade_source"),
            _said("not_done", "lines", required=True),
            _said("tasks", "lines", required=True),
            *_SIGNER[:2],
        )),
    )
}  # fmt: skip


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    DocumentError
        If there is none.
    """
    if name not in KINDS:
        raise DocumentError(f"No paper {name!r}; one of {', '.join(KINDS)} is expected.")
    return KINDS[name]
