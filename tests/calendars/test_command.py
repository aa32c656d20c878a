from __future__ import annotations

import csv
import io
import json

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from egiz.calendars import seed_events
from egiz.cli import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, ["events", *args])


def test_the_seed_is_listed_as_plain_objects_and_filtered(run):
    records = json.loads(run("list", "--sector", "tourism", "--json").stdout)
    assert {r["uid"].split("-")[0] for r in records} == {"titf", "lazgi"}
    fair = [r["status"] for r in records if r.get("series") == "titf"]
    assert fair == ["passed", "passed", "passed", "expected"]
    assert "expected" in run("list", "--country", "UZ").stdout


def test_files_are_pulled_merged_and_exported(run, tmp_path):
    (tmp_path / "a.csv").write_text(
        "name,date,city\nOil & Gas Uzbekistan,11–13 May 2027,Tashkent\n", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text(
        "название;дата;город\nНефть и газ Узбекистана;11–13 мая 2027;Ташкент\nБез даты;;Ташкент\n",
        encoding="utf-8",
    )
    pulled = run("pull", "a.csv", "b.csv", "--out", "events.json", "--json")
    assert pulled.exit_code == 0
    assert [len(r["events"]) for r in json.loads(pulled.stdout)] == [1, 1]
    assert [p["where"] for p in json.loads(pulled.stdout)[1]["problems"]] == ["row 3"]
    merged = json.loads(run("merge", "events.json", "--out", "merged.json", "--json").stdout)
    assert [len(item["members"]) for item in merged["events"]] == [2]
    assert {s["title"] for s in merged["events"][0]["event"]["sources"]} == {"a.csv", "b.csv"}
    assert run("export", "ics", "--file", "merged.json", "--out", "cal.ics", "--lang", "ru").exit_code == 0
    shown = Calendar.from_ical((tmp_path / "cal.ics").read_bytes()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in shown] == ["Нефть и газ Узбекистана"]


def test_what_a_person_rejected_is_not_merged(run, tmp_path):
    (tmp_path / "a.csv").write_text("uid,name,date\n1,Forum of Nukus,2027-05-11\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("uid,name,date\n2,Форум в Нукусе,2027-05-11\n", encoding="utf-8")
    run("pull", "a.csv", "b.csv", "--out", "e.json")
    (tmp_path / "d.json").write_text('{"different": [["2", "1"]]}', encoding="utf-8")
    assert json.loads(run("merge", "e.json", "--decisions", "d.json", "--json").stdout)["ask"] == []


@pytest.mark.parametrize("form", ["rss", "json", "csv", "jsonld", "ics"])
def test_every_form_is_written_to_standard_output(run, form):
    result = run("export", form, "--sector", "oil-gas")
    assert result.exit_code == 0
    assert "Oil & Gas Uzbekistan" in result.stdout.replace("&amp;", "&")


def test_the_table_for_spreadsheets_has_one_row_an_event(run):
    text = run("export", "csv").stdout.lstrip("\ufeff")
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(seed_events())


def test_an_export_as_json_is_the_array_that_a_list_prints(run):
    assert json.loads(run("export", "--json").stdout) == json.loads(run("list", "--json").stdout)


def test_wrong_input_and_a_wrong_command_line_have_their_own_codes(run, tmp_path):
    (tmp_path / "bad.json").write_text("[{}]", encoding="utf-8")
    bad = run("list", "--file", "bad.json")
    assert (bad.exit_code, "event 1" in bad.stderr) == (1, True)
    assert run("list", "--sector", "astrology").exit_code == 1
    assert run("export", "pdf").exit_code == 2
    assert run("pull", "nowhere.ics").exit_code == 1
    assert run("pull", "http://127.0.0.1:9/x.ics").exit_code == 1
