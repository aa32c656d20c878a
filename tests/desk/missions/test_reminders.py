"""Letters that go by themselves: switched on by the organiser, to exactly these, capped, quiet, once each."""

import datetime as dt

import pytest
from django.core import mail

from egiz.desk.missions import tasks
from egiz.desk.missions.domain import followups, letters, registering, reminding
from egiz.desk.missions.interfaces import reminders, sending
from egiz.desk.missions.models import Company, Letter, Registration, Reminder
from tests.desk.missions.conftest import URL, make_company, make_pairs, make_version, make_wish

NOON = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)  # noon in Tashkent, where the mission is
TODAY = dt.date(2026, 12, 1)
EVE = dt.datetime(2026, 12, 8, 7, tzinfo=dt.UTC)  # the sessions of the tests' missions are on 9 December


def quietly(*_args, **_values):
    """Tell nobody."""


@pytest.fixture
def registration(mission):
    found = registering.registration_of(mission)
    found.base_url = "http://testserver/"
    found.save()
    return found


def reminder(mission, kind="no_hours", on=TODAY, **fields):
    return Reminder.objects.create(mission=mission, kind=kind, on=on, **{"is_on": True, **fields})


def send(mission, registration, now=NOON):
    written = reminding.send(mission, registration, now, reminders.writer(registration))
    Letter.objects.filter(mission=mission, state="waiting").update(created_at=now)
    sending.post(mission, now, quietly)
    return written


def company(mission, number, **fields):
    return make_company(mission, "theirs", f"K{number}", email=f"k{number}@example.org", **fields)


def test_nothing_goes_that_was_not_switched_on(mission, registration):
    company(mission, 1)
    reminder(mission, is_on=False)
    assert reminding.missions_due(NOON) == []
    assert send(mission, registration) == 0
    assert not Letter.objects.exists()


def test_on_its_day_it_goes_to_exactly_those_whom_it_concerns(mission, registration):
    lacking = company(mission, 1, language="kk")
    company(mission, 2, availability=["2026-12-09"])
    row = reminder(mission, words={"kk": "Күтеміз"})
    assert reminding.missions_due(NOON - dt.timedelta(days=1)) == []
    assert reminding.missions_due(NOON) == [mission]
    assert send(mission, registration) == 1
    [sent] = mail.outbox
    assert sent.to == [lacking.email]
    assert "Күтеміз" in sent.body
    row.refresh_from_db()
    assert row.state == "gone"
    assert send(mission, registration, NOON + dt.timedelta(days=1)) == 0


def test_work_that_broke_off_goes_on_and_writes_nobody_twice(mission, registration):
    for number in range(5):
        company(mission, number)
    row = reminder(mission)
    write, done = reminders.writer(registration), []

    def breaks_off(*args):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(write(*args))

    with pytest.raises(KeyboardInterrupt):
        reminding.send(mission, registration, NOON, breaks_off)
    row.refresh_from_db()
    assert row.state == "going"
    assert reminding.missions_due(NOON) == [mission]
    # The clock has moved on to a day on which the reminder would not be begun any more.
    assert send(mission, registration, NOON + dt.timedelta(days=3)) == 3
    assert sorted(Letter.objects.values_list("company__key", flat=True)) == [f"K{n}" for n in range(5)]


def test_one_that_is_claimed_twice_at_once_writes_each_company_once(mission, registration):
    for number in range(3):
        company(mission, number)
    row = reminder(mission)
    mailing = reminding._claim(row)
    assert reminding._claim(row) == mailing
    write = reminders.writer(registration)
    row.mission = mission
    for _time in range(2):
        for one in Company.objects.all():
            one.mission = mission
            write(one, row, mailing)
    assert Letter.objects.count() == 3


def test_a_company_gets_no_more_than_its_limit_of_all_kinds_together(mission, registration):
    Registration.objects.update(reminder_total=2, reminder_cap=5, reminder_days=1)
    registration.refresh_from_db()
    company(mission, 1, offers=[], needs=[])
    kinds = ["no_hours", "no_profile", "no_wishes", "no_hours", "no_profile", "no_wishes"]
    for number, kind in enumerate(kinds):
        day = TODAY + dt.timedelta(days=3 * number)
        reminder(mission, kind, day)
        send(mission, registration, NOON + dt.timedelta(days=3 * number))
    assert list(Letter.objects.values_list("kind", flat=True)) == kinds[:2]
    held = reminding.audience(Reminder.objects.last(), registration, NOON + dt.timedelta(days=30)).held
    assert [reason for _company, reason in held] == [reminding.ENOUGH]


