"""Who promises and to whom, in Uzbek, Kazakh and English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from egiz.minutes._word_lists import words
from egiz.minutes.light.names import CAPITAL
from egiz.minutes.light.people import FoundPerson
from egiz.minutes.light.rules import PASSIVE, Hit, Language
from egiz.minutes.light.subjects import (
    english_subject,
    is_pronoun,
    points_back,
    turkic_addressee,
    turkic_owner,
    turkic_subject,
)
from egiz.minutes.light.text import Folded
from egiz.minutes.places import spelt_so
from egiz.text.uzbek import uzbek_to_latin

_BY_CODES_OF_SPEAKER = frozenset({"wished", "future", "intended", "proposed", "ready"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around a sentence: who speaks, whom "he" means, the report's date."""

    language: Language
    report_date: dt.date | None
    speaker: str | None
    writer: str | None
    reader: str | None
    people: tuple[FoundPerson, ...] = ()
    before: str | None = None
    initials: Mapping[str, str] = field(default_factory=dict)


Parties = tuple[int, tuple[str, ...], tuple[str, ...]]


def find_parties(text: str, folded: Folded, hit: Hit, left: int, scene: Scene) -> Parties:
    """Where the words about who promises end, who promises, and to whom."""
    doer = _english_doer(folded, hit, left, scene) if scene.language.verb_first else None
    if doer is not None:
        return doer
    if hit.whom and hit.rule.code in {"assigned", "requested", "task"}:
        return left, _told(hit.whom.strip(), scene), _one(scene.speaker or scene.writer)
    # "a factory will be built": the factory does not build
    done = hit.rule.code == "future" and _DONE_TO.search(folded.plain, hit.verb_start, hit.verb_end)
    subject = None if done else _subject(text, folded, hit, left, scene)
    if subject is not None:
        return _with_subject(subject, hit, scene)
    if hit.rule.code == "requested":
        return left, _one(scene.reader), _one(scene.speaker or scene.writer)
    if hit.rule.code in _BY_CODES_OF_SPEAKER:
        return left, _one(scene.speaker or scene.writer), _one(scene.reader)
    return left, _initialled(folded.plain, scene) or _one(scene.speaker), ()


def _english_doer(folded: Folded, hit: Hit, left: int, scene: Scene) -> Parties | None:
    """Who was told to do it ("the ministries were instructed to …"), or who is to do it by a headline."""
    if hit.rule.code == "assigned" and not hit.whom and not hit.noun:
        charged = english_subject(folded.plain, left, hit.start)
        if charged is not None and not is_pronoun(charged[0]):
            return charged[1], names_of(charged[0], folded, left, charged[1], scene), ()
    if hit.rule.code == "task" and hit.noun:
        words = folded.plain[hit.verb_start :]
        named = re.match(r"(?P<who>[A-Z][^.;]{1,70}?)\s+to\s+(?!be\b)[a-z]+\b", words)
        if named and not re.search(r"\bto\s+be\b", folded.plain[hit.verb_start : hit.end]):
            return hit.end, (_known_name(named["who"], scene),), ()
    return None


def _told(whom: str, scene: Scene) -> tuple[str, ...]:
    """Those whom a task is given to, by name."""
    if whom.lower() in {"you", "us", "them"}:
        return _one(scene.reader) if whom.lower() == "you" else ()
    return tuple(_known_name(one, scene) for one in re.split(r"\s*(?:,|/|&|\band\b)\s*", whom) if one)


def _with_subject(subject: tuple[int, tuple[str, ...]], hit: Hit, scene: Scene) -> Parties:
    end, names = subject
    if hit.rule.code != "requested":
        return end, names, ()
    return (end, _one(scene.reader), names) if scene.language.verb_first else (end, (), names)


