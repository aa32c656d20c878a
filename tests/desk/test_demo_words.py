"""`egiz demo` speaks the reader's language."""

import datetime as dt

import pytest
import typer
from rich.console import Console

from egiz.commands import _language
from egiz.desk.core.domain.setup import SAMPLE_DESK
from egiz.desk.launch import results
from egiz.desk.promises.models import Promise
from tests.desk.conftest import make_desk


@pytest.mark.parametrize(
    ("language", "heading", "day"),
    [
        ("ru", "Что обещано", "24 декабря 2026"),
        ("uz", "Nima vaʼda qilingan", "24-dekabr, 2026"),
        ("kk", "Не уәде етілді", "24 желтоқсан"),
        ("en", "What was promised", "24 December 2026"),
    ],
)
def test_the_tables_are_in_the_language_that_was_asked_for(db, capsys, monkeypatch, language, heading, day):
    monkeypatch.setattr(results, "console", Console(highlight=False, width=400))
    desk = make_desk(SAMPLE_DESK["slug"])
    Promise.objects.create(desk=desk, title="Send the list", quote="we send it", due_on=dt.date(2026, 12, 24))
    results.print_results(language)
    said = capsys.readouterr().out
    assert heading in said
    assert day in said
    assert ("Suggestions wait" in said) == (language == "en")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "kk_KZ.UTF-8", "LANG": "ru_RU.UTF-8"}, "kk"),
        ({}, "en"),
    ],
)
def test_a_verb_speaks_the_terminals_language_unless_asked_otherwise(monkeypatch, variables, language):
    for name in _language.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert _language.checked(None) == language
    assert _language.checked("uz") == "uz"
    with pytest.raises(typer.BadParameter, match="write one of ru, uz, kk, en"):
        _language.checked("fr")
