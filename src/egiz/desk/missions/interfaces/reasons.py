"""The engines' reasons in the reader's language: codes and parameters become sentences here."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz import matching, meetings

COOPERATION = {
    "buy": _("buying"),
    "sell": _("selling"),
    "agent": _("agency"),
    "joint_venture": _("joint venture"),
    "investment": _("investment"),
    "transport": _("transport"),
    "tourism": _("tourism"),
    "know_how": _("know-how"),
}
LANGUAGES = {
    "ru": _("Russian"),
    "uz": _("Uzbek"),
    "kk": _("Kazakh"),
    "kaa": _("Karakalpak"),
    "en": _("English"),
    "tr": _("Turkish"),
    "zh": _("Chinese"),
}
SIZES = {"micro": _("micro"), "small": _("small"), "medium": _("medium"), "large": _("large")}

REMARKS = {
    "with-pins": _(
        "Pinned meetings stayed where they were (%(count)s); what is proved holds with them in place."
    ),
    "moves-none": _("None of the %(total)s published meetings still wanted moves."),
    "moves-fewest": _(
        "Moves or drops %(moved)s of %(total)s published meetings still wanted, proved the fewest."
    ),
    "moves-at-least": _(
        "Moves or drops %(moved)s of %(total)s published meetings still wanted, at least %(bound)s."
    ),
    "moves": _("Moves or drops %(moved)s of %(total)s published meetings still wanted."),
    "minimums-dropped": _(
        "Not everybody could get the fewest meetings asked for; this version was made without that rule."
    ),
}
SLOT_PARAMS = ("slot", "slots")
UNSAID = {"kind", "at", "length", "id", "owner", "people"}  # parameters no sentence of ours speaks of
LISTS = {
    "kinds": COOPERATION, "a_kinds": COOPERATION, "b_kinds": COOPERATION,
    "languages": LANGUAGES, "a_languages": LANGUAGES, "b_languages": LANGUAGES, "label": LANGUAGES,
}  # fmt: skip


def named(code: str, table: dict[str, Any]) -> str:
    """Name a code, also a pair of codes such as "buy–sell" or "kk+uz"."""
    for sign in ("–", "+"):
        if sign in code:
            return sign.join(named(part, table) for part in code.split(sign))
    return str(table.get(code.strip(), code.strip()))


def _param(name: str, value: Any) -> Any:
    table = LISTS.get(name)
    if table is None or not isinstance(value, str):
        return value
    return ", ".join(named(code, table) for code in value.split(","))


def sentence(reason: dict[str, Any]) -> str:
    """Say one reason; a code this desk does not know yet is said in the engine's own words."""
    code, params = reason.get("code", ""), reason.get("params", {})
    try:
        if code in REMARKS:
            return str(REMARKS[code]) % params
        if code in matching.sentences.SENTENCES:
            return matching.sentences.sentence(code, params, (get_language() or "en")[:2])
    except (KeyError, ValueError, TypeError):
        return str(reason.get("text", code))
    return _of_schedule(reason)


def _of_schedule(reason: dict[str, Any]) -> str:
    """Say a schedule's reason as the engine says it in the reader's language."""
    from egiz.meetings.model.sentences import sentence as said  # noqa: PLC0415 - as above

    def whole(row: dict[str, Any]) -> meetings.Reason:
        parts = tuple(whole(part) for part in row.get("parts", ()))
        params = {name: _param(name, value) for name, value in row.get("params", {}).items()}
        return meetings.Reason(
            row.get("code", ""), params, str(row.get("text", "")), parts, row.get("hole", "parts")
        )

    return said(whole(reason), (get_language() or "en")[:2])


def merged(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join reasons that differ in nothing but their slots: "at 10:30, 11:30" instead of two sentences."""
    found: dict[str, dict[str, Any]] = {}
    for reason in reasons:
        params = dict(reason.get("params", {}))
        name = next((name for name in SLOT_PARAMS if name in params), "")
        rest = sorted((key, value) for key, value in params.items() if key != name and key not in UNSAID)
        key = f"{reason.get('code')}{rest}"
        if name and key in found:
            first = found[key]["params"]
            first[name] = ", ".join(sorted({*first[name].split(", "), *str(params[name]).split(", ")}))
        else:
            found[key if name else f"{key}{len(found)}"] = {**reason, "params": params}
    return list(found.values())


def language_names(codes: list[str]) -> str:
    return ", ".join(named(code, LANGUAGES) for code in codes)


def cooperation_names(codes: list[str]) -> str:
    return ", ".join(named(code, COOPERATION) for code in codes)
