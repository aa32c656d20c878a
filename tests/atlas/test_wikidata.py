"""Wikidata's query service, played by a server on this machine."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from egiz.atlas.sources import wikidata
from egiz.atlas.sources.errors import BrokenAnswerError, StatusError
from tests.atlas.loopback import reply

AKTOBE, NUKUS, ATYRAU, URGENCH = 610611, 601294, 610529, 1512473
ENTITY = "http://www.wikidata.org/entity/"


def row(**cells):
    return {
        name: {"type": "uri" if str(value).startswith("http") else "literal", "value": str(value)}
        for name, value in cells.items()
    }


def link(a, aid, b, bid, way="out", **more):
    cells = {"a": ENTITY + a, "aid": aid, "b": ENTITY + b, "way": way} | more
    return row(**(cells | ({"bid": bid} if bid else {})))


def sparql(*rows, cut=0):
    body = json.dumps({"head": {"vars": []}, "results": {"bindings": rows}}).encode()
    return reply(body[: len(body) - cut] if cut else body, content_type="application/sparql-results+json")


def test_links_come_from_both_directions_with_their_dates(server, client):
    server.script = [
        sparql(
            link("Q1", AKTOBE, "Q2", NUKUS, since="2017-09-16T00:00:00Z", sinceP="11"),
            link("Q1", AKTOBE, "Q2", NUKUS, way="in"),
            link("Q1", AKTOBE, "Q3", ATYRAU, way="in", since="2001-01-01T00:00:00Z", sinceP="9",
                 until="2010-05-01T00:00:00Z", untilP="10"),
        )
    ]  # fmt: skip
    pulled = wikidata.pull_links([AKTOBE], client, endpoint=server.url)
    assert pulled.problems == ()
    by_pair = {found.pair: found for found in pulled.items}
    nukus = by_pair[(NUKUS, AKTOBE)]
    assert (nukus.status, nukus.since, nukus.level) == ("existing", "2017-09-16", "city")
    assert nukus.note == "Stated on both pages."
    assert nukus.source_url == "https://www.wikidata.org/wiki/Q1"
    ended = by_pair[(ATYRAU, AKTOBE)]
    assert (ended.status, ended.since, ended.until) == ("ended", "2001", "2010-05")
    assert ended.note == "Stated on one page only."


def test_the_question_asks_for_both_directions_by_geonames_id(server, client):
    server.script = [sparql()]
    wikidata.pull_links([AKTOBE, NUKUS, AKTOBE], client, endpoint=server.url)
    path, headers = server.requests[0]
    query = parse_qs(urlsplit(path).query)["query"][0]
    assert f'VALUES ?aid {{ "{AKTOBE}" "{NUKUS}" }}' in query
    assert "ps:P190 ?b" in query
    assert "ps:P190 ?a" in query
    assert "P580" in query
    assert "P582" in query
    assert headers["accept"] == "application/sparql-results+json"


def test_partners_that_cannot_be_used_are_named_and_the_others_kept(server, client):
    server.script = [
        sparql(
            link("Q1", AKTOBE, "Q2", NUKUS),
            link("Q1", AKTOBE, "Q9", None, bLabel="Smallville"),
            link("Q1", AKTOBE, "Q8", 77777777),
            link("Q1", AKTOBE, "Q7", 453752),
            link("Q1", AKTOBE, "Q1", AKTOBE),
            {"a": {"type": "uri", "value": ENTITY + "Q1"}},
        )
    ]
    pulled = wikidata.pull_links([AKTOBE], client, endpoint=server.url)
    assert [found.pair for found in pulled.items] == [(NUKUS, AKTOBE)]
    texts = [str(problem) for problem in pulled.problems]
    assert len(texts) == 5
    assert "Q1 – Q9: Smallville has no GeoNames id on Wikidata" in texts
    assert any("77777777 is not in the atlas" in text for text in texts)
    assert any("a link holds between equals" in text for text in texts)
    assert any("not its own twin" in text for text in texts)


def test_regions_are_twinned_with_regions(server, client):
    server.script = [sparql(link("Q1", 609862, "Q2", 580491))]
    pulled = wikidata.pull_links([609862], client, endpoint=server.url)
    assert [found.level for found in pulled.items] == ["region"]


def test_populations_become_facts_with_date_and_page(server, client):
    cells = {"a": ENTITY + "Q5", "aid": ATYRAU}
    server.script = [
        sparql(
            row(**cells, value="306548", at="2021-10-01T00:00:00Z", atP="10"),
            row(**cells, value="404129", at="2024-01-01T00:00:00Z", atP="9"),
            row(**cells, value="404129", at="2024-01-01T00:00:00Z", atP="9"),
            row(**cells, value="355117"),
            row(**cells) | {"value": {"type": "bnode", "value": "t1"}},
        )
    ]
    pulled = wikidata.pull_populations([ATYRAU], client, endpoint=server.url)
    assert [(f.value, f.as_of) for f in pulled.items] == [
        (306548.0, "2021-10"),
        (404129.0, "2024"),
        (355117.0, ""),
    ]
    assert {f.source_class for f in pulled.items} == {"encyclopedia"}
    assert {f.source_url for f in pulled.items} == {"https://www.wikidata.org/wiki/Q5"}
    assert [str(problem) for problem in pulled.problems] == ["Q5: the population is stated as unknown"]


def test_throttling_is_waited_out(server, client, waits):
    server.script = [reply(status=429, retry_after="3"), sparql(link("Q1", AKTOBE, "Q2", NUKUS))]
    assert len(wikidata.pull_links([AKTOBE], client, endpoint=server.url).items) == 1
    assert waits == [3.0]


def test_half_an_answer_is_asked_for_again(server, client):
    whole = sparql(link("Q1", AKTOBE, "Q2", NUKUS))
    server.script = [sparql(link("Q1", AKTOBE, "Q2", NUKUS), cut=20), whole]
    assert len(wikidata.pull_links([AKTOBE], client, endpoint=server.url).items) == 1
    assert len(server.requests) == 2


def test_an_answer_that_stays_half_is_an_error(server, client):
    # The query service sends status 200 and breaks off with a Java trace when a question takes too long.
    server.script = [reply(b'{"results": {"bindings": [ SPARQL-QUERY: java.util.concurrent.TimeoutException')]
    with pytest.raises(BrokenAnswerError, match="not whole JSON"):
        wikidata.pull_links([AKTOBE], client, endpoint=server.url)
    server.script = [reply(b'{"boolean": true}')]
    with pytest.raises(BrokenAnswerError, match=r"SPARQL 1\.1 JSON"):
        wikidata.pull_links([AKTOBE], client, endpoint=server.url)


def test_one_failed_question_of_three_leaves_the_other_two(server, client):
    server.script = [
        sparql(link("Q1", AKTOBE, "Q2", NUKUS)),
        reply(status=400),
        sparql(link("Q3", URGENCH, "Q5", ATYRAU)),
    ]
    pulled = wikidata.pull_links([AKTOBE, NUKUS, URGENCH], client, endpoint=server.url, batch=1)
    assert [found.pair for found in pulled.items] == [(NUKUS, AKTOBE), (ATYRAU, URGENCH)]
    assert [str(problem) for problem in pulled.problems] == [
        f"places {NUKUS} … {NUKUS}: no answer (the source answered with status 400)"
    ]


def test_no_answer_at_all_is_an_error(server, client):
    server.script = [reply(status=403)]
    with pytest.raises(StatusError):
        wikidata.pull_links([AKTOBE], client, endpoint=server.url)
