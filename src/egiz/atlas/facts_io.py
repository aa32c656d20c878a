"""Facts from tables and back, and the facts that ship with the atlas."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast

from egiz.atlas._data import DATA, OWN_IDS, place
from egiz.atlas._errors import AtlasError, FactError
from egiz.atlas.facts import Boundary, Fact, Facts, SourceClass
from egiz.atlas.search import resolve
from egiz.atlas.tables import Imported, TableError, import_rows, number_text, read_rows, write_csv

FIELDS = (
    "indicator", "geonameid", "place", "value", "unit", "as_of", "boundary", "source_class", "source",
    "source_url", "rounding", "doubt", "note",
)  # fmt: skip
_NUMBER = re.compile(r"[-+−]?\d[\d\s.,_\u00a0\u202f']*")


def parse_number(text: str) -> float | None:
    """
    A number as people write it: "1 234,5", "1,234.5", "12.7", "−20".

    Parameters
    ----------
    text
        The text of a cell.

    Returns
    -------
    float or None
        None for a text that is no number.

    Raises
    ------
    FactError
        For "1.234" or "1,234" alone, which may mean a thousand or a fraction.
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    bare = re.sub(r"[\s_\u00a0\u202f']", "", stripped).replace("−", "-")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", bare):
        wanted = "a number without a separator of thousands, or with a space: 1 234"
        raise FactError("value", text, wanted)
    try:
        return float(_with_point(bare))
    except ValueError:
        return None


def _with_point(number: str) -> str:
    """A number without the marks of thousands, and with a point before its fraction."""
    marks = re.findall(r"[.,]", number)
    if len(set(marks)) == 2:
        number = number.replace("," if marks[-1] == "." else ".", "")
    elif len(marks) > 1:
        number = number.replace(marks[0], "")
    return number.replace(",", ".")


def _place_of(row: Mapping[str, str]) -> int:
    given = row.get("geonameid", "").strip()
    if given:
        if not given.isdigit():
            raise FactError("geonameid", given, "a GeoNames id, digits only")
        return place(int(given)).geonameid
    name = row.get("place", "")
    if not name.strip():
        raise FactError("place", "", "a name, or a GeoNames id in the column geonameid")
    found = resolve(name, country=row.get("country") or None)
    if found.place is None:
        raise FactError("place", name, "a place that the atlas knows")
    if found.ambiguous:
        options = ", ".join(
            f"{m.place.geonameid} {m.place.name} ({m.place.country})" for m in found.alternatives[:3]
        )
        raise FactError("place", name, f"one place; give its id in the column geonameid: {options}")
    return found.place.geonameid


def _fact(row: Mapping[str, str]) -> Fact:
    number = parse_number(row["value"])
    rounding = row.get("rounding", "")
    half = parse_number(rounding) if rounding else 0.0
    if half is None:
        raise FactError("rounding", rounding, "a number or nothing")
    return Fact(
        indicator=row["indicator"].strip().lower(), place=_place_of(row),
        value=row["value"].strip() if number is None else number, unit=row.get("unit", ""),
        as_of=row.get("as_of", ""), source=row["source"], source_url=row.get("source_url", ""),
        boundary=cast("Boundary", row.get("boundary") or "unclear"), note=row.get("note", ""),
        source_class=cast("SourceClass", row.get("source_class") or "press"), doubt=row.get("doubt", ""),
        rounding=half,
    )  # fmt: skip


def load_facts(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Imported[Fact]:
    """
    Facts from a CSV or XLSX table.

    Parameters
    ----------
    path
        The table.
    columns
        Field → heading of the table: ``{"place": "Город", "value": "Население"}``. Fields: indicator,
        geonameid or place (with country), value, unit, as_of, boundary, source_class, source, source_url,
        rounding, doubt, note.
    constants
        Field → value for all rows: ``{"indicator": "population", "source": "…", "boundary": "city"}``.
    sheet
        Sheet of an XLSX file.

    Returns
    -------
    Imported[Fact]
        The good rows, and for each bad one its number, column, problem and what would be right. A row that
        does not say its boundary gets "unclear", and is then compared with nothing.

    Raises
    ------
    TableError
        When the file cannot be read as a table, or a mapped column is not in it.
    """
    rows = read_rows(path, sheet=sheet)
    present = set(rows[0][1]) if rows else set()
    absent = [column for column in (columns or {}).values() if rows and column not in present]
    if absent:
        raise TableError(f"{path}: no column {absent[0]!r}; it has {', '.join(sorted(present))}.")
    needed = ("indicator", "value", "source")
    return import_rows(rows, _fact, columns=columns, constants=constants, needed=needed)


def save_facts(path: Path, facts: Iterable[Fact]) -> None:
    """
    Facts as a CSV table that ``load_facts`` reads back unchanged.

    Parameters
    ----------
    path
        Where to.
    facts
        What to write.
    """
    write_csv(path, FIELDS, (_row(fact) for fact in facts))


def _row(fact: Fact) -> dict[str, object]:
    value = fact.value if isinstance(fact.value, str) else number_text(fact.value)
    return {
        "indicator": fact.indicator, "geonameid": fact.place, "place": place(fact.place).name, "value": value,
        "unit": fact.unit, "as_of": fact.as_of, "boundary": fact.boundary, "source_class": fact.source_class,
        "source": fact.source, "source_url": fact.source_url, "doubt": fact.doubt, "note": fact.note,
        "rounding": number_text(fact.rounding) if fact.rounding else "",
    }  # fmt: skip


@cache
def shipped_facts() -> Facts:
    """
    The sourced facts about cities and regions of Kazakhstan and Uzbekistan that come with the atlas.

    Returns
    -------
    Facts
        With their conflicts: what the web says of Atyrau and Urgench disagrees, and both values are here.
    """
    found: list[Fact] = []
    for path in sorted((DATA / "facts").glob("*.csv")):
        imported = load_facts(path)
        if imported.errors:
            raise AtlasError(f"{path.name}: {imported.errors[0]}")
        found += imported.items
    return Facts(tuple(found))


GEONAMES = "GeoNames"


def people(geonameid: int) -> Fact | None:
    """
    How many people live in a place, with date and source: a shipped fact, else GeoNames' undated figure.

    Parameters
    ----------
    geonameid
        GeoNames id of a city, district, region or country.

    Returns
    -------
    Fact or None
        None where neither has a figure.

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    found = place(geonameid)
    boundary = cast("Boundary", found.level)
    first = shipped_facts().reading(geonameid, "population", boundary).first
    if first is not None:
        return first
    if not found.population:
        return None
    return Fact(
        "population", geonameid, float(found.population), "people", "", GEONAMES,
        "https://www.geonames.org/" if geonameid < OWN_IDS else "", boundary, source_class="encyclopedia",
    )  # fmt: skip