def _initialled(plain: str, scene: Scene) -> tuple[str, ...]:
    """Owners whose initials stand at the end of a point: "… by email (by 5 March) TF"."""
    trailing = re.search(r"(?:\s|\))(?P<who>[A-Z]{2,3}(?:[\s,/&]+[A-Z]{2,3})*)\s*\Z", plain)
    if not (scene.language.verb_first and trailing and scene.initials):
        return ()
    names = [scene.initials.get(one) for one in re.findall(r"[A-Z]{2,3}", trailing["who"])]
    return tuple(name for name in names if name) if all(names) else ()


def _subject(
    text: str, folded: Folded, hit: Hit, left: int, scene: Scene
) -> tuple[int, tuple[str, ...]] | None:
    """Who acts by the grammar of the clause: a person's full name, a body, or whom a pronoun points at."""
    if scene.language.verb_first:
        return _english(folded, hit, left, scene)
    plain, language = folded.plain, scene.language
    place = hit.end if hit.rule.code == "assigned" else hit.verb_start
    asked = turkic_addressee(plain, left, place, language)
    person = _subject_person(text, folded, left, hit, scene)
    found = turkic_subject(plain, left, hit.verb_start, language)
    if hit.rule.code in {"assigned", "item", "requested"} and asked:
        found = asked
    elif named := _by_surname(plain, left, hit, scene):
        return named
    elif person and (found is None or _ACTING.fullmatch(plain, min(found[1], person[2]), person[2])):
        return person[1], (person[0],)
    if found is None and hit.rule.code in {"intended", "expected"}:
        found = turkic_owner(plain, left, hit.verb_start, language)
    if scene.before and points_back(plain, left) and (found is None or found[1] > left + _POINTS_WITHIN):
        return left, (scene.before,)
    found = found or _place_acts(plain, left, hit)
    if found is None:
        return _person_of(text, folded, left, hit, scene)
    a, b = folded.back(found[1] - len(found[0]), found[1])
    ending = _GENITIVE_HERE.match(plain, found[1])
    return ending.end() if ending else found[1], (_bare(text[a:b], language),)


def _place_acts(plain: str, left: int, hit: Hit) -> tuple[str, int] | None:
    """A city or country that acts: "Toshkent … savdo uyini ochmoqchi", with the offset after its name."""
    match = _PLACE_FIRST.match(plain, left, hit.verb_start)
    if match is None or match["one"].casefold() in _POINTERS or _OF_A_PLACE.match(plain, match.end()):
        return None
    named = all(spelt_so(one) for one in (match["one"], match["two"]) if one)
    return (match[0].strip(_AROUND), match.end()) if named else None


def _by_surname(plain: str, left: int, hit: Hit, scene: Scene) -> tuple[int, tuple[str, ...]] | None:
    """A person called by the bare surname at the head of a clause: "Tokayev will go", "A va B agreed"."""
    match = _SURNAMES.match(plain, left, hit.verb_start)
    if match is None:
        return None
    known = {person.name.split()[-1]: person.name for person, _, _ in scene.people if " " in person.name}
    latin = {
        uzbek_to_latin(name).text if scene.language.code == "uz" else name: full
        for name, full in known.items()
    }
    names = [latin.get(one) for one in (match["one"], match["two"]) if one]
    return (match.end(), tuple(name for name in names if name)) if all(names) else None


def _english(folded: Folded, hit: Hit, left: int, scene: Scene) -> tuple[int, tuple[str, ...]] | None:
    doer = _BY.match(folded.plain, hit.verb_end) if _is_passive(folded.plain, hit) else None
    if doer is not None:
        return left, (_known_name(doer["who"], scene),)
    own = _WE.match(folded.plain, hit.start)
    if own is not None:
        return left, _one(_pointed_at(own[1].casefold(), scene))
    that = _THAT_CLAUSE.search(folded.plain, hit.start, hit.verb_start)
    found = english_subject(folded.plain, that.end(), hit.verb_start) if that else None
    found = found or english_subject(folded.plain, left, hit.start)
    if found is None:
        return None
    name, end = found
    if is_pronoun(name):
        said = _SAID_THAT.search(folded.plain[left:end])
        here = english_subject(folded.plain, left, left + said.start()) if said else None
        if here and not is_pronoun(here[0]) and name.casefold() in {"he", "she", "they", "it"}:
            return end, names_of(here[0], folded, left, here[1], scene)
        return end, _one(_pointed_at(name.casefold(), scene))
    return None if _is_passive(folded.plain, hit) else (end, names_of(name, folded, left, end, scene))


