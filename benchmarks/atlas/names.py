"""
How many names are found: the collected ones by language and source, and names with a typo.

``python -m benchmarks.atlas.names``
"""

import csv
import random
from collections import Counter
from pathlib import Path

from egiz.atlas import find, place, resolve
from egiz.atlas._data import read_csv

NAMES = Path(__file__).resolve().parents[2] / "tests" / "atlas" / "names.csv"
SPELLINGS = NAMES.with_name("spellings.csv")
LETTERS = {False: "abcdefghijklmnopqrstuvwxyz", True: "абвгдежзийклмнопрстуфхцчшыэюя"}
STRANGERS = (
    "протокол",
    "меморандум",
    "Джумагалиева",
    "Турсынбеков",
    "Андашев",
    "логистика",
    "туризм",
    "встреча",
    "делегация",
    "kengash",
    "hokimlik",
    "tadbirkor",
    "bayonnoma",
    "кездесу",
    "кәсіпкер",
    "келісім",
    "хаттама",
    "Uzbekneftegaz",
    "Petrochem",
    "Казэнерго",
    "протоколдан",
    "соглашение",
    "тәжірибе",
    "мәселе",
    "hamkorlik",
    "yigʻilish",
    "компания",
    "предприниматели",
    "бизнес",
    "директор",
    "председатель",
)


def collected() -> None:
    rows = list(csv.DictReader(NAMES.read_text(encoding="utf-8").splitlines()))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        matches = find(row["name"])
        hit = bool(matches) and matches[0].place.geonameid == int(row["geonameid"])
        for group in ("all", f"language {row['lang']}", f"from {row['source']}"):
            total[group] += 1
            right[group] += hit
        if not hit:
            print(
                f"wrong: {row['name']} is {row['place']}, found {matches[0].place if matches else 'nothing'}"
            )
    for group, count in total.items():
        print(f"{group[:75]:77s} {right[group]:4d} of {count:4d}  {100 * right[group] / count:5.1f} %")


def inflected() -> None:
    """Forms as they stand in news and letters, each labelled before it was looked up for the first time."""
    for part in ("1", "2"):
        rows = [
            row
            for row in csv.DictReader(SPELLINGS.read_text(encoding="utf-8").splitlines())
            if row["part"] == part
        ]
        missed = [row["name"] for row in rows if not is_first(row["name"], int(row["geonameid"]))]
        share = 100 - 100 * len(missed) / len(rows)
        print(f"spellings, part {part}: {share:.1f} % of {len(rows)} at first place; not {', '.join(missed)}")


def is_first(name: str, geonameid: int) -> bool:
    """Whether a name finds its place before all others."""
    matches = find(name)
    return bool(matches) and matches[0].place.geonameid == geonameid


def typo(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    letter = chance.choice(LETTERS[name[at] > "\u0400"])
    return chance.choice((
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
    ))  # fmt: skip


def misspelt() -> None:
    chance = random.Random(5)
    found: Counter[str] = Counter()
    for row in read_csv("names.csv"):
        if place(int(row["geonameid"])).level != "city":
            continue
        for lang in ("ru", "kk", "uz", "en"):
            name = row[f"name_{lang}"]
            if len(name) < 5:
                continue
            for country in (None, place(int(row["geonameid"])).country):
                case = "with the country" if country else "anywhere"
                answer = resolve(typo(name, chance), country=country)
                right = answer.place is not None and answer.place.geonameid == int(row["geonameid"])
                found[f"{case}, all"] += 1
                found[f"{case}, right"] += right
                found[f"{case}, first to third"] += int(row["geonameid"]) in [
                    match.place.geonameid for match in answer.alternatives[:3]
                ]
                found[f"{case}, wrong without a warning"] += (
                    answer.place is not None and not right and not answer.ambiguous
                )
    for case in ("anywhere", "with the country"):
        total = found[f"{case}, all"]
        shares = ", ".join(
            f"{what} {100 * found[f'{case}, {what}'] / total:.1f} %"
            for what in ("right", "first to third", "wrong without a warning")
        )
        print(f"{total} names with one typo, looked up {case}: {shares}")


def main() -> None:
    collected()
    inflected()
    print()
    misspelt()
    for fuzzy in (True, False):
        taken = [word for word in STRANGERS if resolve(word, fuzzy=fuzzy).place is not None]
        how = "typos forgiven" if fuzzy else "typos not forgiven"
        print(
            f"{len(STRANGERS)} words that are no places, {how}: {len(taken)} taken for one {' '.join(taken)}"
        )


if __name__ == "__main__":
    main()
