"""The migrations lead to the tables that the models describe; other tests make theirs from the models."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.desk.conftest import on_a_file

FIRST_START = "from egiz.desk.launch import prepare; prepare.start_django(); assert prepare.migrate()"


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def run(folder, *command):
    """Run Python on a desk's folder of its own; return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EGIZ_")}
    kept |= {"EGIZ_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "egiz.desk.settings"}
    done = subprocess.run(
        [sys.executable, *command], env=kept, cwd=folder, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def made_by(folder, *command):
    """Every table's columns, indexes and keys, what else there is, and the migrations that count as done."""
    folder.mkdir()
    run(folder, *command)
    with sqlite3.connect(folder / "egiz.sqlite3") as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        pragmas = ("table_info", "index_list", "foreign_key_list")
        # The first column of each is a number in the order of making.
        tables = {
            (name, pragma): {row[1:] for row in database.execute(f'PRAGMA {pragma}("{name}")')}
            for name in names
            for pragma in pragmas
        }
        others = set(database.execute("SELECT type, name FROM sqlite_master WHERE type <> 'table'"))
        done = set(database.execute("SELECT app, name FROM django_migrations"))
    return tables, others, done


@on_a_file
def test_a_first_start_makes_what_the_migrations_make(tmp_path):
    step_by_step = made_by(tmp_path / "steps", "-m", "django", "migrate", "-v0")
    at_once = made_by(tmp_path / "once", "-c", FIRST_START)
    assert at_once == step_by_step
    assert not (tmp_path / "once" / "egiz.sqlite3.new").exists()


@on_a_file
def test_a_first_start_that_is_broken_off_leaves_nothing(tmp_path):
    broken = (
        "from egiz.desk.launch import prepare; from django.db import connection; prepare.start_django()\n"
        "prepare.MigrationLoader = None\n"  # the last step, when all tables are there
        "try: prepare.migrate()\n"
        "except TypeError: print(connection.introspection.table_names())"
    )
    assert run(tmp_path, "-c", broken).strip() == "[]"
    run(tmp_path, "-c", FIRST_START)
