"""`egiz rank`, `egiz compare` as they are typed."""

import json

import typer
from typer.testing import CliRunner

from egiz.commands import twinning

app = typer.Typer()
twinning.register(app)
runner = CliRunner()


def test_rank_prints_one_json_document():
    result = runner.invoke(app, ["rank", "Atyrau", "--in", "UZ", "--among", "Nukus,Urgench", "--json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["city"]["geonameid"] == 610529
    assert {c["geonameid"] for c in document["candidates"]} == {601294, 1512473}


def test_rank_takes_weights_from_a_file(tmp_path):
    weights = tmp_path / "w.toml"
    weights.write_text('"sector:tourism" = 1\ndistance = 1\n', encoding="utf-8")
    result = runner.invoke(
        app, ["rank", "610529", "--in", "UZ", "--among", "Nukus,Urgench", "--weights", str(weights), "--json"]
    )
    assert json.loads(result.stdout)["candidates"][0]["geonameid"] == 1512473


def test_rank_prints_a_table_with_the_answer():
    result = runner.invoke(app, ["rank", "Atyrau", "--in", "UZ", "--among", "Nukus,Urgench"])
    assert result.exit_code == 0
    assert "Nukus is first" in result.stdout


def test_wrong_input_ends_with_one_and_says_what_would_be_right():
    result = runner.invoke(app, ["rank", "Atyrau", "--in", "XX"])
    assert result.exit_code == 1
    assert "ISO code such as UZ" in result.stderr


def test_a_bad_line_of_links_is_named(tmp_path):
    links = tmp_path / "links.csv"
    links.write_text("gid_a,gid_b\n610611,601294\n610611,Nukus\n", encoding="utf-8")
    result = runner.invoke(app, ["rank", "Atyrau", "--in", "UZ", "--links", str(links)])
    assert result.exit_code == 1
    assert "line 3, gid_b" in result.stderr


def test_compare_writes_the_dossier(tmp_path):
    pdf = tmp_path / "out.pdf"
    result = runner.invoke(app, ["compare", "Atyrau", "Nukus", "Urgench", "--pdf", str(pdf), "--lang", "uz"])
    assert result.exit_code == 0, result.output
    assert pdf.read_bytes().startswith(b"%PDF")


def test_compare_refuses_a_city_alone():
    result = runner.invoke(app, ["compare", "Atyrau"])
    assert result.exit_code == 1
    assert "at least one candidate" in result.stderr
