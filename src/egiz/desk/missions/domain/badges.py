"""Badges of a mission's people: each has a code that names nobody outside this desk."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from egiz.desk.missions.models import Company, Mission

# Letters and digits that are not taken for one another when they are read aloud or typed.
PLAIN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
ALIKE = str.maketrans("OIL", "011")
LENGTH = 8
PREFIX = "EGIZ:"
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Person:
    """Who wears a badge: one of those who come for a company."""

    company: Company
    number: int
    name: str
    code: str


def code_of(company: Company, number: int) -> str:
    """Return the code of a company's n-th badge: it cannot be guessed, and a new link makes it a new one."""
    key = f"{company.pk}|{company.link_number}|{number}"
    digest = salted_hmac("egiz.missions.badge", key, algorithm="sha256").digest()
    return base64.b32encode(digest).decode()[:LENGTH].translate(PLAIN)


def read_code(text: str) -> str:
    """Return the code in what was scanned or typed: case, spaces and letters alike do not matter."""
    plain = "".join(letter for letter in text.upper().removeprefix(PREFIX) if letter.isalnum())
    return plain.translate(ALIKE)


def names_of(company: Company) -> list[str]:
    """Return who comes for a company, as far as names are known."""
    listed = [str(one.get("name", "")).strip() for one in company.people]
    written = listed or company.contact.replace("\n", ";").split(";")
    return [name for name in (" ".join(one.split()) for one in written) if name][:MOST_PEOPLE]


def people_of(company: Company) -> list[Person]:
    """Return a company's badges: one a name, at least one, and one for each who sits at a table at once."""
    names = names_of(company)
    count = max(1, len(names), min(company.representatives, MOST_PEOPLE))
    names += [""] * (count - len(names))
    return [Person(company, number, name, code_of(company, number)) for number, name in enumerate(names, 1)]


def people(companies: Iterable[Company]) -> list[Person]:
    return [person for company in companies for person in people_of(company)]


def find(mission: Mission, text: str) -> Person | None:
    """Return whose badge a code is; nothing for a code of no company of this mission."""
    wanted = read_code(text)
    companies = Company.objects.filter(mission=mission, status=Company.Status.ACCEPTED)
    return next((person for person in people(companies) if person.code == wanted), None)
