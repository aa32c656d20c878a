"""People in an English text: roles on both sides of a name, lists of those present, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egiz.minutes.light.names import CAPITAL, FULL_NAME, INITIALS, WORD, is_known_given, looks_like_person
from egiz.minutes.places import is_place
from egiz.minutes.report import Person

_BEFORE = (
    r"(?:(?:first|second|deputy|vice|acting|interim|former|ex|executive|general|hon(?:orary|\.)?|prime|foreign|assistant|senior|regional|managing|"
    r"chief|co|permanent|special|national|marketing|sales|finance|financial|commercial|technical|export|trade|town|parish|county|district|city|lord|state|"
    r"honorary|joint|sub|newly\s+elected|outgoing|project|programme|program|events?|twinning|international|press|branch|club|school|head|team|departmental)[\s-]+)*"
)
_HEAD = (
    r"(?:lord\s+mayor|co-vp|vp|section\s+chief|chief|assistant|exec|mayor(?:ess)?|governor|chair(?:man|woman|person)?|president|vice-?president|director(?:[\s-]general)?|head|minister|premier|secretary(?:[\s-]general)?|"
    r"treasurer|ambassador|consul(?:[\s-]general)?|akim|k?hokim|rector|dean|manager|chief\s+executive(?:\s+officer)?|ceo|cfo|councillor|member|leader|representative|"
    r"spokes(?:man|woman|person)|co-?ordinator|officer|clerk|minute[\s-]taker|founder|owner|deputy|commissioner|senator|professor|teacher|librarian|attach[ée]|envoy|"
    r"advis[eo]r|speaker|mp|sheriff|b[üu]rgermeister|alderman|curator|editor|chancellor|counsell?or|expert|specialist|organi[sz]er|engineer|lawyer|interpreter|trustee|chaplain|superintendent|entrepreneur)"
)
ROLE = rf"(?:{_BEFORE}{_HEAD})(?:[\s-]elect)?(?:\s+(?:and|&|/)\s+{_BEFORE}{_HEAD})?"
_OFFICE = (
    r"(?:Chamber|Council|Committee|Consulate|Embassy|Ministry|Department|Association|University|Institute|Agency|Administration|Company|Group|Corporation|Bank|Board|Union|"
    r"Partnership|Office|School|College|Centre|Center|Society|Foundation|Federation|Commission|Assembly|Parliament|Forum|Network|Club|Trust|Hall|Government|Bureau|Directorate|"
    r"Service|Authority|Museum|Library|Parish|Twinning|Affairs|Trade|Commerce|Industry|Development|Region|Republic|Province|Oblast|County|City|District|Kazinform|Report|General|Minister|Inc|Ltd|LLC|LLP|PLC|International|Cities)"
)
_PHRASE = rf"(?:the\s+)?(?:(?:{WORD}|[\w'-]+)(?:\s*&\s*|\s+(?:(?:of|for|and|in|on|at)\s+(?:the\s+)?)?))*?"
_AFTER_ROLE = re.compile(
    rf"\b(?P<role>(?i:{ROLE}))(?P<of>\s+(?:of|for|to|in|at)\s+(?P<org>(?:the\s+)?[^.,;:()\n]{{2,110}}?(?:,\s[A-Z]\w+(?:,\s[A-Z]\w+)*\s(?:and|&)\s[A-Z]\w+)?))?[\s,]+(?:(?:H\.?E\.?|Mr|Mrs|Ms|Dr|Prof|Cllr|Councillor)\.?\s+)?"
    rf"(?P<name>{INITIALS}{WORD}|{WORD}(?:\s-?{WORD}){{1,2}})(?![\w-])"
)
_APPOSITION = re.compile(
    rf"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+)?{FULL_NAME}|(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+{WORD})\s*,\s+(?:the\s+|its\s+|an?\s+|who\s+is\s+(?:the\s+)?|who\s+was\s+(?:the\s+)?)?(?P<lead>(?:{WORD}(?:['’]s)?\s+){{1,3}}?(?=(?i:{ROLE})\b))?"
    rf"(?P<role>(?i:{ROLE}))(?!\s+{CAPITAL})(?:\s+(?:of|for|at|in|with|from)\s+(?P<org>(?:the\s+)?[^.,;()\n]{{2,90}}?))?(?=\s*[,.;()\n]|\s+(?:and|met|said|will|was|is|has|who|at\s+the\s+(?:meeting|time))\b|\Z)"
)
_BRACKET = re.compile(
    rf"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Prof|Cllr)\.?\s+)?{FULL_NAME})(?:,\s[A-Z]{{2,5}})?\s*(?:\(\s*(?P<role>(?i:[^()\n]{{0,30}}\b{_HEAD}\b[^(),\n]{{0,40}}?))(?:,\s*(?P<org>[^()\n]{{2,60}}))?\s*\)|"
    rf"\s[–—-]\s(?P<role2>(?i:{ROLE}))(?P<org2>(?:\s+of\s+|,\s+)[^,;()\n]{{2,60}}?)?(?=\s*[,;\n]|\Z))"
)
_TITLED = re.compile(
    rf"\b(?P<role>(?:Lord\s+)?Mayor|Councillor|Cllr|Professor|Prof|Senator)\.?\s+(?:Dr\.?\s+)?(?P<name>{FULL_NAME}|{WORD})"
)
_PLAIN = re.compile(
    rf"(?<![\w-])(?P<name>(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)(?:{CAPITAL}\.?\s+)?{WORD}(?:\s+{WORD})?|{FULL_NAME})"
)
_LIST = re.compile(
    r"(?i)\s*(?:\d+[.)]?\s*)?(?:those\s+|members\s+|also\s+|councillors\s+)?(?:present|apologies(?:\s+for\s+absence)?(?:\s+were\s+received\s+from)?|in\s+attendance|attendees|attended|participants|absent)\b\s*[:.–-]?"
)
_LONGEST_LABEL = 60
_LABEL_BEFORE = re.compile(
    r"(?i)\b(?:present|apologies(?:\s+for\s+absence)?|in\s+attendance|attendees|participants|absent)"
    r"\s*(?P<mark>[:.–-])\s*\Z"
)
_LISTED = re.compile(
    rf"(?:^|[,;:.\n(]|\band\b|\bApologies\b)\s*(?:(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Dr)\.?\s+)?(?P<name>{WORD}(?:\s+{WORD}){{1,2}}|{INITIALS}{WORD}|(?:[A-Z]\s){{1,2}}{WORD})(?=\s*(?:[,;.\n()–-]|\band\b|[A-Z]{{2,3}}\b|\Z))"
)
# In a list of those present whatever stands in brackets with a capital is an office.
_BESIDE = re.compile(
    rf"\s*\(\s*(?P<role>{WORD}(?:\s+(?:of\s+)?[\w-]+){{0,3}})(?:,\s*(?P<org>[^()\n]{{2,60}}))?\s*\)"
)
_OFFICE_DASH = re.compile(
    rf"(?:^|[,;:.(]|\band\b)\s*(?P<role>(?i:{ROLE}))\s*[–—-]\s*(?P<name>{FULL_NAME})(?=\s*(?:[,;.\n)]|\band\b|\Z))"
)
_ACTING = re.compile(
    rf"(?<![\w-])(?P<name>{WORD}\s{WORD})(?=\s+(?:had|has|said|reported|agreed|informed|thanked|proposed|offered|volunteered|suggested|asked|noted|welcomed|explained|advised|will|would|to)\s+[a-z])"
)
_POSSESSOR = re.compile(rf"(?P<org>(?:{WORD}\s+){{0,4}}{WORD}(?:['’]s)?)\s+\Z")
_APPOINTED = re.compile(
    rf"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Councillor|Cllr)\.?\s+)(?:{CAPITAL}\.?\s+)?{WORD}(?:\s+{WORD})?|{FULL_NAME})\s+(?:be|was|were|is|has\s+been)\s+(?:re-?)?(?:appointed|elected)\s+(?:as\s+)?(?:the\s+|its\s+|an?\s+)?"
    rf"(?P<role>(?i:{ROLE}))(?:\s+(?:of|for)\s+(?P<org>(?:the\s+)?[^.,;()\n]{{2,60}}?))?(?=\s+(?:for|until|from)\b|[.,;\n]|\Z)"
)
_CUT = re.compile(
    rf"\band\s+of\Z|\band\Z|\s+(?:and|,)\s+(?:the\s+)?(?=(?i:{ROLE})\b)|\s+(?:on|who|which|that|as|about|during|after|to\s+the\s+meeting)\s"
)

FoundPerson = tuple[Person, int, int]


def english_people(text: str, start: int, end: int) -> Iterator[FoundPerson]:
    """People of one block, in no order; a name may be given twice.

    Parameters
    ----------
    text : str
        The report.
    start, end : int
        The block.
    """
    listed = list(_listed_roles(text, start, end))
    yield from listed or _present(text, start, end)
    yield from _brackets(text, start, end)
    yield from _appositions(text, start, end)
    yield from _roles_before(text, start, end)
    for match in _TITLED.finditer(text, start, end):
        if not _is_office(match["name"]):
            yield _person(match["name"], match["role"].replace("Cllr", "Councillor"), None, match)
    for match in _ACTING.finditer(text, start, end):
        if not _is_office(match["name"]) and not is_place(match["name"], cued=True):
            yield _person(match["name"], None, None, match)
    for match in _PLAIN.finditer(text, start, end):
        found = _plain(match)
        if found:
            yield found


def _present(text: str, start: int, end: int) -> Iterator[FoundPerson]:
    """Names of a list of those present or absent: everything between its commas that looks like one."""
    begin = _list_begins(text, start, end)
    if begin is None:
        return
    done = 0
    for match in _LISTED.finditer(text, begin, end):
        if match.start("name") < done or _is_office(match["name"]):
            continue
        beside = _BESIDE.match(text, match.end("name"), end)
        done = beside.end() if beside else 0
        named = beside is not None and not is_place(beside["role"], cued=True)
        role, organisation = (beside["role"], beside["org"]) if beside and named else (None, None)
        yield _person(match["name"], role, organisation, match)


def _list_begins(text: str, start: int, end: int) -> int | None:
    """Where the names of those present begin: behind the label, which may stand before the block."""
    label = _LIST.match(text, start, end)
    if label:
        return label.end() - 1
    base = max(0, start - _LONGEST_LABEL)
    before = _LABEL_BEFORE.search(text[base:start])
    return base + before.start("mark") if before else None


def _listed_roles(text: str, start: int, end: int) -> Iterator[FoundPerson]:
    """Offices of a board with a dash before the name: "President - Ann Birch, VP - Joe Reed"."""
    for match in _OFFICE_DASH.finditer(text, start, end):
        if not _is_office(match["name"]):
            yield _person(match["name"], match["role"], None, match)


def _person(name: str, role: str | None, organisation: str | None, match: re.Match[str]) -> FoundPerson:
    words = re.sub(r"^(?:H\.?E|Dr)\.?\s+", "", " ".join(name.split()))
    return (
        Person(words, role and " ".join(role.split()), organisation),
        match.start("name"),
        match.end("name"),
    )


def _plain(match: re.Match[str]) -> FoundPerson | None:
    words = match["name"].split()
    if words[0].rstrip(".") in {"Mr", "Mrs", "Ms", "Dr"}:
        return _person(match["name"], None, None, match)
    # A run of capitals may go on behind the name: "Ann Birch Committee".
    for length in (len(words), 2):
        name = " ".join(words[:length])
        if looks_like_person(name) and not _is_office(name) and not is_place(name):
            stop = match.start("name") + _length(match["name"], length)
            return Person(name), match.start("name"), stop
    return None


def _length(name: str, count: int) -> int:
    end = 0
    for found in list(re.finditer(r"\S+", name))[:count]:
        end = found.end()
    return end


def _brackets(text: str, start: int, end: int) -> Iterator[FoundPerson]:
    for match in _BRACKET.finditer(text, start, end):
        if _is_office(match["name"]):
            continue
        organisation = match["org"] or (match["org2"] or "").removeprefix(" of ").strip(" ,") or None
        yield _person(match["name"], match["role"] or match["role2"], organisation, match)


def _appositions(text: str, start: int, end: int) -> Iterator[FoundPerson]:
    for match in _APPOSITION.finditer(text, start, end):
        following = _AFTER_ROLE.match(text, match.start("role"), end)
        other = _role_before(text, start, following) if following else None
        # "A, minister of trade B": the role is B's.
        if _is_office(match["name"]) or (other is not None and other[1] < match.end() + 40):
            continue
        name, at = _without_place(match["name"], match.start("name"))
        yield (
            Person(name, " ".join(match["role"].split()), _organisation(match["org"] or _lead(match))),
            at,
            match.end("name"),
        )
    for match in _APPOINTED.finditer(text, start, end):
        yield _person(match["name"], match["role"], _organisation(match["org"]), match)


def _lead(match: re.Match[str]) -> str | None:
    """Whose office it is, where that stands before it: "Ann Birch, the Alden City Mayor"."""
    return re.sub(r"['’]s?\s*\Z", "", match["lead"].strip()) if match["lead"] else None


def _without_place(name: str, start: int) -> tuple[str, int]:
    """A name without the town before it: "(the mayor of) Tashkent Ann Birch"."""
    words = name.split()
    if len(words) < 3 or not is_place(words[0]):
        return " ".join(words), start
    return " ".join(words[1:]), start + _length(name, 1) + 1


def _roles_before(text: str, start: int, end: int) -> Iterator[FoundPerson]:
    at = start
    while match := _AFTER_ROLE.search(text, at, end):
        at = match.end("role")
        found = _role_before(text, start, match)
        if found:
            yield found


def _role_before(text: str, start: int, match: re.Match[str]) -> FoundPerson | None:
    organisation = match["org"]
    if organisation and _CUT.search(organisation):
        return None
    words = match["name"].split()
    begin = match.start("name")
    if organisation is not None:
        # "Mayor of New York Ann Birch": the name is the end of the run of capitals.
        run = re.compile(rf"(?:{WORD}\s+-?)*{WORD}").match(text, begin)
        words = (run[0] if run else match["name"]).split()
        lead = words[:-2] if len(words) > 3 or (len(words) == 3 and not is_known_given(words[0])) else []
        begin += _length(" ".join(words), len(lead)) + (1 if lead else 0)
        organisation = " ".join([organisation, *lead])
        words = words[len(lead) :]
    name = " ".join(words)
    if len(words) < 2 or _is_office(name) or is_place(name) or _is_part(name, text, begin):
        return _further(text, start, match) if organisation is not None else None
    role = match["role"]
    if organisation is None:
        lead = _POSSESSOR.search(text[max(start, match.start("role") - 60) : match.start("role")])
        organisation = re.sub(r"['’]s$", "", lead["org"]) if lead else None
        if organisation and re.match(r"(?:The|A|An|In|At|On|And)\b", organisation):
            organisation = re.sub(r"^\w+\s*", "", organisation) or None
    return Person(name, " ".join(role.split()), _organisation(organisation)), begin, begin + len(name)


def _further(text: str, start: int, match: re.Match[str]) -> FoundPerson | None:
    """The name behind an organisation of many capitals: "Chairman of the Union of Trade Ann Birch"."""
    begin = match.start("org")
    stop = re.compile(r"[.;:()\n]|,\s|\Z").search(text, begin, begin + _LONGEST_ORGANISATION)
    for one in _CLOSING_NAME.finditer(text, begin, stop.start() if stop else begin + _LONGEST_ORGANISATION):
        if looks_like_person(one[0]) and not _is_office(one[0]) and not is_place(one[0]):
            role, organisation = match["role"], text[begin : one.start()]
            first = _FIRST_OFFICE.search(text[max(start, match.start("role") - 120) : match.start("role")])
            if first:
                role, organisation = first["role"], first["org"]
            return Person(one[0], " ".join(role.split()), _organisation(organisation)), *one.span()
    return None


_LONGEST_ORGANISATION = 140
_CLOSING_NAME = re.compile(rf"(?<![\w-]){WORD}\s{WORD}(?=\s*(?:[.,;)\n]|\Z)|\s+[a-z])")
# "President of A, Vice-President of B": the first office is the main one.
_FIRST_OFFICE = re.compile(rf"(?P<role>(?i:{ROLE}))\s+of\s+(?P<org>[^,.;()\n]{{3,90}}),\s+\Z")


def _is_part(name: str, text: str, begin: int) -> bool:
    """Whether a conjunction or preposition shows that the capitals go on as a name of something else."""
    return bool(re.match(rf"\s+(?:of|for)\s+(?:the\s+)?{CAPITAL}", text[begin + len(name) :]))


def _is_office(name: str) -> bool:
    return bool(re.search(rf"\b{_OFFICE}s?\b|\b(?i:{_HEAD})\b", name)) or bool(
        re.match(r"(?:The|This|That|In|At|On)\b", name)
    )


def _organisation(words: str | None) -> str | None:
    if not words:
        return None
    plain = re.sub(r"(?i)^the\s+", "", " ".join(words.split())).strip(" ,")
    return plain or None
