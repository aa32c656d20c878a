import datetime as dt

import pytest
from django.utils import timezone

from egiz.desk.core.models import Job
from egiz.desk.events import tasks
from egiz.desk.events.domain import pulling
from egiz.desk.events.domain.sources import forget_drafts
from egiz.desk.events.models import Entry, EventRecord, EventSource
from tests.desk.events.conftest import FAIR, SHOW, ics

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def pull(source, fetch, now=NOW):
    source.refresh_from_db()
    return pulling.pull_sources([source], fetch=fetch, now=now)[0]


def test_a_pull_writes_each_entry_as_an_event_with_its_source_and_day(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW, FAIR)
    result = pull(make_source(site.url("/a")), fetch)
    assert (result.outcome, result.stored.new) == ("changed", 2)
    row = EventRecord.objects.get(uid="1")
    assert (str(row), row.first_day, row.country) == ("Oil & Gas Uzbekistan", dt.date(2027, 5, 11), "UZ")
    assert row.record["sources"] == [
        {"title": "Organiser", "url": site.url("/a"), "checked_on": "2026-11-22"}
    ]


def test_an_unchanged_source_writes_nothing_but_the_day_of_checking(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW)
    source = make_source(site.url("/a"))
    pull(source, fetch)
    before = EventRecord.objects.get()
    result = pull(source, fetch, NOW + DAY)
    after = EventRecord.objects.get()
    assert (result.outcome, after.checked_on) == ("unchanged", dt.date(2026, 11, 23))
    assert (after.record, after.updated_at) == (before.record, before.updated_at)


def test_a_moved_day_becomes_moved_with_the_former_day_and_a_higher_sequence(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW)
    source = make_source(site.url("/a"))
    pull(source, fetch)
    site.pages["/a"] = ics((*SHOW[:2], "20270525", SHOW[3]))
    pull(source, fetch, NOW + DAY)
    row = EventRecord.objects.get()
    assert (row.status, row.first_day) == ("moved", dt.date(2027, 5, 25))
    assert (row.record["previous_start"], row.record["sequence"]) == ("2027-05-11", 1)


def test_a_uid_used_again_for_the_next_year_keeps_the_edition_that_has_passed(site, fetch, make_source):
    site.pages["/a"] = ics((*SHOW[:2], "20260511", SHOW[3]))
    source = make_source(site.url("/a"))
    pull(source, fetch)
    site.pages["/a"] = ics(SHOW)
    pull(source, fetch, NOW + DAY)
    pull(source, fetch, NOW + 2 * DAY)
    days = [(row.first_day.year, row.status) for row in EventRecord.objects.order_by("first_day")]
    assert days == [(2026, "announced"), (2027, "announced")]


def test_what_a_source_no_longer_lists_stays_marked_and_comes_back_unmarked(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW, FAIR)
    source = make_source(site.url("/a"))
    pull(source, fetch)
    site.pages["/a"] = ics(FAIR)
    pull(source, fetch, NOW + DAY)
    assert EventRecord.objects.get(uid="1").gone_on == dt.date(2026, 11, 23)
    assert EventRecord.objects.get(uid="2").gone_on is None
    site.pages["/a"] = ics(SHOW, FAIR)
    pull(source, fetch, NOW + 2 * DAY)
    assert EventRecord.objects.get(uid="1").gone_on is None


def test_half_an_answer_keeps_its_good_rows_and_marks_nothing_as_gone(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW, FAIR)
    source = make_source(site.url("/a"))
    pull(source, fetch)
    site.pages["/a"] = ics(("3", "Energy Week", "20270701", "Tashkent"), tail="BEGIN:VEVENT\r\nUID:9\r\n")
    assert pull(source, fetch, NOW + DAY).stored.new == 1
    assert not EventRecord.objects.filter(gone_on__isnull=False).exists()
    source.refresh_from_db()
    assert source.problem_count


def test_one_source_that_fails_keeps_its_error_and_leaves_the_others_alone(site, fetch, make_source):
    site.pages["/good"] = ics(SHOW)
    site.pages["/bad"] = 500
    good, bad = make_source(site.url("/good")), make_source(site.url("/bad"))
    pulling.pull_sources([bad, good], fetch=fetch, now=NOW)
    bad.refresh_from_db()
    assert (bad.outcome, bad.error_code, bad.error_params["status"], bad.failures) == (
        "failed", "status", 500, 1,
    )  # fmt: skip
    assert EventRecord.objects.count() == 1


