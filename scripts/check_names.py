"""One word for a thing: no identifier, module, message or address uses a name that docs/glossary.md gave up.

Prose (comments, docstrings, documentation) and JSON keys are free; migrations tell history and stay so.
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ("src/egiz", "tests", "scripts", "benchmarks")
# Given up wherever they stand in a name: make_firm, FirmForm, journey_id.
WORDS = {"commitment": "promise", "journey": "trip", "firm": "company"}
# Given up as whole names.
NAMES = {
    "told": "what it holds: progress, params, named …",
    "stating": "entering facts",
    "going": "attendance",
    "forgetting": "signals",
    "finding": "windows",
    "choosing": "selection",
    "chill": "cooling",
    "heat": "temperature",
    "spoiled": "infeasible",
    "hear": "receive",
    "News": "message",
    "Found": "what was found: a match, a comparison …",
}
MODULES = {
    *("shown", "stating", "told", "going", "forgetting", "finding", "choosing", "opening"),
    *("words", "wording", "phrases", "labels"),
}
IN_TEMPLATE = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|(?:class|id|data-[\w-]+|name)=\"([^\"]*)\"", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
IN_STYLE = re.compile(r"[.#][A-Za-z][\w-]*|--[\w-]+")
ADDRESS = re.compile(r"(?:re_)?path\(\s*r?\"([^\"]*)\"")


def parts(name: str) -> Iterator[str]:
    """Take a name apart at underscores, hyphens and capitals; a plural counts as its singular."""
    for piece in re.split(r"[_\W]+", re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)):
        word = piece.lower()
        yield word
        yield "journey" if word == "journeys" else word.removesuffix("s")


def wrong(name: str) -> str:
    """Return the given-up name that a name holds, if any."""
    if name in NAMES:
        return name
    return next((word for word in parts(name) if word in WORDS), "")


def names_of_python(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string
    for found in ADDRESS.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1]


def names_of_template(text: str) -> Iterator[tuple[int, str]]:
    for found in IN_TEMPLATE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        inside = found[1] or found[2]
        if inside is not None and re.match(r"\s*(?:block)?trans", inside):
            # The sentence of a translation is looked at in the catalogues, its variables here.
            inside = QUOTED.sub("", inside)
        for name in re.findall(r"[A-Za-z_][\w-]*", inside if inside is not None else found[3]):
            yield line, name


def names_of_style(text: str) -> Iterator[tuple[int, str]]:
    for found in IN_STYLE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[0].lstrip(".#-")


READERS = {".py": names_of_python, ".html": names_of_template, ".css": names_of_style, ".js": names_of_style}


def files() -> Iterator[Path]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            skipped = {"migrations", "vendor", "locale", "__pycache__"} & set(path.parts)
            if path.is_file() and path.suffix in READERS and not skipped:
                yield path


def complaints_of_code() -> Iterator[str]:
    for path in files():
        place = path.relative_to(ROOT).as_posix()
        if place == "scripts/check_names.py":
            continue
        stem = path.stem.removeprefix("test_").lstrip("_")
        module = stem if stem in MODULES else wrong(stem)
        if path.suffix == ".py" and module:
            yield f"{place}: a module is not called {stem!r}"
        for line, name in READERS[path.suffix](path.read_text(encoding="utf-8")):
            if word := wrong(name):
                yield f"{place}:{line}: {name}: {WORDS.get(word) or NAMES[word]}, not {word!r}"


def complaints_of_messages() -> Iterator[str]:
    pattern = re.compile(rf"\b({'|'.join(WORDS)})s?\b", re.IGNORECASE)
    path = next((ROOT / "src/egiz/desk/locale").glob("ru/LC_MESSAGES/django.po"))
    with path.open("rb") as file:
        for message in read_po(file):
            for text in (message.id,) if isinstance(message.id, str) else message.id:
                if found := pattern.search(text):
                    yield f"message {text!r}: {WORDS[found[1].lower()]}, not {found[0]!r}"


def main() -> None:
    lines = [*complaints_of_code(), *complaints_of_messages()]
    for line in lines:
        print(line)
    sys.exit(f"{len(lines)} names to mend, see docs/glossary.md" if lines else 0)


if __name__ == "__main__":
    main()
