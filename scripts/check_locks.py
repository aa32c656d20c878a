"""The locks are hashed, carry no address, and hold every dependency that pyproject.toml names."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def normalised(requirement: str) -> str:
    """The canonical name in a requirement such as `Django[argon2]>=5`."""
    match = NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match.group(1)).lower() if match else ""


def main() -> None:
    """Print what is wrong and fail, or say nothing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "run.txt": project["dependencies"],
        "server.txt": project["dependencies"] + extras["server"],
        "dev.txt": project["dependencies"] + [item for items in extras.values() for item in items],
    }
    problems = []
    for name, requirements in wanted.items():
        text = (ROOT / "requirements" / name).read_text()
        locked = {normalised(line) for line in text.splitlines() if "==" in line}
        problems += [
            f"requirements/{name} does not hold {item}: run `make lock`"
            for item in requirements
            if normalised(item) not in locked
        ]
        if "://" in text or "--hash=sha256:" not in text:
            problems.append(f"requirements/{name} must carry hashes and no address")
    problems += [f"{path.name} must not be committed" for path in ROOT.glob("*.lock")]
    sys.exit("\n".join(problems) or None)


if __name__ == "__main__":
    main()