def test_a_source_that_breaks_our_own_code_does_not_stop_the_others(site, fetch, make_source):
    site.pages["/good"] = ics(SHOW)
    good, bad = make_source(site.url("/good")), make_source(site.url("/bad"))

    def faulty(url, **headers):
        if url.endswith("/bad"):
            raise RuntimeError("nobody thought of this")
        return fetch(url, **headers)

    outcomes = [p.outcome for p in pulling.pull_sources([bad, good], fetch=faulty, now=NOW)]
    bad.refresh_from_db()
    assert sorted(outcomes) == ["changed", "failed"]
    assert (bad.outcome, bad.error_code, bad.failures) == ("failed", "unreadable", 1)


def test_a_failed_pull_loses_nothing_and_a_later_good_one_clears_the_error(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW)
    source = make_source(site.url("/a"))
    pull(source, fetch)
    site.pages["/a"] = b"<html>Sign in</html>"
    pull(source, fetch, NOW + DAY)
    source.refresh_from_db()
    assert (source.error_code, EventRecord.objects.count()) == ("no-event-data", 1)
    assert pulling.raw_of(source) == b"<html>Sign in</html>"
    site.pages["/a"] = ics(SHOW)
    pull(source, fetch, NOW + 2 * DAY)
    source.refresh_from_db()
    assert (source.error_code, source.failures) == ("", 0)


def test_the_same_uid_of_two_sources_makes_two_uids(site, fetch, make_source):
    site.pages["/a"], site.pages["/b"] = ics(SHOW), ics(("1", "Milk Days", "20280303", "Almaty"))
    pulling.pull_sources([make_source(site.url("/a")), make_source(site.url("/b"))], fetch=fetch, now=NOW)
    assert EventRecord.objects.count() == 2
    assert Entry.objects.values("key").distinct().count() == 2


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, True),
        ({"pulled_at": NOW - dt.timedelta(hours=23)}, False),
        ({"pulled_at": NOW - dt.timedelta(hours=25)}, True),
        ({"pulled_at": NOW - dt.timedelta(hours=25), "failures": 1}, False),
        ({"pulled_at": NOW - dt.timedelta(hours=2), "schedule": "hourly"}, True),
        ({"schedule": "hand"}, False),
        ({"is_paused": True}, False),
        ({"is_draft": True}, False),
    ],
)
def test_a_source_is_due_by_its_schedule_and_later_after_failures(make_source, fields, due):
    source = make_source("https://example.org/cal.ics", **fields)
    assert pulling.due_sources(NOW) == ([source] if due else [])


def test_the_clock_starts_one_pull_for_all_due_sources_of_a_desk(desk, make_source, settings, unscoped):
    settings.JOBS_INLINE = False
    sources = [make_source(f"https://example.org/{n}.ics") for n in range(2)]
    tasks.pull_due(timezone.now())
    tasks.pull_due(timezone.now())
    job = Job.objects.get(kind="events.pull")
    assert job.payload["sources"] == [source.pk for source in sources]


def test_what_its_owner_marks_private_later_is_withdrawn_whole(site, fetch, make_source):
    site.pages["/a"] = ics(SHOW, FAIR)
    source = make_source(site.url("/a"))
    pull(source, fetch)
    site.pages["/a"] = ics(SHOW, FAIR).replace(b"UID:2\r\n", b"UID:2\r\nCLASS:PRIVATE\r\n")
    pull(source, fetch, NOW + DAY)
    assert [row.uid for row in EventRecord.every.all()] == ["1"]
    assert [entry.key for entry in Entry.objects.all()] == [f"{source.pk}:1"]


def test_a_private_entry_leaves_the_event_that_another_source_announces(site, fetch, make_source):
    from tests.desk.events.conftest import SAME_SHOW

    site.pages["/a"], site.pages["/b"] = ics(SHOW), ics(SAME_SHOW)
    open_source, private_source = (make_source(site.url(path)) for path in ("/a", "/b"))
    pull(open_source, fetch)
    pull(private_source, fetch)
    assert Entry.objects.values("event").distinct().count() == 1
    site.pages["/b"] = ics(SAME_SHOW).replace(b"UID:a\r\n", b"UID:a\r\nCLASS:PRIVATE\r\n")
    pull(private_source, fetch, NOW + DAY)
    row = EventRecord.every.get()
    assert (row.uid, row.record["names"]) == ("1", {"en": "Oil & Gas Uzbekistan"})


def test_what_was_tried_and_never_kept_is_forgotten_after_two_days(site, make_source):
    made = {
        name: make_source(site.url(f"/{name}"), is_draft=draft)
        for name, draft in (("old", True), ("young", True), ("kept", False))
    }
    for name, age in (("old", 3), ("young", 1), ("kept", 3)):
        EventSource.objects.filter(pk=made[name].pk).update(created_at=NOW - age * DAY)
    forget_drafts(NOW)
    assert set(EventSource.objects.all()) == {made["young"], made["kept"]}