def test_at_night_it_waits_for_the_morning_and_what_was_done_meanwhile_is_not_asked_for(
    mission, registration
):
    first, second = company(mission, 1), company(mission, 2)
    reminder(mission)
    night = dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)
    assert send(mission, registration, night) == 2
    assert mail.outbox == []
    Company.objects.filter(pk=first.pk).update(availability=["2026-12-09"])
    sending.post(mission, night + dt.timedelta(hours=12), quietly)
    assert [one.to for one in mail.outbox] == [[second.email]]
    assert Letter.objects.get(company=first).note == letters.NO_LONGER_SO


def test_one_touch_ends_them_all(mission, registration, client):
    one = company(mission, 1)
    reminder(mission)
    send(mission, registration)
    [sent] = mail.outbox
    leave = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert client.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    reminder(mission, "no_wishes")
    assert send(mission, registration) == 0
    assert Company.objects.get(pk=one.pk).mail == "unsubscribed"


def test_one_whose_day_passed_while_nothing_ran_is_not_sent_late(mission, registration):
    company(mission, 1)
    row = reminder(mission)
    assert send(mission, registration, NOON + dt.timedelta(days=2)) == 0
    row.refresh_from_db()
    assert row.state == "missed"
    near = reminder(mission, "no_wishes")
    assert send(mission, registration, NOON + dt.timedelta(days=1)) == 1
    near.refresh_from_db()
    assert near.state == "gone"


def test_the_day_before_each_gets_its_own_meetings_as_they_are_when_the_letter_goes(mission, registration):
    wishes = make_pairs(mission, 2)
    Company.objects.filter(key="A1").update(email="a1@example.org", language="ru")
    Company.objects.filter(key="K2").update(email="k2@example.org", mail="unsubscribed")
    company(mission, 9)  # has no meeting
    version = make_version(mission, wishes)
    reminder(mission, "day_before", dt.date(2026, 12, 8))
    evening = dt.datetime(2026, 12, 7, 20, tzinfo=dt.UTC)  # one in the morning of the eve, in Tashkent
    assert send(mission, registration, evening) == 2
    assert mail.outbox == []
    # While the letters wait for the morning the first meeting moves, and the second is dropped.
    moved = version.meetings.get(wish=wishes[0])
    moved.starts_at += dt.timedelta(hours=1)
    moved.save()
    version.meetings.get(wish=wishes[1]).delete()
    sending.post(mission, EVE, quietly)
    [sent] = mail.outbox
    assert sent.to == ["a1@example.org"]
    assert "11:00" in sent.body
    assert "Company K1" in sent.body
    assert "10:00" not in sent.body
    assert "9 дек" in sent.subject


def test_every_five_minutes_there_is_one_job_for_a_mission_at_most(mission, registration, settings):
    from egiz.desk.core.models import Job

    settings.JOBS_INLINE = False
    company(mission, 1)
    reminder(mission)
    for _time in range(3):
        tasks.remind_due(NOON)
    assert Job.objects.filter(kind="missions.remind").count() == 1


def test_a_wave_of_questions_is_written_to_only_where_it_was_switched_on(mission, registration):
    wishes = make_pairs(mission, 1)
    Company.objects.update(email="x@example.org", language="kk")
    make_version(mission, wishes)
    later = dt.datetime(2026, 12, 23, 7, tzinfo=dt.UTC)
    assert followups.ask(mission, later) == ["2w"]
    assert not Letter.objects.exists()
    Registration.objects.update(asks_outcome=True, outcome_words={"kk": "Күтеміз"})
    assert followups.ask(mission, later + dt.timedelta(days=90)) == ["3m"]
    assert [one.kind for one in Letter.objects.all()] == ["outcome", "outcome"]
    assert all("Күтеміз" in one.body for one in Letter.objects.all())


