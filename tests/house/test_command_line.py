"""The command line's front: its help is quick because no room is loaded for it."""

import importlib
import os
import shlex
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from egiz.cli import EXAMPLES, Rooms, app
from egiz.commands import VERBS

ROOMS = sorted({room for room, _line in VERBS.values()})


@pytest.mark.parametrize("room", ROOMS)
def test_each_verb_of_a_room_stands_in_the_help_and_in_no_other_room(room):
    own = typer.Typer()
    own.callback()(lambda: None)
    importlib.import_module(f"egiz.commands.{room}").register(own)
    assert set(typer.main.get_group(own).commands) == {verb for verb, (r, _l) in VERBS.items() if r == room}


def test_the_help_prints_one_line_for_each_verb_within_eighty_columns():
    shown = CliRunner().invoke(app, ["--help"]).stdout
    printed = shown.partition("Commands:\n")[2].partition("\n\nExamples:")[0].splitlines()
    assert [line.split(maxsplit=1) for line in printed] == [
        [verb, line] for verb, (_room, line) in VERBS.items()
    ]


def test_the_help_loads_no_room_and_nothing_that_draws():
    program = (
        "import sys\nfrom egiz.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted(n for n in sys.modules if n.startswith(('egiz.', 'rich.', 'numpy', 'django'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['egiz._compiled', 'egiz.cli', 'egiz.commands']"


def test_a_word_that_is_no_verb_is_a_wrong_command_line():
    answer = CliRunner().invoke(app, ["reed"])
    assert answer.exit_code == 2
    assert "No such command" in answer.output


def test_the_version_is_that_of_the_installed_package():
    from importlib.metadata import version

    assert CliRunner().invoke(app, ["--version"]).stdout == f"egiz {version('egiz')}\n"


@pytest.mark.parametrize("line", [line for line, _what in EXAMPLES])
def test_every_example_of_the_help_names_a_verb_and_options_that_there_are(line):
    program, verb, *words = shlex.split(line)
    command = Rooms().get_command(None, verb)
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    assert program == "egiz"
    assert {word for word in words if word.startswith("--")} <= options
    needed = {p.opts[0] for p in command.params if p.required and p.opts[0].startswith("--")}
    assert "--help" in words or needed <= set(words)


def test_the_shell_completes_verbs():
    asked = {"_EGIZ_COMPLETE": "complete_bash", "COMP_WORDS": "egiz sch", "COMP_CWORD": "1"}
    said = subprocess.run(
        [sys.executable, "-c", "from egiz.cli import app; app(args=[], prog_name='egiz')"],
        env={**os.environ, **asked}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.stdout.split() == ["schedule"]
