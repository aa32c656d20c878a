"""docs/settings.md says every variable that the code reads, and no other; with --write it is written anew."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from egiz.desk.variables import GROUPS, KNOWN

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "settings.md"
READ = re.compile(r"\bEGIZ_[A-Z]+(?:_[A-Z]+)*\b")
HEAD = """# Settings of a desk

Everything that differs between two desks comes from the environment: a file for the service manager
(`deploy/egiz.service` reads `/etc/egiz.env`), `compose.yaml`, or the shell. This page is made from the code
(`scripts/check_settings.py --write`), and `make check` sees to it that it is complete. `egiz doctor` says
what is wrong with the settings it finds.
"""


def page() -> str:
    parts = [HEAD]
    for title, variables in GROUPS.items():
        rows = "\n".join(f"| `{one.name}` | {one.meaning} | {one.without} |" for one in variables)
        parts.append(f"## {title}\n\n| variable | meaning | without it |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def main() -> None:
    """Compare code, list and page."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "egiz").rglob("*.py")
        if path.name != "variables.py"
    )
    used = set(READ.findall(code))
    problems = [
        f"{name} is read by the code but not listed in egiz/desk/variables.py" for name in used - KNOWN
    ]
    problems += [f"{name} is listed in egiz/desk/variables.py, but nothing reads it" for name in KNOWN - used]
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        problems.append("docs/settings.md is not what the code says: run scripts/check_settings.py --write")
    sys.exit("\n".join(sorted(problems)) or None)


if __name__ == "__main__":
    main()
