"""Files of Wikidata: a dump read line by line, saved answers, and a read that was stopped."""

import gzip
import json

import pytest

from egiz.atlas import AtlasError
from egiz.atlas.sources import wikidata_files
from egiz.atlas.sources.wikidata_files import import_files

AKTOBE, NUKUS, ATYRAU, RADOM, DAUGAVPILS = 610611, 601294, 610529, 760778, 460413


def snak(value):
    return {"snaktype": "value", "datavalue": {"value": value}}


def moment(text, precision):
    return [snak({"time": f"+{text}T00:00:00Z", "precision": precision})]


def entity(name, geonameid=None, twins=()):
    claims = {"P31": []}
    if geonameid:
        claims["P1566"] = [{"mainsnak": snak(str(geonameid)), "rank": "normal"}]
    if twins:
        claims["P190"] = [
            {"mainsnak": snak({"id": other}), "rank": rank, "qualifiers": qualifiers}
            for other, rank, qualifiers in twins
        ]
    return json.dumps({"id": name, "claims": claims}, separators=(",", ":"))


DUMP = "\n".join(
    [
        "[",
        entity("Q1", DAUGAVPILS, [("Q2", "normal", {"P580": moment("1993-05-04", 11)}),
                                  ("Q3", "deprecated", {}), ("Q9", "normal", {})]) + ",",
        entity("Q2", RADOM) + ",",
        entity("Q3", ATYRAU) + ",",
        entity("Q4", AKTOBE, [("Q5", "normal", {"P582": moment("2020-00-00", 9)})]) + ",",
        entity("Q6", 1) + ",",
        entity("Q5", NUKUS),
        "]",
    ]
)  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_a_dump_gives_links_with_their_qualifiers(tmp_path, packed):
    path = tmp_path / ("dump.json.gz" if packed else "dump.json")
    path.write_bytes(gzip.compress(DUMP.encode()) if packed else DUMP.encode())
    pulled = import_files([path], tmp_path / "state", recorded="2026-11-02")
    by_pair = {link.pair: link for link in pulled.items}
    assert set(by_pair) == {(DAUGAVPILS, RADOM), (NUKUS, AKTOBE)}
    radom = by_pair[DAUGAVPILS, RADOM]
    assert (radom.status, radom.since, radom.recorded) == ("existing", "1993-05-04", "2026-11-02")
    assert radom.source_url == "https://www.wikidata.org/wiki/Q1"
    assert (by_pair[NUKUS, AKTOBE].status, by_pair[NUKUS, AKTOBE].until) == ("ended", "2020")


def test_a_read_that_was_stopped_goes_on_where_it_was(tmp_path, monkeypatch):
    path = tmp_path / "dump.json"
    path.write_text(DUMP, encoding="utf-8")
    monkeypatch.setattr(wikidata_files, "SAVE_EVERY", 2)

    def stop(_file, lines):
        if lines >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files([path], tmp_path / "state", progress=stop)
    read_again = []
    keep = wikidata_files._keep
    monkeypatch.setattr(wikidata_files, "_keep", lambda *a: (read_again.append(a[0]), keep(*a)))
    pulled = import_files([path], tmp_path / "state")
    assert len(pulled.items) == 2
    assert len(read_again) == 4  # of eight lines the first four were read before


def test_a_broken_line_is_named_and_the_others_are_kept(tmp_path):
    path = tmp_path / "dump.json"
    path.write_text(DUMP.replace("]\n", "]\n") + '\n{"P190": [broken\n', encoding="utf-8")
    pulled = import_files([path], tmp_path / "state")
    assert len(pulled.items) == 2
    assert [problem.where for problem in pulled.problems] == ["dump.json, line 9"]


def test_a_saved_answer_of_the_query_page_is_read_too(tmp_path):
    cells = {"a": "http://www.wikidata.org/entity/Q1", "aid": str(AKTOBE), "b": "x/Q5", "bid": str(NUKUS)}
    row = {name: {"type": "literal", "value": value} for name, value in cells.items()}
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"head": {"vars": []}, "results": {"bindings": [row]}}), encoding="utf-8")
    assert [link.pair for link in import_files([path], tmp_path / "state").items] == [(NUKUS, AKTOBE)]


def test_half_an_answer_is_refused(tmp_path):
    path = tmp_path / "page.json"
    path.write_text('{"head": {"vars": []}, "results": {"bindings": [', encoding="utf-8")
    with pytest.raises(AtlasError, match="not a whole answer"):
        import_files([path], tmp_path / "state")
