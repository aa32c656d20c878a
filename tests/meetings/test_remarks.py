"""What is wrong with a mission's workbook is said in the reader's language, each kind of fault."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from egiz.cli import app
from egiz.commands._language import catalogue
from egiz.meetings.model.formats import remarks

PEOPLE = [
    ("Id", "Название", "Отсутствует", "Языки", "Не менее встреч", "Не более встреч", "Столица"),
    ("a", "Альфа", "четверг", "эльфийский", 5, 2, "x"),
    ("b", "Бета", "20.12.2026", "ru", "много", None, None),
    ("c", "Гамма", None, None, None, None, None),
    (None, "Гамма", None, None, None, None, None),
]
MEETINGS = [
    ("Id", "Участник 1", "Участник 2", "Стол", "После"),
    ("m1", "a", "b", "нет такого", "m9"),
    ("m1", "a", "c", None, None),
    ("m2", "Омега", "b", None, None),
    ("m3", "Гамма", "b", None, None),
]


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Миссия"
    for row in (("Даты", "09.12.2026"), ("Сессии", "10:00-12:00"), ("Длина слота, минут", 30), ("Фонтан", 1)):
        book.active.append(row)
    for title, rows in (("Участники", PEOPLE), ("Встречи", MEETINGS)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["ru", "kk", "uz"])
def test_every_fault_of_a_workbook_is_said_in_the_readers_language(tmp_path: Path, lang: str) -> None:
    said = CliRunner().invoke(app, ["schedule", str(_book(tmp_path / "m.xlsx")), "--lang", lang]).stderr
    english = CliRunner().invoke(app, ["schedule", str(tmp_path / "m.xlsx"), "--lang", "en"]).stderr
    lines, plain = said.splitlines()[1:], english.splitlines()[1:]
    assert len(lines) == len(plain) >= 9
    ours = re.compile(
        r"\b(row|setting|known|understood|participant|language|meeting|table|expected|slot of)\b"
    )
    assert [line for line in lines if ours.search(line)] == []
    assert all(ours.search(line) for line in plain)


@pytest.mark.parametrize(("pattern", "words"), remarks.SAID)
def test_a_remark_says_the_same_parts_in_every_language(pattern: str, words: str) -> None:
    parts = set(re.findall(r"%\((\w+)\)s", words))
    assert parts == set(re.compile(pattern).groupindex)
    for lang in ("ru", "kk", "uz"):
        translated = catalogue(lang).gettext(words)
        assert set(re.findall(r"%\((\w+)\)s", translated)) == parts
        assert translated != words
