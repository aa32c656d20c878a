"""Known items in another script: Uzbek Cyrillic for Latin labels, Kazakh in four Latin alphabets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.matching import tasks
from benchmarks.matching.tasks import Task

_UZ_PAIRS = (
    ("sh", "ш"), ("ch", "ч"), ("o'", "ў"), ("g'", "ғ"), ("yo", "ё"), ("yu", "ю"), ("ya", "я"), ("ye", "е"),
    ("ts", "ц"),
)  # fmt: skip
_UZ_LETTERS = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True))

_KK_BASE = dict(zip("абвгдезийклмнопрстуфхһыіэё", "abvgdeziiklmnoprstufhhyieo", strict=True))
_KK_REST = {
    "2021": "әä ғğ қq ңñ өö ұū үü жj чch шş щşş цts юıu яıa ъ ь ыy іi иi йi уu хh вv",
    "2018": "әá ғǵ қq ңń өó ұu үú жj чch шsh щshsh цts юıý яıa ъ ь ыy іi иı йı уý хh вv",
    "2017": "әa' ғg' қq ңn' өo' ұu үu' жj чc' шs' щs's' цts юi'y' яi'a ъ ь ыy іi иi' йi' уy' хh вv",
    "chat": "әa ғg қk ңn өo ұu үu жj чch шsh щsh цts юyu яya ъ ь ыy іi иi йi уu хh вv",
}


def uzbek_cyrillic(text: str) -> str:
    """Uzbek Latin as it is written in Cyrillic letters."""
    plain = re.sub("[ʻʼ’‘`]", "'", text.lower())
    for latin, cyrillic in _UZ_PAIRS:
        plain = plain.replace(latin, cyrillic)
    plain = re.sub(r"(^|[\s(\-])е", r"\1е", re.sub(r"(^|[\s(\-])e", r"\1э", plain))
    return "".join(_UZ_LETTERS.get(letter, "ъ" if letter == "'" else letter) for letter in plain)


def kazakh_latin(text: str, convention: str) -> str:
    """Kazakh Cyrillic in one of four Latin spellings."""
    table = {**_KK_BASE, **{part[0]: part[1:] for part in _KK_REST[convention].split(" ") if part}}
    return "".join(table.get(letter, letter) for letter in text.lower())


def known_items() -> Iterator[Task]:
    """Each label asked for in its other spelling."""
    labels = list(tasks.mxik()["class"].values())
    yield _same("Uzbek Cyrillic > Latin, known item", "uz", [uzbek_cyrillic(text) for text in labels], labels)
    chapters = list(tasks.hs_kk().values())
    for convention in _KK_REST:
        queries = [kazakh_latin(text, convention) for text in chapters]
        yield _same(f"Kazakh Latin {convention} > Cyrillic, known item", "kk", queries, chapters)


def _same(name: str, language: str, queries: list[str], documents: list[str]) -> Task:
    right = tuple(
        frozenset(at for at, text in enumerate(documents) if text == wanted) for wanted in documents
    )
    return Task(name, language, language, tuple(queries), tuple(documents), right, ("",) * len(queries))
