"""The directory for other programs, both ways: vCards (RFC 6350 and 2426) and tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Person
from egiz.text import Limits, TableError, heading_key, open_tables, xlsx_bytes

MOST = 20_000
MOST_WRONG = 200  # rows that are named as wrong
WIDTHS = (34, 34, 34, 34, 20, 8, 24, 30, 30, 30, 30, 40)
COLUMNS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "name": (gettext_lazy("Full name"), ("name", "full name", "имя", "фио", "ism", "аты-жөні")),
    "position": (gettext_lazy("Position"), ("position", "title", "должность", "lavozim", "лауазымы")),
    "organisation": (
        gettext_lazy("Organisation"), ("organisation", "organization", "организация", "tashkilot", "ұйым")
    ),
    "email": (gettext_lazy("E-mail"), ("e-mail", "email", "mail", "почта", "эл. почта", "pochta", "пошта")),
    "phone": (gettext_lazy("Phone"), ("phone", "tel", "телефон", "telefon")),
    "side": (gettext_lazy("Side"), ("side", "country", "сторона", "страна", "tomon", "тарап", "ел")),
    "region": (
        gettext_lazy("Region or city"), ("region", "город", "регион", "область", "viloyat", "облыс")
    ),
    "name_ru": ("Русский", ("ru", "русский", "имя по-русски")),
    "name_uz": ("Oʻzbekcha", ("uz", "oʻzbekcha")),
    "name_kk": ("Қазақша", ("kk", "қазақша")),
    "name_en": ("English", ("en", "english")),
    "note": (gettext_lazy("Note"), ("note", "примечание", "izoh", "ескерту")),
}  # fmt: skip
LENGTHS = {
    "name": 300,
    "position": 300,
    "organisation": 300,
    "region": 200,
    "email": 254,
    "phone": 40,
    "note": 4000,
}


class CardsError(ValueError):
    """A file of cards that cannot be read; the text is for the person."""


def people_xlsx(rows: Iterable[Person], desk: Desk) -> bytes:
    """Write people as a workbook that comes in again."""
    sides = {"ours": desk.country, "theirs": desk.their_country}

    def cells(row: Person) -> list[Any]:
        organisation = row.organisation.name if row.organisation else ""
        names = [row.names.get(code, "") for code in ("ru", "uz", "kk", "en")]
        return [
            row.name,
            row.position,
            organisation,
            row.email,
            row.phone,
            sides.get(row.side, ""),
            local_name(row.territory.place_id, row.territory.name) if row.territory else "",
            *names,
            row.note,
        ]

    return xlsx_bytes(
        _("People"), [str(label) for label, _words in COLUMNS.values()], map(cells, rows), WIDTHS
    )


def vcards(rows: Iterable[Person]) -> bytes:
    """Write people as vCards 3.0, which telephones and mail programs read."""
    from icalendar.parser import Contentline  # noqa: PLC0415 - loaded when cards are written

    lines = []
    for row in rows:
        words = row.name.split()
        lines += ["BEGIN:VCARD", "VERSION:3.0"]
        values: list[tuple[str, str, dict[str, str]]] = [
            ("FN", row.name, {}),
            ("N", ";".join([_escaped(words[-1]), _escaped(" ".join(words[:-1])), "", "", ""]), {}),
        ]
        values += [("X-EGIZ-NAME", name, {"LANGUAGE": code}) for code, name in sorted(row.names.items())]
        organisation = row.organisation.name if row.organisation else ""
        plain = {
            "TITLE": row.position,
            "ORG": organisation,
            "EMAIL": row.email,
            "TEL": row.phone,
            "NOTE": row.note,
        }
        values += [(key, value, {}) for key, value in plain.items() if value]
        for key, value, parameters in values:
            text = value if key == "N" else _escaped(value)
            shown = "".join(f";{name}={what}" for name, what in parameters.items())
            lines.append(Contentline(f"{key}{shown}:{text}").to_ical().decode())
        lines.append("END:VCARD")
    return ("\r\n".join(lines) + "\r\n").encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _plain(text: str) -> str:
    out, waiting = [], False
    for letter in text:
        if waiting:
            out.append("\n" if letter in "nN" else letter)
            waiting = False
        elif letter == "\\":
            waiting = True
        else:
            out.append(letter)
    return "".join(out).strip()


def read(
    name: str, content: bytes, *, country: str, their_country: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """Read a table or vCards into the values of people, and what was wrong with the others.

    Raises
    ------
    CardsError
        If nothing of the file can be read.
    """
    found = read_vcards(content) if name.lower().endswith(".vcf") else _read_table(name, content)
    sides = {country.lower(): "ours", their_country.lower(): "theirs"}
    rows, wrong = [], []
    for where, values in found:
        values["side"] = sides.get(values.get("side", "").lower(), "")
        if problem := _problem(values):
            wrong.append(f"{where}: {problem}")
        else:
            rows.append(values)
    return rows, wrong


@dataclass(frozen=True)
class Look:
    """What a file holds: its people where they are few, how many there are, what is wrong with the others."""

    rows: list[dict[str, Any]]
    count: int
    wrong: list[str]
    wrong_count: int


def look(name: str, content: bytes, *, most: int, country: str, their_country: str) -> Look:
    """Read a file, and keep its people back when there are more than ``most``: those are for the worker.

    Raises
    ------
    CardsError
        If nothing of the file can be read.
    """
    rows, wrong = read(name, content, country=country, their_country=their_country)
    kept = [] if len(rows) > most else rows
    return Look(kept, len(rows), [str(text) for text in wrong[:MOST_WRONG]], len(wrong))


def _problem(values: dict[str, Any]) -> str:
    if not values.get("name"):
        return _("No name.")
    for name, most in LENGTHS.items():
        if len(values.get(name, "")) > most:
            return _("“%(column)s” is longer than %(most)s characters.") % {
                "column": COLUMNS[name][0],
                "most": most,
            }
    email = values.get("email", "")
    return (
        ""
        if not email or ("@" in email and " " not in email)
        else _("“%(text)s” is no e-mail address.") % {"text": email}
    )


def _too_many() -> CardsError:
    return CardsError(
        _("The file holds more than %(most)s people. Split it into several files.") % {"most": MOST}
    )


def read_vcards(content: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Read vCards of versions 2.1 to 4.0: names, organisation, position, the first address and number."""
    from icalendar.parser import Contentlines  # noqa: PLC0415 - loaded when cards are read

    text = content.decode("utf-8-sig", errors="replace")
    if "BEGIN:VCARD" not in text.upper():
        raise CardsError(_("The file holds no vCard."))
    cards: list[tuple[str, dict[str, Any]]] = []
    now: dict[str, Any] = {}
    for line in map(str, Contentlines.from_ical(text)):
        if not (found := _LINE.match(line)):
            continue  # a line that breaks the rules says nothing; the others of its card stay
        key, parameters, value = found[1].upper(), found[2], found[3]
        if key == "BEGIN":
            now = {"names": {}}
        elif key == "END":
            if len(cards) >= MOST:
                raise _too_many()
            cards.append((_("Card %(number)s") % {"number": len(cards) + 1}, now))
        else:
            _take(now, key, parameters, value)
    return cards


