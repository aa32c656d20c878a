"""Nothing in src is written that nobody uses: no code, template, door, test or page of the documentation.

    python scripts/check_dead.py

vulture looks through the code; what it holds for unused counts only when its name stands nowhere else either.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture.core import Item, Vulture

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"\w+")
BY_NAME = {
    "apps.py",
    "settings.py",
    "tasks.py",
    "foreign_translations.py",
}  # what Django and gettext find in them
# Called by a framework through the decorator that stands above them.
DECORATORS = [
    "@*.command*",
    "@*.callback*",
    "@*.filter*",
    "@*_tag*",
    "@*.get",
    "@*.post",
    "@*.put",
    "@*.patch",
    "@*.delete",
]
DECORATORS += ["@*.register*", "@register*", "@receiver*"]
# Named by Django, ninja, allauth, typer, OR-Tools or http.client, not by us.
FRAMEWORK = [
    "Meta",
    "Command",
    "add_arguments",
    "clean_*",
    "get_*",
    "parse_body",
    "has_*",
    "process_*",
    "prepare_value",
    "create_superuser",
    "formfield_*",
]
FRAMEWORK += [
    "is_open_for_signup",
    "label_from_instance",
    "valid_value",
    "validate_unique",
    "value_from_datadict",
    "on_solution_callback",
    "makefile",
    "readinto",
    "redirect_request",
    "list_commands",
    "format_commands",
]
IN_TEXT = ("migrations/*.py", "*.html", "*.pyi", "*.md", "*.txt", "*.typ", "*.js", "*.json", "*.toml")


def words_elsewhere() -> set[str]:
    """Every word of templates, doors, settings and documentation."""
    found: set[str] = set()
    for folder in ("src", "docs"):
        for pattern in IN_TEXT:
            for path in (ROOT / folder).rglob(pattern):
                found |= set(WORD.findall(path.read_text(encoding="utf-8")))
    return found


def words_in_strings() -> set[str]:
    """The words of quoted names, by which Django and importlib find things."""
    quoted = re.compile(r"\"([\w.:]+)\"|'([\w.:]+)'")
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    return {word for text in texts for pair in quoted.findall(text) for word in WORD.findall("".join(pair))}


def dead() -> Iterator[str]:
    """A line for each thing that nobody uses."""
    vulture = Vulture(ignore_names=FRAMEWORK, ignore_decorators=DECORATORS)
    vulture.scavenge(
        [str(ROOT / folder) for folder in ("src", "tests", "benchmarks", "scripts")], ["*/migrations/*"]
    )
    used = words_elsewhere() | words_in_strings()
    for item in vulture.get_unused_code(min_confidence=60):
        path = item.filename.relative_to(ROOT)
        if path.parts[0] == "src" and path.name not in BY_NAME and item.name not in used and counts(item):
            yield f"{path}:{item.first_lineno}: nobody uses the {item.typ} {item.name}"


def counts(item: Item) -> bool:
    """Whether its reader must stand in the code: not so for fields, which whoever takes a result reads."""
    if item.typ not in {"attribute", "variable"}:
        return item.typ != "import" and not item.name.startswith("__")  # ruff looks after imports
    line = item.filename.read_text(encoding="utf-8").splitlines()[item.first_lineno - 1]
    return item.name.isupper() and line.startswith(item.name)


def main() -> None:
    """Print what is dead and fail, or say nothing."""
    sys.exit("\n".join(dead()) or None)


if __name__ == "__main__":
    main()
