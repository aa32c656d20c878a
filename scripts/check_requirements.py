"""Every direct dependency stands in docs/dependencies.md with its size and its reason."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `([A-Za-z0-9._-]+)` \| [^|]*\d[^|]* \| [^|]{10,} \|", re.MULTILINE)


def main() -> None:
    """Print the rows that are missing or stale and fail, or say nothing."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = pyproject["project"]
    # What a wheel takes in is shipped as much as what it asks for.
    requirements = (
        pyproject["dependency-groups"]["models"]
        + project["dependencies"]
        + [item for items in project["optional-dependencies"].values() for item in items]
    )
    names = {re.split(r"[\[<>=~!; ]", item)[0].lower() for item in requirements}
    rows = {name.lower() for name in ROW.findall((ROOT / "docs" / "dependencies.md").read_text())}
    problems = [f"docs/dependencies.md has no row for {name}" for name in sorted(names - rows)]
    problems += [
        f"docs/dependencies.md names {name}, which is no dependency" for name in sorted(rows - names)
    ]
    sys.exit("\n".join(problems) or None)


if __name__ == "__main__":
    main()
