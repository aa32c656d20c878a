"""Cities, missions and sources over a cluster: the same as the engines give one by one."""

from __future__ import annotations

import http.server
import json
import threading
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from egiz import meetings
from egiz.cluster import ClusterError, pull_sources, rank_pairs, read_sources, schedule_folder
from egiz.twinning import UnknownPlaceError
from egiz.twinning.ranker import shipped, stream_pairs
from tests.meetings.test_formats import filled

NOW = datetime(2026, 11, 1, tzinfo=UTC)
# Atyrau and Nukus.
CITIES = (610529, 601294)


def test_pairs_of_cities_are_those_of_the_ranker_to_the_bit(pool, tmp_path):
    outcome = rank_pairs(pool, tmp_path / "out", cities=CITIES, top=5, block=1)
    rows = [
        row for part in outcome.written for row in pq.read_table(tmp_path / "out" / part.file).to_pylist()
    ]
    assert [tuple(row.values()) for row in rows] == [
        (city, rank, candidate, score)
        for city, candidates, scores in stream_pairs(shipped(), CITIES, top=5)
        for rank, (candidate, score) in enumerate(zip(candidates.tolist(), scores.tolist(), strict=True), 1)
    ]


def test_a_city_that_nobody_knows_is_named_before_anything_begins(pool, tmp_path):
    with pytest.raises(UnknownPlaceError, match="999999999"):
        rank_pairs(pool, tmp_path / "out", cities=(999999999,))
    assert not (tmp_path / "out").exists()


def test_missions_are_scheduled_as_one_by_one_and_a_broken_file_costs_itself(pool, tmp_path):
    folder = tmp_path / "missions"
    folder.mkdir()
    problem = meetings.load_problem(filled(folder / "a.xlsx"))
    (folder / "b.json").write_text(json.dumps(meetings.problem_to_document(problem)))
    (folder / "c.json").write_text('{"participants": [')
    (folder / "d.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    outcome = schedule_folder(pool, folder, tmp_path / "out", seconds=20)
    assert [part.name for part in outcome.written] == ["a.xlsx", "b.json"]
    assert sorted(outcome.failed) == ["c.json", "d.xlsx"]
    alone = meetings.solve(problem, limits=meetings.Limits(20, 1), seed=1)
    for part in outcome.written:
        document = json.loads((tmp_path / "out" / part.file).read_text())
        assert meetings.check(document, problem) == []
        assert {m["id"]: m["slot"] for m in document["meetings"]} == {m.id: m.slot for m in alone.meetings}
        assert document["status"] == "optimal"
        assert "seconds" not in document


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.pages.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args):
        pass


def calendar(number):
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{number}@example.org\r\nDTSTART;VALUE=DATE:202612{number % 28 + 1:02d}\r\n"
        f"SUMMARY:Fair {number}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.pages = {f"/{number}.ics": calendar(number) for number in range(120)}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_many_sources_are_pulled_and_the_bad_ones_say_why_in_their_place(pool, tmp_path, site):
    files = []
    for number in range(200, 260):
        files.append(tmp_path / f"{number}.ics")
        files[-1].write_bytes(calendar(number))
    listed = [f"http://127.0.0.1:{site.server_port}/{number}.ics" for number in range(121)]
    (tmp_path / "list.txt").write_text(
        "\n".join(["# ours", *listed, *map(str, files), "/no/such.ics", listed[0]])
    )
    sources = read_sources(tmp_path / "list.txt")
    assert len(sources) == 182
    out = tmp_path / "out"
    outcome = pull_sources(pool, sources, out, now=NOW, trusted=("127.0.0.1",), pause=0)
    found = [row for part in outcome.written for row in json.loads((out / part.file).read_text())]
    assert {row["source"] for row in found} == {record["url"] for record in sources}
    failed = {row["source"]: row["error"] for row in found if row["outcome"] == "failed"}
    assert set(failed) == {listed[120], "/no/such.ics"}
    assert "404" in failed[listed[120]]
    assert (outcome.rows, len(outcome.notes)) == (180, 2)
    # One site is one worker's: nobody is asked by two at once.
    assert max(len(json.loads((out / part.file).read_text())) for part in outcome.written) == 121


def test_an_address_inside_is_asked_only_where_its_host_is_trusted(pool, tmp_path, site):
    address = f"http://127.0.0.1:{site.server_port}/1.ics"
    outcome = pull_sources(pool, [{"url": address}], tmp_path / "out", now=NOW, pause=0)
    assert outcome.rows == 0
    assert "not an address of the open internet" in outcome.notes[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no source in it"),
        ("[1]", "entry 1 is no address"),
        ("[", "not a JSON array"),
        ('[{"key": 1}]', "entry 1"),
    ],
)
def test_a_list_of_sources_that_is_none_is_refused(tmp_path, text, message):
    (tmp_path / "list").write_text(text)
    with pytest.raises(ClusterError, match=message):
        read_sources(tmp_path / "list")


def test_a_folder_without_missions_says_what_it_looks_for(pool, tmp_path):
    with pytest.raises(ClusterError, match=r"no \.xlsx"):
        schedule_folder(pool, tmp_path, tmp_path / "out")