_WE = re.compile(r"(?i)(we|i)\b")
_BY = re.compile(
    rf"(?:\s+\w+){{0,2}}?\s+by\s+(?:the\s+)?"
    rf"(?P<who>{CAPITAL}[\w'-]+(?:\s+(?:of\s+(?:the\s+)?)?{CAPITAL}[\w'-]+){{0,5}})"
)
# "It was resolved that A would do it": A is to do it.
_THAT_CLAUSE = re.compile(r"\bthat\s+")
# "Echo has said that she will …": she is Echo.
_SAID_THAT = re.compile(
    r"(?i)\s+(?:(?:has|have|had|also)\s+)*(?:said|says|stated|noted|added|reported|confirmed|announced|promised|offered|agreed|told\s+\w+|informed\s+(?:the\s+)?\w+)(?:\s+(?:on|in|at)\s+(?:\w+\s+){0,2}?\w+)?\s+(?:that\s+)?(?:he|she|they|it)\b"
)


def _is_passive(plain: str, hit: Hit) -> bool:
    """In "a programme will be arranged" the subject is what is done, not who does it."""
    ahead = hit.rule.code == "ahead" and " be " in plain[hit.start : hit.verb_start + 1]
    return ahead or PASSIVE.match(plain[hit.verb_start :]) is not None


def done_to(plain: str, hit: Hit, left: int) -> str:
    """The subject of an English passive: what is to be done."""
    found = english_subject(plain, left, hit.start) if _is_passive(plain, hit) else None
    if found is None or is_pronoun(found[0]):
        return ""
    name, end = found
    article = re.search(rf"(?i)\b(the|a|an|its|their|our)\s+{re.escape(name)}\s*\Z", plain[left:end])
    return f"{article[1].lower()} {name}" if article else name


def _pointed_at(pronoun: str, scene: Scene) -> str | None:
    if pronoun in {"we", "i"}:
        return scene.speaker or scene.writer
    if pronoun == "you":
        return scene.reader
    return scene.before


def names_of(name: str, folded: Folded, left: int, end: int, scene: Scene) -> tuple[str, ...]:
    """People of a subject by their full names; other parties as they are written."""
    couple = re.fullmatch(r"([A-Z][\w'-]+) and ([A-Z][\w'-]+) ([A-Z][\w'-]+)", name)
    if couple:
        return f"{couple[1]} {couple[3]}", f"{couple[2]} {couple[3]}"
    inside = [
        person.name
        for person, start, _ in scene.people
        if folded.places[0] <= start < folded.places[-1] and left <= folded.forth(start) < end
    ]
    if inside and len(name) < 160:
        return tuple(dict.fromkeys(one for one in inside if one.split()[-1] in name or one in name)) or (
            name,
        )
    parts = re.split(r"\s+and\s+(?:the\s+)?", name)
    if len(parts) == 2 and all(part[:1].isupper() and len(part.split()) <= 3 for part in parts):
        return tuple(_known_name(part, scene) for part in parts)
    return (_known_name(name, scene),)


def _known_name(name: str, scene: Scene) -> str:
    """A person's full name for initials ("TF") or a first name that the report explains."""
    name = re.sub(r"(?i)^the\s+", "", name.strip())
    if scene.initials and name in scene.initials:
        return scene.initials[name]
    alike = {
        person.name for person, _, _ in scene.people if name in person.name.split() and " " in person.name
    }
    return alike.pop() if len(alike) == 1 and " " not in name else name