# A line of a card: a group perhaps, the name, its parameters, the value; all still escaped.
_LINE = re.compile(r'^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)*):(.*)$', re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_NAMES = {
    "FN": "name",
    "TITLE": "position",
    "ORG": "organisation",
    "EMAIL": "email",
    "TEL": "phone",
    "NOTE": "note",
}


def _take(now: dict[str, Any], key: str, parameters: str, value: str) -> None:
    language = re.search(r";LANGUAGE=([\w-]{2,8})", parameters, re.IGNORECASE)
    if key == "X-EGIZ-NAME" or (key == "FN" and language and now.get("name")):
        now["names"][language[1].lower() if language else "other"] = _plain(value)
    elif key in _NAMES and _NAMES[key] not in now:
        text = _PARTS.split(value)[0] if key == "ORG" else value
        now[_NAMES[key]] = _plain(text.removeprefix("tel:"))


def _headings() -> dict[str, str]:
    """Name the columns in every language of the desk: a file travels between readers."""
    found = {heading_key(word): key for key, (_label, words) in COLUMNS.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {heading_key(str(label)): key for key, (label, _words) in COLUMNS.items()}
    return found


def _read_table(name: str, content: bytes) -> list[tuple[str, dict[str, Any]]]:
    try:
        rows = list(open_tables(content, name=name, limits=Limits(rows=MOST)).rows())
    except TableError as error:
        if error.code == "too-many-rows":
            raise _too_many() from error
        raise CardsError(_("The file is not a table. Save it as CSV (UTF-8) or as Excel.")) from error
    known = _headings()
    header = rows[0][1] if rows else []
    columns = {
        i: known[heading_key(str(cell or ""))]
        for i, cell in enumerate(header)
        if heading_key(str(cell or "")) in known
    }
    if "name" not in columns.values():
        raise CardsError(
            _("No column holds the name. Name one column “%(name)s”.") % {"name": COLUMNS["name"][0]}
        )
    found = []
    for number, row in rows[1:]:
        cells: dict[str, Any] = {
            columns[i]: " ".join(str(cell or "").split()) for i, cell in enumerate(row) if i in columns
        }
        if any(cells.values()):
            names = {key[-2:]: cells.pop(key) for key in list(cells) if key.startswith("name_")}
            cells["names"] = {code: text for code, text in names.items() if text}
            found.append((_("Row %(number)s") % {"number": number}, cells))
    return found
