"""People in an Uzbek or Kazakh text: the organisation, the role and then the name with its case ending."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from egiz.minutes._word_lists import words
from egiz.minutes.light.names import CAPITAL, FULL_NAME, bare_name, is_known_given, looks_like_person
from egiz.minutes.light.rules import Language
from egiz.minutes.light.text import Folded, fold
from egiz.minutes.places import is_place
from egiz.minutes.report import Person

FoundPerson = tuple[Person, int, int]

_HEADS = {
    "uz": (
        r"(?:hokim|mer|gubernator|prezident|vitse-prezident|rais|direktor|boshlig'|rahbar|vakil|vazir|elchi|konsul|kotib|mutaxassis|a'zo|o'rinbosar|ega|tadbirkor|(?:pro)?rektor|dekan|dotsent|maslahatchi|"
        r"mudir|menejer|ekspert|deputat|asoschi|spiker|muovin|voliy|koordinator|attashe|ta'sischi|boshqaruvchi|menejeri|professor|sardor|bosh\s+vazir)(?:s?i)?"
    ),
    "kk": (
        r"(?:әкім|мэр|губернатор|президент|вице-президент|төраға|директор|басшы|жетекші|өкіл|министр|премьер-министр|елші|консул|хатшы|маман|мүше|орынбасар|ие|кәсіпкер|(?:про)?ректор|декан|доцент|кеңесші|"
        r"меңгеруші|менеджер|сарапшы|депутат|құрылтайшы|спикер|үйлестіруші|атташе|басқарушы|бастық|басты|төрайым|вице-министр|вице-премьер)(?:с?[ыі])?"
    ),
}
_CHAIN = {
    "uz": rf"(?:{_HEADS['uz']}(?:ning)?\s+(?:(?:birinchi|vazifasini\s+bajaruvchi)\s+)?)?{_HEADS['uz']}(?:\s+vazifasini\s+bajaruvchi)?",
    "kk": rf"(?:{_HEADS['kk']}(?:ның|нің)\s+(?:(?:бірінші|міндетін\s+атқарушы)\s+)?)?{_HEADS['kk']}(?:\s+міндетін\s+атқарушы)?",
}
_QUALIFIERS = {
    "uz": r"(?:(?:bosh|birinchi|sobiq|favqulodda|va|muxtor|ijrochi|ijro|faxriy|umumiy|yangi|amaldagi)\s+)*",
    "kk": r"(?:(?:бас|бірінші|бұрынғы|төтенше|және|өкілетті|атқарушы|құрметті|жаңа|қазіргі)\s+)*",
}
_STOPS = words("va hamda bilan ushbu bu shu mazkur kuni yili deya deb және мен пен бен осы бұл күні жылы деп")
_ORGANISATION_WORDS = re.compile(
    r"(?i)(?:viloyat|shahar|shahr|tuman|respublika|palata|kengash|vazirlik|vazirlig|boshqarma|qo'mita|departament|agentlik|assotsiatsiya|uyushma|kompaniya|korxona|savdo|sanoat|milliy|"
    r"tashqi|ishlar|iqtisodiyot|turizm|bo'lim|markaz|universitet|konsulxona|elchixona|provinsiya|o'lka|harakat|umummilliy|xalqaro|davlat|jamoat|federatsiya|bank|fond|xalq|siyosiy|maslahat|birinchi|"
    r"облыс|қала|аудан|мәслихат|жиналыс|заң\b|шығарушы|парламент|мәжіліс|сенат|академия|қор\b|партия|республика|палата|кеңес|министрлі|басқарма|комитет|департамент|агенттік|қауымдасты|компания|кәсіпорын|сауда|өнеркәсіп|ұлттық|сыртқы|істер|экономика|туризм|"
    r"бөлім|орталы|университет|консулды|елшілік|аймақ|өңір|кәсіпкерлер|бірлестік|мемлекет|ел\b|елд|жоғары|өлке|округ|шығыс|батыс|солтүстік|оңтүстік|халық|қоғамдық|мәдени|автономия|қазақтар|іскерлік|ынтымақтастық)"
)
_GENITIVE = re.compile(r"(?i)(?:ning|нинг|ның|нің|дың|дің|тың|тің|dagi|даги|дағы|дегі|тағы|тегі)\Z")
_OFFICES = (
    ("konsuli", "konsulxonasi"),
    ("консули", "консулхонаси"),
    ("консулы", "консулдығы"),
    ("elchisi", "elchixonasi"),
    ("елшісі", "елшілігі"),
)


@lru_cache(maxsize=4)
def _pattern(code: str) -> re.Pattern[str]:
    chain = f"{_QUALIFIERS[code]}{_CHAIN[code]}"
    return re.compile(
        rf"(?<![\w'-])(?P<role>(?i:{chain}))(?:\s*\([^()]{{2,40}}\))?\s*(?:[,–—-]\s*)?\s(?P<name>{FULL_NAME})(?![\w-])|"
        rf"(?<![\w'-])(?P<name2>{FULL_NAME})\s*\(\s*(?P<role2>(?i:{chain}))\s*\)"
    )


def turkic_people(text: str, start: int, end: int, language: Language) -> Iterator[FoundPerson]:
    """People of one block.

    Parameters
    ----------
    text : str
        The report.
    start, end : int
        The block.
    language : Language
        Uzbek or Kazakh.
    """
    folded = fold(text, start, end, language.code)
    at = before = 0
    while match := _pattern(language.code).search(folded.plain, at):
        at = match.end("role") if match["role"] else match.end()
        found = _with_role(text, folded, match, before, language.code)
        if found:
            yield found
            at = before = max(at, _name_end(match))
    for match in re.finditer(FULL_NAME, folded.plain):
        name = _trimmed(match[0])
        if looks_like_person(name):
            a, b = folded.back(match.start(), match.start() + len(name))
            yield Person(bare_name(text[a:b], language.code)), a, b


_PATRONYMIC = ("ovich", "evich", "ovna", "evna", "ұлы", "қызы", "o'g'li", "qizi", "вич", "вна")


def _name_end(match: re.Match[str]) -> int:
    group = "name" if match["name"] else "name2"
    return match.start(group) + len(_trimmed(match[group], match.string[match.end(group) :][:20]))


def _trimmed(name: str, after: str = "") -> str:
    """A name of at most three words; a third one only if it is no place and no organisation's name."""
    found = list(re.finditer(r"\S+", name))
    count = len(found)
    if count == 3 and _ORGANISATION_WORDS.match(after.lstrip()) and not found[2][0].endswith(_PATRONYMIC):
        count = 2
    while count > 2 and (
        count > 3 or _ORGANISATION_WORDS.match(found[count - 1][0]) or is_place(found[count - 1][0])
    ):
        count -= 1
    return name[: found[count - 1].end()]


