"""Where the published instances are."""

from __future__ import annotations

import csv
import os
from pathlib import Path


def cases() -> Path:
    """The folder of meeting cases: EGIZ_CASES, or ../shared/cases beside the repository."""
    root = os.environ.get("EGIZ_CASES")
    folder = Path(root) if root else Path(__file__).parents[3] / "shared" / "cases"
    folder /= "meetings"
    if not folder.is_dir():
        raise SystemExit(f"No cases at {folder}; set EGIZ_CASES to the folder that holds meetings/.")
    return folder


def optima() -> dict[str, str]:
    """Published fewest breaks under fairness 2 by instance; "-" for infeasible."""
    with (cases() / "published_optima.csv").open(newline="") as stream:
        return {row["file"]: row["optimum_breaks_d2"].strip() for row in csv.DictReader(stream)}
