"""The verbs of the command line, as a shell would call them."""

import json

import pytest
from typer.testing import CliRunner

from egiz.cli import app
from tests.atlas.loopback import reply
from tests.atlas.test_wikidata import AKTOBE, NUKUS, link, sparql
from tests.atlas.test_worldbank import page, row


@pytest.fixture
def run():
    runner = CliRunner()

    def call(*words):
        return runner.invoke(app, [str(word) for word in words])

    return call


def test_place_prints_the_document_of_the_contract(run):
    result = run("place", "Ургенч", "--json")
    assert result.exit_code == 0
    match = json.loads(result.stdout)["matches"][0]
    promised = {"geonameid", "name", "country", "level", "population", "lat", "lon", "score"}
    assert promised <= match.keys()
    assert (match["geonameid"], match["level"], match["country"]) == (1512473, "city", "UZ")


def test_place_keeps_to_a_country(run):
    result = run("place", "Samarkand", "--in", "kz", "--json")
    assert [m["geonameid"] for m in json.loads(result.stdout)["matches"]] == [1518262]


def test_place_shows_a_table_a_person_can_read(run):
    result = run("place", "Атырауская область")
    assert result.exit_code == 0
    assert "Atyrau Region" in result.stdout
    assert "609862" in result.stdout


@pytest.mark.parametrize(
    ("name", "says"), [("zzzzqqqwww", "No place is called"), ("…", "at least one letter")]
)
def test_an_unknown_name_is_exit_one_with_a_reason_on_standard_error(run, name, says):
    result = run("place", name)
    assert result.exit_code == 1
    assert says in result.stderr


def test_facts_of_atyrau_show_both_populations_and_warn(run):
    result = run("atlas", "facts", "Атырау")
    assert result.exit_code == 0
    assert "316,468" in result.stdout
    assert "404,129" in result.stdout
    assert "Conflict, population" in result.stdout
    assert "cannot be the city" in result.stdout
    document = json.loads(run("atlas", "facts", "Атырау", "--json").stdout)
    assert len(document["conflicts"]) == 4


def test_an_ambiguous_name_asks_for_an_id(run):
    result = run("atlas", "facts", "Асака")
    assert result.exit_code == 1
    assert "1513271 Asaka (UZ)" in result.stderr


def test_links_pulled_from_wikidata_are_written_as_a_table_that_reads_back(run, server, tmp_path):
    from egiz.atlas import load_links

    server.script = [sparql(link("Q1", AKTOBE, "Q2", NUKUS), link("Q1", AKTOBE, "Q9", None))]
    out = tmp_path / "links.csv"
    result = run(
        "atlas", "pull", "wikidata", "Актобе", "--out", out, "--endpoint", server.url, "--pause", 0,
        "--allow-private",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "1 rows" in result.stdout
    assert "Q9 has no GeoNames id on Wikidata" in result.stderr
    assert [x.pair for x in load_links(out).items] == [(NUKUS, AKTOBE)]


def test_a_source_that_refuses_is_exit_one(run, server):
    server.script = [reply(status=403)]
    result = run(
        "atlas", "pull", "wikidata", AKTOBE, "--endpoint", server.url, "--pause", 0, "--allow-private"
    )
    assert result.exit_code == 1
    assert "status 403" in result.stderr


def test_the_command_line_does_not_reach_the_own_machine_by_itself(run, server):
    server.script = [sparql()]
    result = run("atlas", "pull", "wikidata", AKTOBE, "--endpoint", server.url, "--pause", 0)
    assert result.exit_code == 1
    assert "not an address of the open internet" in result.stderr
    assert server.requests == []


def test_country_figures_come_as_json(run, server):
    server.script = [page([row("KZ", "2023", 20330104)])]
    result = run(
        "atlas", "pull", "worldbank", "--countries", "KZ", "--indicators", "SP.POP.TOTL",
        "--years", "2023:2023",
        "--endpoint", server.url, "--pause", 0, "--allow-private", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert [(item["value"], item["as_of"]) for item in document["items"]] == [(20330104.0, "2023")]


def test_a_table_with_a_bad_row_keeps_the_good_one_and_names_the_bad(run, tmp_path):
    table = tmp_path / "stat.csv"
    table.write_text("Город,Число\nНукус,334600\nНигде-такого-нет,5\n", encoding="utf-8")
    result = run(
        "atlas", "pull", "csv", table, "--column", "place=Город", "--column", "value=Число", "--set",
        "indicator=population", "--set", "source=office", "--set", "boundary=city", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert [item["place"] for item in json.loads(result.stdout)["items"]] == [601294]
    assert "row 3, Город" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("atlas", "pull", "worldbank", "--years", "soon"),
        ("atlas", "pull", "csv", "x.csv", "--set", "nonsense"),
        ("atlas", "pull"),
        ("place",),
    ],
)
def test_a_wrong_command_line_is_exit_two(run, words):
    assert run(*words).exit_code == 2
