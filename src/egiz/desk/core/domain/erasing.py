"""Taking a person's name out of everything a desk keeps: every table, every file, every line of history.

A name is met in any script, with any ending, in either order, with initials, and as a surname alone. In a
text it is blotted out letter by letter, so that what points into the text (a quote, its place) stays right.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from egiz.desk.core.domain import index, removing
from egiz.desk.core.models import Attachment, Binned, Desk, DeskModel, SearchRow
from egiz.text import fold, open_tables

BLOT = "█"
LONGEST_ENDING = 4  # folded letters that a form of a name may have more than its stem
SHORTEST = 4  # folded letters of a surname that is looked for alone
PART = 500
_WORD = re.compile(r"[^\W\d_]+(?:[ʻʼ'`‘’´-][^\W\d_]+)*")
_PATRONYMIC = re.compile("(?:vic|vna|kizi|uli|ogli|ugli)$")
_SURNAME = re.compile("(?:[oe]va?|ina?|skii?|skaia|aia|bekov|baev|ko|enko|iants?|ev|ov)$")
_ENDING = re.compile("(?:aia|oi|ii|a|i|u|e)$")


@dataclass
class Erased:
    """What was blotted out or removed, counted by kind."""

    rows: Counter[str] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)


class Name:
    """A person's name as it may stand in a text."""

    def __init__(self, spellings: Iterable[str], literal: Iterable[str] = (), *, alone: bool = True) -> None:
        self.literal = [text.casefold() for text in literal if text and len(text) > SHORTEST]
        self.surnames: set[str] = set()
        self.others: set[str] = set()
        for spelling in spellings:
            words = [fold(word) for word in _WORD.findall(spelling)]
            words = [word for word in words if word]
            if words:
                surname = _surname_of(words)
                self.surnames.add(_stem(surname))
                self.others.update(_stem(word) for word in words if word != surname)
        self.alone = {name for name in self.surnames if alone and len(name) >= SHORTEST}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the name stands in a text."""
        low = text.casefold()
        found = [
            (at.start(), at.end())
            for literal in self.literal
            for at in re.finditer(re.escape(literal), low)
            if len(low) == len(text)
        ]
        words = [(at.start(), at.end(), fold(at[0]), at[0]) for at in _WORD.finditer(text)]
        for number, (start, end, key, _word) in enumerate(words):
            if not _is_form(key, self.surnames):
                continue
            around = self._around(words, number, text)
            if around or _is_form(key, self.alone):
                found += [(start, end), *around]
        return sorted(set(found))

    def _around(
        self, words: list[tuple[int, int, str, str]], number: int, text: str
    ) -> list[tuple[int, int]]:
        """Return the given names, patronymics and initials that stand beside a surname."""
        found = []
        for step in (-1, 1):
            place, edge = number, words[number]
            for _more in range(3):
                place += step
                if not 0 <= place < len(words):
                    break
                start, end, key, word = words[place]
                between = text[end : edge[0]] if step < 0 else text[edge[1] : start]
                if between.strip(" .\u00a0\t\n,") or not (
                    _is_form(key, self.others) or self._is_initial(word)
                ):
                    break
                found.append((start, end))
                edge = words[place]
        return found

    def _is_initial(self, word: str) -> bool:
        return (
            len(word) == 1
            and word.isupper()
            and any(o.startswith(fold(word)) for o in self.others if fold(word))
        )

    def blotted(self, text: str) -> str:
        """Return the text without the name; what was nothing but the name is empty."""
        spans = self.spans(text)
        if not spans:
            return text
        letters = list(text)
        for start, end in spans:
            letters[start:end] = [sign if sign.isspace() else BLOT for sign in text[start:end]]
        made = "".join(letters)
        return "" if not made.strip(f"{BLOT} .,;") else made

    def in_json(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.blotted(value)
        if isinstance(value, list):
            return [self.in_json(one) for one in value]
        if isinstance(value, dict):
            return {self.blotted(key): self.in_json(one) for key, one in value.items()}
        return value


def _stem(key: str) -> str:
    shorter = _ENDING.sub("", key)
    return shorter if len(shorter) >= SHORTEST else key


def _is_form(key: str, stems: Iterable[str]) -> bool:
    return any(key.startswith(stem) and len(key) - len(stem) <= LONGEST_ENDING for stem in stems)


def _surname_of(words: list[str]) -> str:
    """Say which word is the surname: by its ending, otherwise the last that is no patronymic."""
    plain = [word for word in words if not _PATRONYMIC.search(word)] or words
    return next((word for word in plain if _SURNAME.search(word)), plain[-1])


@transaction.atomic
def erase(desk: Desk, name: Name) -> Erased:
    """Take a name out of every table and file of a desk."""
    erased = Erased()
    _empty_bin(desk, name, erased)
    _remove_files(desk, name, erased)
    for model in tables():
        count = _clean(model, desk, name)
        if count:
            erased.rows[str(model._meta.verbose_name_plural)] += count  # noqa: SLF001 - Django's public way
    return erased


def tables() -> Iterator[type[models.Model]]:
    """List every kind of record a desk has, its search index left out: that is made from the others."""
    for model in apps.get_models():
        if issubclass(model, DeskModel) and model is not SearchRow:
            yield model


def _clean(model: type[models.Model], desk: Desk, name: Name) -> int:
    columns = [column for column in model._meta.concrete_fields if _holds_text(column)]  # noqa: SLF001
    if not columns:
        return 0
    rows = model._base_manager.filter(desk=desk)  # noqa: SLF001 - all states
    changed = [row for row in rows.iterator(chunk_size=PART) if _clean_row(row, columns, name)]
    names = [column.name for column in columns]
    for start in range(0, len(changed), PART):
        model._base_manager.bulk_update(changed[start : start + PART], names)  # noqa: SLF001
    index.put(changed)
    return len(changed)


def _holds_text(column: Any) -> bool:
    text = isinstance(column, models.CharField | models.TextField | models.JSONField)
    return text and not column.choices and not isinstance(column, models.FileField)


def _clean_row(row: models.Model, columns: list[Any], name: Name) -> bool:
    changed = False
    for column in columns:
        value = getattr(row, column.attname)
        new = name.in_json(value)
        if new != value:
            setattr(row, column.attname, new or ("" if isinstance(value, str) else value.__class__()))
            changed = True
    return changed


def _empty_bin(desk: Desk, name: Name, erased: Erased) -> None:
    """Delete for good what lies in the bin under that name alone: a card; other things there are blotted."""
    rows = Binned.objects.filter(desk=desk).only("title")
    gone = [row.pk for row in rows.iterator(chunk_size=PART) if row.title and not name.blotted(row.title)]
    if gone:
        removing.erase(Binned.objects.filter(pk__in=gone))
        erased.rows[str(Binned._meta.verbose_name_plural)] += len(gone)  # noqa: SLF001 - Django's public way


def _remove_files(desk: Desk, name: Name, erased: Erased) -> None:
    """Remove the kept files that name the person; what was read out of them stays, blotted."""
    for kept in Attachment.objects.filter(desk=desk).iterator(chunk_size=50):
        if name.spans(kept.name) or any(name.spans(text) for text in texts_of(kept)):
            erased.files.append(kept.name)
            kept.file.delete(save=False)
            kept.delete()


def texts_of(kept: Attachment) -> Iterator[str]:
    """Give what a kept file says, as far as it can be read; a picture says nothing."""
    import tempfile  # noqa: PLC0415 - beside its only use
    from pathlib import Path, PurePath  # noqa: PLC0415 - as above

    from egiz import minutes  # noqa: PLC0415 - the reader loads when a file is looked into

    with kept.file.open("rb") as stored:
        content = stored.read()
    yield content.decode("utf-8", errors="ignore")
    ending = PurePath(kept.name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        path.write_bytes(content)
        try:
            if ending == ".xlsx":
                yield _cells(content, kept.name)
            elif ending in {".docx", ".pdf"}:
                yield minutes.load(path)
        except (ValueError, OSError, KeyError):
            return


def _cells(content: bytes, name: str) -> str:
    tables = open_tables(content, name=name)
    rows = (row for sheet in tables.sheets for _number, row in tables.rows(sheet))
    return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)
