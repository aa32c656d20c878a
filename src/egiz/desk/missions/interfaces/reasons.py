"""The engines' reasons in the reader's language: codes and parameters become sentences here."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz import meetings

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

MATCHING = {
    "phrase": _("“%(need)s” is met by “%(offer)s”"),
    "phrase_terms": _("“%(need)s” is met by “%(offer)s” (%(terms)s)"),
    "code": _("activity code %(code)s is on both sides"),
    "code_near": _("activity codes %(need_code)s and %(code)s are in the same branch, %(shared)s"),
    "goods": _("goods code %(code)s is on both sides"),
    "goods_near": _("goods codes %(need_code)s and %(code)s are in the same chapter"),
    "goods_made": _("goods %(goods)s are made by companies with activity code %(code)s"),
    # By their codes: the tables' own names of branches are English only.
    "supply": _(
        "companies of activities %(ours)s and %(theirs)s usually trade with each other "
        "(US input–output tables, 2017)"
    ),
    "cooperation": _("both look for: %(kinds)s"),
    "certificate": _("holds %(certificates)s"),
    "language": _("both speak %(languages)s"),
    "interpreter": _("an interpreter is needed: %(a_languages)s and %(b_languages)s"),
    "no_shared_language": _("the lists name no shared language"),
    "format": _("one side meets online only, the other in person only"),
    "availability": _("they name no common time"),
    "cooperation_differs": _("one looks for %(a_kinds)s, the other for %(b_kinds)s"),
    "one_sided": _("only one side gains by what is written; the other named no need that is met"),
    "no_needs": _("no needs are written"),
    "no_offers": _("no offers are written"),
    "no_codes": _("no codes are given; a code finds partners in any language"),
    "unreadable": _(
        "the text is in a language that is matched weakly; add a code or a line in Russian or English"
    ),
    "short": _("the offers say little: name the goods or services"),
    "nothing_close": _("nothing on the other side comes close to “%(need)s”"),
    "full": _("the limit of %(limit)s meetings is reached"),
    "excluded": _("the lists rule this meeting out"),
    "weaker": _("%(company)s has its %(limit)s meetings, none of them with a lower score"),
    "limit": _("%(company)s has its %(limit)s meetings, which together serve the lists better"),
    "not_chosen": _("left out for the sake of the others"),
}

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
PARAM_NAMES = {"firm": "company"}  # parameters that the sentences call otherwise than the engine
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
    code = reason.get("code", "")
    form = MATCHING.get(code) or REMARKS.get(code)
    if form is None:
        return _of_schedule(reason)
    form, terms = _unlike_terms(code, form, reason)
    words = {name: reason.get(name, "") for name in ("ours", "theirs")}
    given = {PARAM_NAMES.get(name, name): value for name, value in reason.get("params", {}).items()}
    params = words | {name: _param(name, value) for name, value in given.items()}
    params |= terms
    try:
        return str(form) % params
    except (KeyError, ValueError, TypeError):
        return str(reason.get("text", code))


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


def _unlike_terms(code: str, form: Any, reason: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    # "pump = pump" says nothing; only words that differ explain why two texts meet.
    given = str(reason.get("params", {}).get("terms", "")) if code == "phrase_terms" else ""
    pairs = [pair for pair in given.split(", ") if len(set(pair.split(" = "))) > 1]
    if given and not pairs:
        return MATCHING["phrase"], {}
    return form, {"terms": ", ".join(pairs)} if pairs else {}


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