def test_a_wave_whose_letters_fail_is_asked_again_as_a_whole(mission, registration, monkeypatch):
    wishes = make_pairs(mission, 2)
    Company.objects.update(email="x@example.org")
    make_version(mission, wishes)
    Registration.objects.update(asks_outcome=True)
    later = dt.datetime(2026, 12, 23, 7, tzinfo=dt.UTC)

    def breaks_off(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(followups, "_ON_ASKED", [sending.ask_outcome, breaks_off])
        with pytest.raises(KeyboardInterrupt):
            followups.ask(mission, later)
    assert not Letter.objects.exists()
    assert followups.ask(mission, later) == ["2w"]
    assert Letter.objects.count() == 4


def test_it_is_looked_at_in_each_language_and_switched_on_with_these_words(page, mission, registration):
    company(mission, 1, language="kk")
    row = reminder(mission, on=dt.date(2099, 1, 1), is_on=False)
    url = f"{URL}/{mission.pk}/letters/by-themselves/{row.pk}/"
    looked = page.post(url, {"act": "look", "kk": "Күтеміз"})
    assert "Күтеміз" in looked.context["previews"][0][2].body
    row.refresh_from_db()
    assert (row.is_on, row.words) == (False, {})
    page.post(url, {"act": "on", "kk": "Күтеміз"})
    row.refresh_from_db()
    assert (row.is_on, row.words["kk"]) == (True, "Күтеміз")
    page.post(url, {"act": "off", "kk": "Күтеміз"})
    row.refresh_from_db()
    assert not row.is_on


def test_one_that_began_to_go_is_not_changed_any_more(page, mission, registration):
    company(mission, 1)
    row = reminder(mission)
    send(mission, registration)
    page.post(f"{URL}/{mission.pk}/letters/by-themselves/{row.pk}/", {"act": "off", "en": ""})
    page.post(f"{URL}/{mission.pk}/letters/by-themselves/{row.pk}/", {"act": "remove"})
    assert Reminder.objects.get().is_on


def test_the_usual_days_are_proposed_once_and_switched_off(page, mission, registration):
    mission.sessions.update(date=dt.date(2099, 3, 4))
    Registration.objects.update(closes_on=dt.date(2099, 2, 10), asking_closes_on=dt.date(2099, 2, 25))
    url = f"{URL}/{mission.pk}/letters/by-themselves/"
    for _time in range(2):
        page.post(url, {"act": "propose"})
    assert {(one.kind, str(one.on), one.is_on) for one in Reminder.objects.all()} == {
        ("unfinished", "2099-02-05", False),
        ("no_wishes", "2099-02-18", False),
        ("no_answer", "2099-02-22", False),
        ("day_before", "2099-03-03", False),
    }
    assert page.get(url).status_code == 200


@pytest.mark.parametrize(
    ("kind", "day", "field"),
    [("no_hours", "2020-01-01", "on"), ("day_before", "2099-03-04", "on"), ("spam", "2099-03-04", "kind")],
)
def test_a_day_that_makes_no_sense_is_refused_beside_its_field(page, mission, registration, kind, day, field):
    mission.sessions.update(date=dt.date(2099, 3, 4))
    answer = page.post(f"{URL}/{mission.pk}/letters/by-themselves/", {"act": "add", "kind": kind, "on": day})
    assert list(answer.context["form"].errors) == [field]
    assert not Reminder.objects.exists()


# --- who is told of a new version ---------------------------------------------------------------


def publish(page, mission, version):
    return page.post(f"{URL}/{mission.pk}/schedule/{version.number}/publish/", follow=True)


def test_of_a_new_version_exactly_those_hear_whose_timetable_changed(page, mission):
    wishes = make_pairs(mission, 3)
    for one in Company.objects.all():
        Company.objects.filter(pk=one.pk).update(email=f"{one.key}@example.org")
    first = make_version(mission, wishes, state="draft")
    publish(page, mission, first)
    assert not Letter.objects.exists()  # of the first version the organiser writes himself
    second = make_version(mission, wishes, number=2, state="draft")
    moved = second.meetings.get(wish=wishes[1])
    moved.starts_at += dt.timedelta(hours=1)
    moved.slot += 2
    moved.save()
    publish(page, mission, second)
    assert sorted(Letter.objects.values_list("kind", "company__key")) == [
        ("changed", "A2"),
        ("changed", "K2"),
    ]
    publish(page, mission, second)
    assert Letter.objects.count() == 2


def test_version_and_letters_are_kept_together_or_not_at_all(page, mission, monkeypatch):
    from egiz.desk.missions.interfaces import changed_letters

    wishes = make_pairs(mission, 2)
    Company.objects.update(email="x@example.org")
    make_version(mission, wishes)
    second = make_version(mission, wishes[:1], number=2, state="draft")

    def breaks_off(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(changed_letters, "line_of", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            publish(page, mission, second)
    second.refresh_from_db()
    assert second.state == "draft"
    assert not Letter.objects.exists()
    publish(page, mission, second)
    assert Letter.objects.count() == 2


def test_who_changed_and_has_no_address_is_named_to_be_called(page, mission):
    wishes = make_pairs(mission, 2)
    Company.objects.exclude(key="A2").update(email="x@example.org")
    make_version(mission, wishes)
    answer = publish(page, mission, make_version(mission, wishes[:1], number=2, state="draft"))
    assert "call: Company A2" in answer.content.decode()
    assert dict(Letter.objects.values_list("company__key", "state"))["A2"] == "held"


def test_a_dropped_meeting_is_told_to_the_partner_of_who_withdrew(page, mission):
    wish = make_wish(make_company(mission, "ours", "A1", email="a1@example.org"), company(mission, 1))
    make_version(mission, [wish])
    publish(page, mission, make_version(mission, [], number=2, state="draft"))
    assert sorted(Letter.objects.values_list("company__key", flat=True)) == ["A1", "K1"]