_POINTS_WITHIN = 40
_DONE_TO = re.compile(r"(?i)(?<!қос)(?:[ыі]л)(?:а|е)(?:ды|ді|т[ыі]н)\Z|(?<!qo'sh)ila(?:di|dilar)\Z")
_POINTERS = words("bu shu u ular ushbu mazkur бұл осы ол олар сол аталған")
_GENITIVE = re.compile(r"(?:ning|нинг|ның|нің|дың|дің|тың|тің)\Z")
_GENITIVE_HERE = re.compile(r"(?:ning|ның|нің|дың|дің|тың|тің)\b")
_ACTING = re.compile(
    r"(?i)\s{0,3}(?:(?:vazifasini\s+(?:vaqtincha\s+)?bajaruvchi(?:si)?|v\.\s?b\.|міндетін\s+(?:уақытша\s+)?атқарушы)\s+)?"
)
_OF_A_PLACE = re.compile(
    r"(?i)\s+(?:viloyat|shahar|shahr|tuman|respublika|o'lka|provinsiya|davlat|облыс|қала|аудан|өңір|өлке|республика|мемлекет|провинция)"
)
_AROUND = ' ,;:–—-«»“”"().•'
_PLACE_FIRST = re.compile(
    rf"\W*(?P<one>{CAPITAL}[\w'-]+)(?:\s+(?:va|hamda|мен|пен|бен|және)\s+(?P<two>{CAPITAL}[\w'-]+))?(?=\s)"
)
_SURNAMES = re.compile(
    rf"\W*(?P<one>{CAPITAL}[\w'-]+)(?:\s+(?:va|hamda|мен|пен|бен|және)\s+(?P<two>{CAPITAL}[\w'-]+))?(?=\s)"
)
# "the delegation headed by A", "together with A", "A's": somebody else acts.
_NOT_SUBJECT = re.compile(
    r"(?i)\s+(?:boshchilig|rahbarlig|raislig|ishtirokida|bilan|tomonidan|nomi|бастаған|басқарған|төраға|қатысуымен|(?:va|hamda|мен|пен|бен|және)\b.*?(?:o'rtasida|ўртасида|арасында)|o'rtasida|ўртасида|арасында|атындағы|бошчилиг|билан|томонидан)"
)


def _subject_person(
    text: str, folded: Folded, left: int, hit: Hit, scene: Scene
) -> tuple[str, int, int] | None:
    """A person named in the nominative at the head of the clause, with the letters after and at the name."""
    for person, start, end in scene.people:
        if not folded.places[0] <= start < folded.places[-1]:
            continue
        a, b = folded.forth(start), folded.forth(end)
        written = text[start:end]
        declined = written.split()[-1:] != person.name.split()[-1:] and "." not in written
        if left <= a < hit.start and not declined and not _NOT_SUBJECT.match(folded.plain[b:]):
            return person.name, b, a
    return None


def _person_of(
    text: str, folded: Folded, left: int, hit: Hit, scene: Scene
) -> tuple[int, tuple[str, ...]] | None:
    """A person in the genitive whose deed is planned: "Тоқаевтың қатысуы жоспарланған"."""
    for person, start, end in scene.people if hit.rule.code in {"intended", "expected"} else ():
        inside = folded.places[0] <= start < folded.places[-1] and left <= folded.forth(start) < hit.start
        if inside and _GENITIVE.search(text[start:end]):
            return left, (person.name,)
    return None


def _one(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _bare(name: str, language: Language) -> str:
    """Without the dative ending of the one a task is given to."""
    plain = " ".join(name.split())
    if language.code == "en":
        return re.sub(r"(?i)^(?:the|our|a|an)\s+", "", plain)
    pattern = {"uz": r"(?<=[\w])(?:ga|ka|га|ка)\Z", "kk": r"(?<=[\w])(?:ға|ге|қа|ке|на|не)\Z"}[language.code]
    return re.sub(pattern, "", plain)
