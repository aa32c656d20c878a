"""
Build the known twin links that ship with the atlas from the public list of links: Wikidata's only (CC0).

``python scripts/build_links.py [LINKS.csv]`` writes ``src/egiz/atlas/data/twins/wikidata.npz``. The list
merges seven sources; a link is taken when one of its sources is a copy of Wikidata, and carries the year of
the newest such copy. Years of signing are left out: they come from a source under another licence.
"""

import csv
import os
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
from egiz.atlas._data import rows_of  # noqa: E402 - the path comes first
from egiz.atlas.links import DOUBTS  # noqa: E402 - see above

# The copies of Wikidata in the list, and the year in which each was made (its publisher's history).
COPIES = {"l3viathan_wikidata_2016": 2016, "rogorido_wikidata_eu": 2017}
FLAGS = {"name-ambig": "ambiguous", "name-coordconflict": "conflict", "near": "near"}
OUT = ROOT / "src" / "egiz" / "atlas" / "data" / "twins" / "wikidata.npz"


def list_of_links() -> Path:
    """The list named on the command line, or the one among the cases beside the checkout."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    cases = os.environ.get("EGIZ_CASES")
    return (Path(cases) if cases else ROOT.parent / "shared" / "cases") / "twins" / "links.csv"


def doubt_of(quality: str) -> int:
    """The number of the gravest flag on how the ends were placed."""
    flags = set(quality.split("|"))
    return next((DOUBTS.index(doubt) for flag, doubt in FLAGS.items() if flag in flags), 0)


def main() -> None:
    """Write the links, sorted by their ends; the first ends as steps, which pack well."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    with list_of_links().open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            years = [COPIES[source] for source in row["sources"].split("|") if source in COPIES]
            if years:
                a, b = sorted((int(row["gid_a"]), int(row["gid_b"])))
                found[a, b] = max(years), doubt_of(row["quality"])
    pairs = np.array(sorted(found), dtype=np.int64)
    rows_of(pairs.ravel())  # every end is a place of the atlas, or UnknownPlaceError
    years_, doubts = np.array([found[tuple(pair)] for pair in pairs.tolist()]).T
    np.savez_compressed(
        OUT,
        a=np.diff(pairs[:, 0], prepend=0).astype(np.int32),
        b=pairs[:, 1].astype(np.int32),
        year=years_.astype(np.uint16),
        doubt=doubts.astype(np.uint8),
    )
    size = OUT.stat().st_size / 1e3
    print(
        f"{len(pairs):,} links, {int((doubts > 0).sum()):,} with a doubtful end, {size:.0f} kB in {OUT.name}"
    )


if __name__ == "__main__":
    main()
