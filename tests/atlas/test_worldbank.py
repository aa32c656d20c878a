"""The World Bank's API, played by a server on this machine."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from egiz.atlas.sources import worldbank
from egiz.atlas.sources.errors import BrokenAnswerError, RequestError, StatusError
from tests.atlas.loopback import reply


def row(iso, date, value):
    return {
        "indicator": {"id": "SP.POP.TOTL", "value": "Population, total"},
        "country": {"id": iso, "value": iso},
        "countryiso3code": iso,
        "date": date,
        "value": value,
        "unit": "",
    }


def page(rows, number=1, pages=1):
    meta = {"page": number, "pages": pages, "per_page": 1000, "total": len(rows)}
    return reply(json.dumps([meta, rows]).encode(), content_type="application/json")


def test_values_become_facts_about_the_countries(server, client):
    server.script = [
        page([row("KZ", "2023", 20330104), row("UZ", "2023", 35652307), row("UZ", "2024", None)])
    ]
    pulled = worldbank.pull_indicator(
        ["KZ", "UZ"], "SP.POP.TOTL", client, years=(2023, 2024), endpoint=server.url
    )
    assert [(f.place, f.value, f.as_of, f.unit, f.boundary) for f in pulled.items] == [
        (1522867, 20330104.0, "2023", "people", "country"),
        (1512440, 35652307.0, "2023", "people", "country"),
    ]
    assert pulled.problems == ()
    path, _ = server.requests[0]
    assert urlsplit(path).path == "/country/kz;uz/indicator/SP.POP.TOTL"
    assert parse_qs(urlsplit(path).query)["date"] == ["2023:2024"]


def test_all_pages_are_read_and_a_missing_one_is_told(server, client):
    server.script = [
        page([row("KZ", "2023", 1)], 1, 3),
        reply(status=404),
        page([row("KZ", "2021", 3)], 3, 3),
    ]
    pulled = worldbank.pull_indicator(["KZ"], "SP.POP.TOTL", client, endpoint=server.url)
    assert [f.as_of for f in pulled.items] == ["2023", "2021"]
    assert [str(problem) for problem in pulled.problems] == [
        "page 2 of 3: no answer (the source answered with status 404)"
    ]


def test_rows_that_cannot_be_used_are_told_and_the_others_kept(server, client):
    server.script = [
        page([row("1W", "2023", 8e9), {"date": "2023"}, row("KZ", "20x3", 5), row("KZ", "2022", 19.6e6)])
    ]
    pulled = worldbank.pull_indicator(["KZ"], "SP.POP.TOTL", client, endpoint=server.url)
    assert [f.as_of for f in pulled.items] == ["2022"]
    assert len(pulled.problems) == 3


def test_an_unknown_indicator_keeps_its_code(server, client):
    server.script = [page([row("KZ", "2023", 12.5)])]
    pulled = worldbank.pull_indicator(["KZ"], "XX.YY.ZZ", client, endpoint=server.url)
    assert pulled.items[0].indicator == "xx.yy.zz"


def test_what_the_bank_refuses_is_told_in_its_words(server, client):
    message = [{"message": [{"id": "120", "key": "Invalid value", "value": "The indicator was not found."}]}]
    server.script = [reply(json.dumps(message).encode())]
    with pytest.raises(RequestError, match="the World Bank says: The indicator was not found"):
        worldbank.pull_indicator(["KZ"], "NO.SUCH", client, endpoint=server.url)


@pytest.mark.parametrize("body", [b"[]", b"{}", b'[{"page": 1}, []]', b"<html>maintenance</html>"])
def test_an_answer_in_another_form_is_an_error(server, client, body):
    server.script = [reply(body)]
    with pytest.raises(BrokenAnswerError):
        worldbank.pull_indicator(["KZ"], "SP.POP.TOTL", client, endpoint=server.url)


def test_an_empty_answer_is_no_error(server, client):
    server.script = [reply(json.dumps([{"page": 1, "pages": 0}, None]).encode())]
    assert worldbank.pull_indicator(["KZ"], "SP.POP.TOTL", client, endpoint=server.url).items == ()


def test_a_server_in_trouble_is_asked_again(server, client, waits):
    server.script = [reply(status=502), page([row("KZ", "2023", 1)])]
    assert len(worldbank.pull_indicator(["KZ"], "SP.POP.TOTL", client, endpoint=server.url).items) == 1
    server.script = [reply(status=502)]
    with pytest.raises(StatusError):
        worldbank.pull_indicator(["KZ"], "SP.POP.TOTL", client, endpoint=server.url)
    assert waits[0] == 1.0
