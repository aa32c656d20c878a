"""One cell of the comparison: value, unit, date and source, with the words that the value does not say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.templatetags.egiz import number, partial_day
from egiz.desk.twinnings.domain import translations
from egiz.desk.twinnings.interfaces.reasons import sentence

Part = Mapping[str, Any]

# These reasons only say again what the value says.
SAID_BY_VALUE = {"distance", "size", "language", "airport", "role", "tag", "precedent", "shares"}
LISTED = 4  # values of a dispute; the rest adds nothing to it


def cell(part: Part) -> dict[str, Any]:
    """Return what a cell of the table shows, in the reader's language."""
    base = part["criterion"].partition(":")[0]
    return {
        "status": part["status"],
        "score": part["score"],
        "bar": round((part["score"] or 0) * 100),
        "values": _ties(part) if base == "ties" else _values(part),
        "plain": base == "ties",
        "why": [
            sentence(reason)
            for reason in part["reason_codes"]
            if base != "ties" and reason["code"] not in SAID_BY_VALUE
        ],
    }


def _values(part: Part) -> list[dict[str, Any]]:
    given = part["values"] or [part]
    if shares := next((reason for reason in part["reason_codes"] if reason["code"] == "shares"), None):
        return [_value(sentence(shares), given[0])]
    listed = given if part["status"] == "conflict" else given[:1]
    shown: dict[str, dict[str, Any]] = {}
    for value in listed[:LISTED]:
        text = value_text(part, value)
        shown.setdefault(text, _value(text, value, about=translations.boundary(value.get("boundary", ""))))
    return list(shown.values())


def _value(text: str, value: Mapping[str, Any], *, about: str = "") -> dict[str, Any]:
    as_of = partial_day(value["as_of"])
    return {
        "text": text,
        "as_of": as_of,
        "about": ", ".join(filter(None, (about, as_of))),
        "source": translations.source(value["source"]),
        "url": value.get("url", ""),
        "doubt": translations.source(value.get("doubt", "")),
    }


def _ties(part: Part) -> list[dict[str, Any]]:
    # The engine gives one reason for each link it shows as evidence, in the same order.
    reasons = part["reason_codes"]
    if not part["values"]:
        return [_value(_("none on record"), {"as_of": None, "source": None})]
    return [_value(sentence(reason), value) for reason, value in zip(reasons, part["values"], strict=False)]


def value_text(part: Part, value: Mapping[str, Any]) -> str:
    """Write one value with its unit."""
    given, base = value["value"], part["criterion"].partition(":")[0]
    if given is None:
        return ""
    if base == "language":
        return _("none in common") if given == "none" else translations.languages(str(given))
    if base == "precedent":
        return _("%(place)s of %(total)s") % {
            "place": number(given),
            "total": number(int(str(value["unit"]).partition(" ")[2] or 0)),
        }
    if not isinstance(given, int | float):
        return translations.tags(str(given))
    text = f"{number(round(given, 1))} {translations.unit(value['unit'])}".strip()
    code = next((r["params"]["code"] for r in part["reason_codes"] if r["code"] == "airport"), "")
    return f"{code}, {text}" if code else text


def take_shared_source(cells: Sequence[dict[str, Any]]) -> str:
    """Take out a source that all cells of a row have alike: it is written once, beside the row's name."""
    values = [value for each in cells for value in each["values"] if each["status"] != "unknown"]
    cited = {(value["source"], value["as_of"], value["url"]) for value in values}
    if len(values) < 2 or len(cited) != 1:
        return ""
    source, as_of, url = cited.pop()
    if as_of or url:
        return ""
    for value in values:
        value["source"] = ""
    return str(source)


def ours(parts: Sequence[Part]) -> str:
    """Write our own city's value, where a criterion compares with it."""
    reasons = [reason for part in parts for reason in part["reason_codes"]]
    for reason in reasons:
        if reason["code"] == "size":
            return f"{number(reason['params']['ours'])} {translations.unit('people')}"
        if reason["code"] == "role":
            return translations.tags(reason["params"]["ours"])
    return ""


def warnings(row: Mapping[str, Any]) -> list[str]:
    """Write what a reader must know before trusting a candidate's figures."""
    parts = {part["criterion"]: part for part in row["parts"]}
    return [
        _dispute(parts[reason["params"]["criterion"]]) if reason["code"] == "conflict" else sentence(reason)
        for reason in row["warning_codes"]
    ]


def _dispute(part: Part) -> str:
    values = "; ".join(
        f"{value_text(part, value)} ("
        + ", ".join(filter(None, (partial_day(value["as_of"]), translations.source(value["source"]))))
        + ")"
        for value in part["values"]
    )
    return _("sources disagree on “%(criterion)s”: %(values)s") % {
        "criterion": translations.criterion(part["criterion"]),
        "values": values,
    }
