"""Run the measurements that take seconds or a few minutes; name the ones that take longer.

python -m benchmarks            the short ones, one after another
python -m benchmarks --list     every command
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SHORT = (
    ("-m", "benchmarks.complexity"),
    ("-m", "benchmarks.install_size"),
    ("-m", "benchmarks.atlas.load"),
    ("-m", "benchmarks.atlas.names"),
    ("-m", "benchmarks.minutes.evaluate"),
    ("-m", "benchmarks.minutes.speed"),
    ("-m", "benchmarks.twinning.speed"),
    ("-m", "benchmarks.matching.crosslingual", "--quick"),
    ("-m", "benchmarks.matching.selection_speed"),
    ("benchmarks/calendars/merge_quality.py",),
    ("-m", "benchmarks.desk.pack"),
)
LONG = (
    ("benchmarks/meetings/published.py", "60"),
    ("benchmarks/meetings/large.py", "L250", "60", "X1000", "120"),
    ("benchmarks/meetings/hybrid.py", "3", "30"),
    ("-m", "benchmarks.twinning.quality", "--seeds", "1,2,3"),
    ("-m", "benchmarks.twinning.ablation", "--seed", "1", "--most", "1000"),
    ("-m", "benchmarks.matching.crosslingual"),
    ("-m", "benchmarks.matching.index_speed"),
    ("-m", "benchmarks.matching.selection_speed", "--large"),
    ("benchmarks/calendars/pull_speed.py",),
    ("benchmarks/calendars/fuzz.py",),
    ("-m", "benchmarks.desk.promises"),
    ("-m", "benchmarks.desk.pages", "shoot", "before", "--var", "var"),
    ("-m", "benchmarks.mutation"),
)


def main() -> None:
    """Run the short ones; fail if one of them cannot be run."""
    if "--list" in sys.argv:
        for command in (*SHORT, *LONG):
            print("python", *command)
        return
    failed = []
    for command in SHORT:
        print(f"\n== python {' '.join(command)}", flush=True)
        if subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode:
            failed.append(" ".join(command))
    print("\nThese take longer:", *(f"  python {' '.join(command)}" for command in LONG), sep="\n")
    sys.exit(f"Not measured: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