def _with_role(text: str, folded: Folded, match: re.Match[str], before: int, code: str) -> FoundPerson | None:
    group = "name" if match["name"] else "name2"
    name = _trimmed(match[group], match.string[match.end(group) :][:20])
    first = name.split()[0]
    if (
        _ORGANISATION_WORDS.match(first)
        or (is_place(first) and not looks_like_person(name) and not is_known_given(first))
        or _GENITIVE.search(first)
    ):
        return None
    role_group = "role" if match["role"] else "role2"
    role_start, role_end = folded.back(*match.span(role_group))
    a, b = folded.back(match.start(group), match.start(group) + len(name))
    role = " ".join(text[role_start:role_end].split())
    organisation = None
    if role_group == "role":
        lead = _lead(folded.plain[before : match.start("role")])
        if lead:
            c, d = folded.back(match.start("role") - len(lead), match.start("role"))
            organisation = _office(" ".join(text[c:d].split()), role)
    return Person(bare_name(text[a:b], code), role, organisation), a, b


def _lead(plain: str) -> str:
    """The words before a role that name its organisation or place, to the end of `plain`."""
    kept = len(plain)
    for match in reversed(list(re.finditer(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\([^)]*\)|[\w'’-]+|[^\s\w]", plain))):
        word = match[0]
        if plain[match.end() : kept].strip() or len(plain) - match.start() > 140:
            break
        quoted = word[0] in '«“"('
        known = quoted or re.match(CAPITAL, word) or _ORGANISATION_WORDS.match(word) or _GENITIVE.search(word)
        joint = word.casefold() in {"va", "hamda", "және"} and _joins_names(plain, match)
        if not joint and (not known or word.casefold() in _STOPS):
            break
        kept = match.start()
    lead = plain[kept:]
    opening = re.match(r"(?:[^\W\d_][\w'-]*(?:da|ga|dan|да|де|та|те|ға|ге|қа|ке|дан|ден)\s+)+(?=\S)", lead)
    if opening and re.match(CAPITAL, lead[opening.end() :]):
        lead = lead[opening.end() :]
    words_left = re.search(rf"(?:{CAPITAL}|[«“\"]).*", lead, re.DOTALL)
    return words_left[0] if words_left else lead if _ORGANISATION_WORDS.match(lead) else ""


def _joins_names(plain: str, match: re.Match[str]) -> bool:
    """Whether "and" joins two parts of one name, both before an organisation's word."""
    after = plain[match.end() :].split()
    return bool(after) and after[0][:1].islower() and bool(_ORGANISATION_WORDS.match(after[0]))


def _office(lead: str, role: str) -> str:
    """A consul's office is the consulate."""
    for ending, office in _OFFICES:
        if role.casefold().endswith(ending):
            return f"{lead} {role[: -len(ending)]}{office}"
    return re.sub(r"(?<=\w)(?:ning|нинг|ның|нің|дың|дің|тың|тің)\Z", "", lead)
