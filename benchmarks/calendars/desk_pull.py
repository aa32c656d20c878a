"""How long does a desk with 100,000 events take to ask its 500 sources? Over real HTTP on this machine.

Another process serves one iCalendar file for each source; the desk asks through its guarded client, writes
to SQLite and keeps its history as always. Only the pause of a second that the client keeps between two
requests to one host is left out, since here all the sources are one host. Seconds of the processor are those
of the desk's process, all threads together.

Run: python -m benchmarks.calendars.desk_pull [--events 100000] [--sources 500]
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import http.server
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def serve(bodies: dict[str, bytes], port: Any, conditional: Any) -> None:
    """Answer each path with its bytes, and with 304 where the copy at hand is the same."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            body = bodies.get(self.path)
            tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
            if body is None:
                self.send_response(404)
                body = b""
            elif conditional.value and self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                body = b""
            else:
                self.send_response(200)
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port.value = server.server_port
    server.serve_forever()


@contextmanager
def site(bodies: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    """Run the server in a process of its own, so that its work is not counted as the desk's."""
    port, conditional = multiprocessing.Value("i", 0), multiprocessing.Value("b", 1)
    process = multiprocessing.Process(target=serve, args=(bodies, port, conditional), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port.value}", conditional
    finally:
        process.terminate()


def bodies_of(sources: list[Any]) -> dict[str, bytes]:
    """Give each source's calendar as its organiser would publish it."""
    from egiz.calendars import event_from_json
    from egiz.calendars.publishing import to_ics
    from egiz.desk.events.models import Entry

    records: dict[int, list[Any]] = {source.pk: [] for source in sources}
    for pk, record in Entry.objects.order_by("pk").values_list("source_id", "record").iterator():
        records[pk].append(event_from_json(record))
    return {f"/{pk}.ics": to_ics(events, title=str(pk), now=NOW) for pk, events in records.items()}


def measured(label: str, sources: list[Any], now: dt.datetime) -> None:
    """Pull and print what it took."""
    from egiz.atlas.sources import Client
    from egiz.calendars.feeds import guarded_fetcher
    from egiz.desk.events.domain.pulling import pull_sources

    for source in sources:
        source.refresh_from_db()
    fetch = guarded_fetcher(Client(allow_private=True, pause=0))
    wall, spent = time.perf_counter(), time.process_time()
    results = pull_sources(sources, fetch=fetch, now=now)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    outcomes: dict[str, int] = {}
    for result in results:
        outcomes[result.outcome] = outcomes.get(result.outcome, 0) + 1
    for result in results:
        if result.outcome == "failed":
            raise SystemExit(f"{result.source.url}: {result.source.error_text}")
    print(f"{label:58} {spent:7.2f} s of processor {wall:7.2f} s of clock  {outcomes}", flush=True)


def run(events: int, count: int) -> None:
    """Seed a desk, pull its sources in every state they can be in."""
    from benchmarks.calendars.seed import seed

    from egiz.desk.core.models import Desk
    from egiz.desk.events.models import EventRecord, EventSource

    desk = Desk.objects.create(slug="many", name="Many events")
    from django_scopes import scope

    with scope(desk=desk):
        seed(desk, events=events, sources=count)
        sources = list(EventSource.objects.order_by("pk"))
        bodies = bodies_of(sources)
        fresh = to_new_source(bodies[f"/{sources[0].pk}.ics"])
        bodies["/new.ics"] = fresh
        with site(bodies) as (address, conditional):
            for source in sources:
                body = bodies[f"/{source.pk}.ics"]
                source.url, source.digest = f"{address}/{source.pk}.ics", hashlib.sha256(body).hexdigest()
                source.etag = f'"{source.digest[:16]}"'
            EventSource.objects.bulk_update(sources, ["url", "digest", "etag"])
            print(f"{EventRecord.objects.count():,} events from {len(sources)} sources")
            measured("unchanged, answered with 304, first pull of a day", sources, NOW)
            measured("unchanged, answered with 304, again that day", sources, NOW)
            conditional.value = 0
            measured("unchanged, sent again in full, next day", sources, NOW + DAY)
            EventSource.objects.filter(pk=sources[0].pk).update(digest="")
            measured("one source read and compared in full, nothing new in it", sources[:1], NOW + DAY)
            new = EventSource.objects.create(desk=desk, title="New", url=f"{address}/new.ics", is_draft=False)
            measured(f"one new source with {events // count} events, merged with all", [new], NOW)


def to_new_source(body: bytes) -> bytes:
    """Make another source's calendar of one: other numbers, other names, the same days and cities."""
    return body.replace(b"@made-up.example", b"@other.example").replace(b" forum", b" congress")


def main() -> None:
    """Make a desk of its own in a temporary folder and measure there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EGIZ_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        run(options.events, options.sources)


if __name__ == "__main__":
    main()
