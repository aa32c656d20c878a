"""No line of a template is longer than one can read.

120 characters, or 140 where an address or a sentence to translate stands in it that cannot be broken. The
form itself (one element or block tag a line, two spaces) is djangofmt's and djade's; this is what they leave.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "src" / "egiz" / "desk" / "templates"
READABLE = 120
UNBREAKABLE = 140
ADDRESS_OR_SENTENCE = re.compile(r"""\b(?:href|action|src|hx-\w+)=["']|\{% (?:block)?translate """)


def too_long(text: str) -> list[tuple[int, int]]:
    """Give the number and the length of each line that is too long."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        limit = UNBREAKABLE if ADDRESS_OR_SENTENCE.search(line) else READABLE
        if len(line) > limit:
            found.append((number, len(line)))
    return found


def main() -> None:
    """Name every line that is too long; fail when there is one."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(TEMPLATES.rglob("*.html"))
    problems = [
        f"{path}:{number}: {length} characters; at most {READABLE}, for addresses and sentences {UNBREAKABLE}"
        for path in paths
        for number, length in too_long(path.read_text(encoding="utf-8"))
    ]
    print(*problems or [f"{len(paths)} templates: every line can be read"], sep="\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
