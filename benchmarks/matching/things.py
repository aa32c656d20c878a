"""A thing, its parts and services on it; exceptions: pairs of public lists, labelled before they were run.

    python -m benchmarks.matching.things [--words-only] [--show]

The texts are other people's: labels of CPV in Russian and English, of activity lists in both, and of the
Uzbek product catalogue, named here by their codes. A need for a thing must be met better by it than by its
parts or by a service on it, and a need for the part or service better by that (each need and offer in either
language). An offer that excepts what is needed must not meet it, and what it does not except it must.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.matching import tasks
from egiz.matching import Profile
from egiz.matching.scoring import need_met
from egiz.matching.similarity import similarities
from egiz.text.sense import sense
from egiz.text.sense_store import SenseStore

THINGS = {
    "42122000-0": ("42124200-6", "50511000-0"),
    "34711500-9": ("34731700-7", "50212000-4", "60424120-3"),
    "34121000-1": ("50113000-0", "60172000-4"),
    "42414100-2": ("42419100-7", "50531400-0", "51511110-1", "45510000-5"),
    "42416100-6": ("42419510-4", "45313100-5", "50750000-7"),
    "31170000-8": ("31162000-9", "50532200-5", "51111300-6"),
    "31120000-3": ("31161000-2", "50532300-6", "51111200-5"),
    "44621200-1": ("50531100-7", "45331110-0"),
    "42123000-7": ("42124330-6", "50531300-9", "51134000-0"),
    "39100000-3": ("39157000-7", "50850000-8"),
    "30213000-5": ("30237100-0", "50321000-1", "51611000-8"),
    "34430000-0": ("34432000-4",),
    "34311000-0": ("34312000-7", "51140000-5"),
    "16700000-2": ("34390000-7",),
    "34731100-1": ("34731500-5", "50211210-2", "51146000-7"),
    "34510000-5": ("50241000-6",),
    "38421100-3": ("50411100-0",),
    "42122180-5": ("42124211-6",),
    "42122450-9": ("42124320-3",),
}
"""CPV: a thing, and its parts and the services on it."""

EXCEPTED = """
gced:10.12 gced:10.11 | nace:10.12 gced:10.11 | cpv.ru:15112000-6 gced:10.11 | cpv.en:15112000-6 gced:10.11
gced:01.12 gced:01.11 | nace:01.12 gced:01.11 | nace:01.12 nace:01.11 | gced:01.12 nace:01.11
nace:01.12 okved:01.11 | cpv.ru:03211300-6 gced:01.11 | cpv.en:03211300-6 nace:01.11 | gced:14.2 gced:14.1
nace:14.2 nace:14.1 | cpv.ru:18610000-8 gced:14.1 | nace:14.2 gced:14.1 | gced:14.1 gced:13.92
nace:14.1 nace:13.92 | nace:14.1 gced:13.92 | nace:10.31 okved:10.39.1 | gced:10.31 okved:10.39.1
cpv.ru:03212100-1 okved:10.39.1 | cpv.en:03212100-1 okved:10.39.1 | gced:11.07.1 okved:11.07.2
cpv.ru:15981000-8 okved:11.07.2 | cpv.en:15981000-8 okved:11.07.2 | cpv.en:44621220-7 nace:25.3
cpv.ru:44621220-7 nace:25.3 | cpv.en:34731100-1 nace:28.11 | cpv.ru:34731100-1 nace:28.11
cpv.en:30213000-5 nace:28.23 | cpv.ru:30213000-5 nace:28.23 | nace:45.1 nace:46 | gced:45.1 nace:46
nace:65.1 nace:64 | cpv.en:66510000-8 nace:64 | cpv.ru:66510000-8 nace:64 | gced:18.11 gced:18.12
nace:18.11 gced:18.12 | mxik:00304 mxik:00303 | cpv.ru:15211000-0 mxik:00303 | cpv.en:15211000-0 mxik:00303
mxik:01902 mxik:01901 | mxik:03003 mxik:03304 | mxik:03004 mxik:03304 | mxik:03401 mxik:03402
cpv.ru:33711900-6 mxik:03402 | cpv.en:33711900-6 mxik:03402 | mxik:03601 mxik:03602 | mxik:03604 mxik:03605
mxik:05508 mxik:05511 | cpv.ru:39100000-3 gced:16 | cpv.en:39100000-3 gced:16
cpv.ru:34311000-0 cpv.ru:34320000-6 | cpv.en:34311000-0 cpv.en:34320000-6
cpv.en:34311000-0 cpv.ru:34320000-6
cpv.ru:34312000-7 cpv.ru:34320000-6
"""
"""A need, and an offer that excepts it."""

LEFT_IN = """
nace:10.11 gced:10.11 | cpv.ru:15110000-2 gced:10.11 | cpv.en:15110000-2 gced:10.11
cpv.ru:15500000-3 okved:10.51
cpv.en:15500000-3 okved:10.51 | cpv.en:42110000-3 nace:28.11 | cpv.ru:42110000-3 nace:28.11
cpv.ru:03211000-3 gced:01.11
cpv.en:03211000-3 nace:01.11 | cpv.ru:03221000-6 okved:10.39.1 | cpv.en:03221000-6 okved:10.39.1
cpv.en:30100000-0 nace:28.23 | cpv.ru:30100000-0 nace:28.23 | mxik:00301 position:00301001
"""
"""A need, and an offer that excepts something else."""

MET, NOT_MET = 0.15, 0.05


def text(reference: str) -> str:
    """The label that a reference such as ``nace:10.12`` names."""
    name, code = reference.split(":")
    lists = {
        "gced": tasks.gced_ru,
        "okved": tasks.okved_ru,
        "nace": tasks.nace_en,
        "cpv.ru": lambda: {key: pair[0] for key, pair in tasks.cpv().items()},
        "cpv.en": lambda: {key: pair[1] for key, pair in tasks.cpv().items()},
        "mxik": lambda: tasks.mxik()["class"],
        "position": lambda: tasks.mxik()["position"],
    }
    return lists[name]()[code]


def met(need: str, offer: str, store: SenseStore | None) -> float:
    """How well an offer meets a need, each in a company of its own."""
    buyer, seller = Profile("b", "B", needs=(need,)), Profile("s", "S", offers=(offer,))
    return need_met(buyer, seller, similarities([buyer, seller], store)).value


def orders() -> Iterator[tuple[str, str, str]]:
    """A need, the offer that must come first, and the one that must come after it."""
    for mine in ("cpv.ru", "cpv.en"):
        for yours in ("cpv.ru", "cpv.en"):
            for thing, others in THINGS.items():
                for other in others:
                    yield text(f"{mine}:{thing}"), text(f"{yours}:{thing}"), text(f"{yours}:{other}")
                    yield text(f"{mine}:{other}"), text(f"{yours}:{other}"), text(f"{yours}:{thing}")


def pairs(written: str) -> list[tuple[str, str]]:
    """The texts of pairs of references."""
    found = (pair.split() for line in written.strip().splitlines() for pair in line.split("|"))
    return [(text(need), text(offer)) for need, offer in found]


def main() -> None:
    """Print how many hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words-only", action="store_true")
    parser.add_argument("--show", action="store_true", help="what fails")
    chosen = parser.parse_args()
    file = Path(tempfile.gettempdir()) / "egiz-benchmark-vectors.sqlite3"
    store = None if chosen.words_only else SenseStore(sense(), file)
    asked = list(orders())
    wrong = [row for row in asked if met(row[0], row[1], store) <= met(row[0], row[2], store)]
    out, left = pairs(EXCEPTED), pairs(LEFT_IN)
    let_in = [row for row in out if met(*row, store) >= NOT_MET]
    kept_out = [row for row in left if met(*row, store) < MET]
    print(f"thing, part, service in order: {len(asked) - len(wrong)} of {len(asked)}")
    print(f"what is excepted is not met:   {len(out) - len(let_in)} of {len(out)}")
    print(f"what is not excepted is met:   {len(left) - len(kept_out)} of {len(left)}")
    for row in (*wrong, *let_in, *kept_out) if chosen.show else ():
        print("  ", " | ".join(row))


if __name__ == "__main__":
    main()
