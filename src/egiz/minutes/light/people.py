"""People in Uzbek, Kazakh and English, with role and organisation."""

from __future__ import annotations

from egiz.minutes.light.people_english import english_people
from egiz.minutes.light.people_turkic import turkic_people
from egiz.minutes.light.rules import Language
from egiz.minutes.report import Person

FoundPerson = tuple[Person, int, int]


def find_people(text: str, language: Language, blocks: list[tuple[int, int]]) -> list[FoundPerson]:
    """Mentions of people with the offsets of the name, each with the fullest name and the role known.

    Parameters
    ----------
    text : str
        The report.
    language : Language
        Its language.
    blocks : list of (int, int)
        The parts of the report to look in.
    """
    found: list[FoundPerson] = []
    for start, end in blocks:
        if language.verb_first:
            found.extend(english_people(text, start, end))
        else:
            found.extend(turkic_people(text, start, end, language))
    return _settle(sorted(found, key=lambda one: (one[1], -one[2])))


def _settle(found: list[FoundPerson]) -> list[FoundPerson]:
    kept: list[FoundPerson] = []
    for one in found:
        if kept and one[1] < kept[-1][2]:
            if kept[-1][0].role is None and one[0].role:
                kept[-1] = one
            continue
        kept.append(one)
    known: dict[str, Person] = {}
    for person, _, _ in kept:
        key = _key(person.name)
        known[key] = _merged(known[key], person) if key in known else person
    for short in [key for key in known if " " not in key]:
        full = next((key for key in known if " " in key and key.rsplit(" ", 1)[1] == short), None)
        if full:
            known[full] = _merged(known[full], known[short])
            known[short] = known[full]
    return [(known[_key(person.name)], start, end) for person, start, end in kept]


def _key(name: str) -> str:
    """First letter and surname; the surname alone where the text gives no first name."""
    parts = [
        part for part in name.replace(".", ". ").split() if part not in {"Mr", "Mrs", "Ms", "Dr", "Prof"}
    ]
    surname = parts[-1].casefold()
    return f"{parts[0][:1].casefold()} {surname}" if len(parts) > 1 else surname


def _merged(one: Person, other: Person) -> Person:
    name = one.name if len(one.name) >= len(other.name) or "." not in one.name else other.name
    if "." in one.name and "." not in other.name:
        name = other.name
    role = one.role or other.role
    return Person(name, role, one.organisation or (other.organisation if role == other.role else None))
