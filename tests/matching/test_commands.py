from __future__ import annotations

import json

import openpyxl
import typer
from typer.testing import CliRunner

from egiz.commands import matching
from tests.matching.conftest import SAMPLE

LISTS = [str(SAMPLE / "firms_atyrau.xlsx"), str(SAMPLE / "firms_karakalpakstan.xlsx")]


def run(*arguments):
    app = typer.Typer()
    matching.register(app)
    return CliRunner().invoke(app, list(arguments))


def test_match_prints_the_promised_document():
    done = run("match", "--words-only", *LISTS, "--top", "3", "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert {"pairs", "selected"} <= set(found)
    assert {"a", "b", "score", "reasons"} <= set(found["pairs"][0])
    assert {"a_text", "b_text", "kind", "weight"} <= set(found["pairs"][0]["reasons"][0])


def test_match_writes_a_workbook_that_runs_no_formula(tmp_path):
    out = tmp_path / "out.xlsx"
    assert run("match", "--words-only", *LISTS, "--xlsx", str(out)).exit_code == 0
    sheets = openpyxl.load_workbook(out).worksheets
    assert [sheet.title for sheet in sheets] == ["Recommended", "All pairs"]
    assert sheets[0].max_row > 200


def test_a_wrong_file_ends_with_1_and_says_which():
    done = run("match", "--words-only", "none.xlsx", LISTS[1])
    assert done.exit_code == 1
    assert "none.xlsx: no such file" in done.stderr


def test_codes_find_prints_an_array():
    done = run("codes", "find", "--words-only", "уплотнения насосов", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0]["code"].startswith("28.13")


def test_codes_find_without_words_ends_with_1():
    assert run("codes", "find", "!!!").exit_code == 1
