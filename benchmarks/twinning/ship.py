"""Make the model that ships with the package from all public links: `python -m benchmarks.twinning.ship`."""

from __future__ import annotations

import sys
import time

from benchmarks.twinning.protocol import links_file, read
from egiz.twinning import fit
from egiz.twinning.places import world
from egiz.twinning.ranker import MODEL_FILE


def main() -> None:
    """Fit on everything and write the parameters, without the links, beside the code."""
    if not links_file().exists():
        sys.exit(f"No links at {links_file()}; set EGIZ_CASES to the folder that holds twins/links.csv.")
    links, _ = read()
    started = time.perf_counter()
    ranker = fit([(int(a), int(b)) for a, b in world().ids[links]], seed=0)
    ranker.save(MODEL_FILE, links=False)
    size = MODEL_FILE.stat().st_size / 1e6
    print(f"{len(links):,} links, {time.perf_counter() - started:.0f} s, {size:.1f} MB in {MODEL_FILE.name}")


if __name__ == "__main__":
    main()
