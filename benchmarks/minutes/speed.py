"""How long `egiz read` takes: loading the models, the sample report, a long and a repeated text.

python -m benchmarks.minutes.speed
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from egiz.minutes import read

SAMPLE = Path(__file__).parents[2] / "src" / "egiz" / "sample" / "atyrau" / "report.ru.txt"


def timed(label: str, text: str) -> None:
    """Read once and print the time."""
    started = time.perf_counter()
    report = read(text, date=dt.date(2026, 11, 20), lang="ru")
    seconds = time.perf_counter() - started
    print(f"{label:44} {len(text):9,} characters  {seconds:6.2f} s  {len(report.promises):3} promises")


def main() -> None:
    """Print the table."""
    sample = SAMPLE.read_text(encoding="utf-8")
    timed("first report (models and atlas are loaded)", sample)
    timed("the same again", sample)
    numbered = "\n".join(f"{sample.replace('Нукус', f'Нукус {number}')}" for number in range(20))
    timed("twenty reports with changes", numbered)
    timed("the sample repeated", (sample + "\n") * (1_000_000 // len(sample)))


if __name__ == "__main__":
    main()
