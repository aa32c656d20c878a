"""What verbs print, in the language that is asked for or that the terminal speaks."""

import re

import click
import pytest
import typer
from typer.testing import CliRunner

from egiz.cli import app

# Whoever calls these runs a desk or feeds a program: what they print is names of files, counts and addresses.
OPERATORS = {"atlas", "twins", "cluster", "desk", "backup", "restore", "doctor", "serve", "manage"}
ASKED = {
    "place": ["place", "Nukus"],
    "window": ["window", "--between", "KZ,UZ", "--from", "2027-03-18", "--days", "6"],
    "events": ["events", "list", "--country", "UZ"],
    "route": ["route", "Atyrau", "Nukus", "--for", "bus", "--on", "2025-06-15", "--draws", "0"],
    "codes": ["codes", "find", "насосы", "--words-only"],
}
SAID = {
    "ru": {
        "place": "население", "window": "общие часы", "events": "мероприятие", "route": "с момента выезда",
        "codes": "Название",
    },
    "kk": {
        "place": "халқы", "window": "ортақ сағаттар", "events": "іс-шара", "route": "жолға шыққаннан",
        "codes": "Атауы",
    },
    "uz": {
        "place": "aholisi", "window": "umumiy soatlar", "events": "tadbir", "route": "yoʻlga chiqqandan",
        "codes": "Nomi",
    },
}  # fmt: skip
ENGLISH = re.compile(r"\b(the|of all|days|hours|works|status|where|leaving|unknown|sources|score)\b")


def commands(command, path, context):
    """Every verb without verbs of its own, with its path."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        yield from commands(found, (*path, name), click.Context(found, parent=context))


def test_every_verb_that_answers_a_question_takes_a_language():
    root = typer.main.get_command(app)
    without = {
        path
        for path, command in commands(root, (), click.Context(root))
        if path and path[0] not in OPERATORS and not any("--lang" in one.opts for one in command.params)
    }
    assert without == set()


@pytest.mark.parametrize("verb", ASKED)
@pytest.mark.parametrize("language", SAID)
def test_a_verb_answers_in_the_language_that_is_asked_for(verb, language):
    shown = CliRunner().invoke(app, [*ASKED[verb], "--lang", language])
    assert shown.exit_code == 0
    whole = " ".join(shown.stdout.split())
    assert re.search(SAID[language][verb], whole)
    # Names of sources and organisers stay as they are; headings and sentences are no longer English.
    assert not ENGLISH.search(" ".join(shown.stdout.splitlines()[:4]))


def test_a_verb_answers_in_the_language_of_the_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "kk_KZ.UTF-8")
    assert "ортақ сағаттар" in CliRunner().invoke(app, ASKED["window"]).stdout


@pytest.mark.parametrize("verb", ASKED)
def test_another_language_is_a_wrong_command_line(verb):
    refused = CliRunner().invoke(app, [*ASKED[verb], "--lang", "de"])
    assert refused.exit_code == 2
    assert "ru, uz, kk, en" in refused.stderr
