"""How many megabytes each direct dependency takes, with what only it brings along.

    python -m benchmarks.install_size

Sizes are those of the files that the installed distributions list, in this environment.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def canonical(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, Distribution]:
    """Distributions of this environment by canonical name."""
    return {canonical(item.metadata["Name"]): item for item in distributions()}


def megabytes(distribution: Distribution) -> float:
    """Size of a distribution's files on disk."""
    paths = (Path(str(distribution.locate_file(file))) for file in distribution.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def closure(requirements: set[str], known: dict[str, Distribution]) -> set[str]:
    """Canonical names of what `requirements` (such as `psycopg[binary]>=3`) install here."""
    seen: set[str] = set()
    todo = [Requirement(item) for item in requirements]
    while todo:
        requirement = todo.pop()
        name = canonical(requirement.name)
        key = f"{name}[{','.join(sorted(requirement.extras))}]"
        if name not in known or key in seen:
            continue
        seen.add(key)
        for needed in map(Requirement, known[name].requires or ()):
            extras = requirement.extras or {""}
            if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(needed)
    return {key.partition("[")[0] for key in seen}


def main() -> None:
    """Print one row a dependency, largest first, and the totals."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    known = installed()
    main_items = set(project["dependencies"])
    for group, items in {"main": main_items, **project["optional-dependencies"]}.items():
        base = set() if group == "main" else closure(main_items, known)
        rows = []
        for item in set(items):
            alone = closure({item}, known) - closure(set(items) - {item}, known) - base
            name = canonical(Requirement(item).name)
            rows.append((sum(megabytes(known[part]) for part in alone | {name}), name))
        for size, name in sorted(rows, reverse=True):
            print(f"{group:10} {name:28} {size:8.1f} MB")
        total = sum(megabytes(known[part]) for part in closure(set(items), known) - base)
        print(f"{group:10} {'all together':28} {total:8.1f} MB\n")


if __name__ == "__main__":
    main()
