"""What both sides say of a meeting: from its hour on, kept apart, counted honestly, turned into promises."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from egiz.desk.core.domain import jobs, periodic
from egiz.desk.core.models import Attachment, Job
from egiz.desk.missions.domain import followups, outcomes, promising, reports
from egiz.desk.missions.interfaces import rates
from egiz.desk.missions.models import ExchangeRate, FollowUp
from egiz.desk.promises.models import Promise
from tests.desk.missions.conftest import (
    FUTURE,
    PAST,
    URL,
    make_company,
    make_mission,
    make_pairs,
    make_version,
)

AFTER = dt.datetime.combine(PAST, dt.time(12), dt.UTC)
SIGNED = {"held": True, "result": "contract"}


@pytest.fixture
def past(in_desk):
    return make_mission(in_desk, day=PAST)


@pytest.fixture
def wish(past):
    (one,) = make_pairs(past, 1)
    make_version(past, [one], day=PAST)
    return one


def link_of(company, rest=""):
    return f"/p/missions/{company.token}/{rest}"


def count(mission, now=AFTER):
    return outcomes.tally(mission, 1, now)


def test_both_sides_answers_are_kept_when_they_differ(page, past, wish):
    page.post(f"{URL}/{past.pk}/day/{wish.pk}/", {"side": "ours", "held": "yes", "result": "contact"})
    page.post(f"{URL}/{past.pk}/day/{wish.pk}/", {"side": "theirs", "held": "no", "note": "Nobody came"})
    assert {(r.side, r.held, r.result, r.note) for r in wish.reports.all()} == {
        ("ours", True, "contact", ""),
        ("theirs", False, "", "Nobody came"),
    }
    tally = count(past)
    assert (tally.held, tally.not_held, tally.disputed) == (0, 0, 1)
    text = page.get(f"{URL}/{past.pk}/outcomes/").content.decode()
    assert "Nobody came" in text
    assert "whether it was held" in text


def test_two_answers_that_agree_are_no_dispute(past):
    held, not_held = make_pairs(past, 2)
    make_version(past, [held, not_held], day=PAST)
    for side in ("ours", "theirs"):
        reports.write_report(held, side, None, held="yes")
        reports.write_report(not_held, side, None, held="no")
    tally = count(past)
    assert (tally.held, tally.not_held, tally.disputed) == (1, 1, 0)
    assert (tally.answers, tally.could_answer) == (4, 4)


def test_a_report_survives_a_new_version(past, wish):
    reports.write_report(wish, "ours", None, held="yes")
    past.versions.get().delete()
    assert wish.reports.get().held is True


@pytest.mark.parametrize("side", ["both", ""])
def test_a_report_of_no_side_is_refused(wish, side):
    with pytest.raises(ValidationError):
        reports.write_report(wish, side, None, held="yes")


def test_no_meeting_is_reported_before_its_hour(page, in_desk):
    mission = make_mission(in_desk, day=FUTURE)
    (wish,) = make_pairs(mission, 1)
    make_version(mission, [wish], day=FUTURE)
    starts = reports.meeting_of(wish).starts_at
    with pytest.raises(ValidationError, match="has not begun"):
        reports.write_report(wish, "ours", None, held="yes", now=starts - dt.timedelta(minutes=1))
    page.post(f"{URL}/{mission.pk}/day/{wish.pk}/", {"side": "ours", "held": "yes"})
    page.post(f"{URL}/{mission.pk}/day/{wish.pk}/ours/", {"held": "yes"})
    Client().post(link_of(wish.asker, f"meetings/{wish.pk}/"), {"held": "yes"})
    assert not wish.reports.exists()
    assert "from its hour on" in page.get(f"{URL}/{mission.pk}/day/").content.decode()
    assert "Say how it went" not in Client().get(link_of(wish.asker)).content.decode()
    assert reports.write_report(wish, "ours", None, held="yes", now=starts).held is True


def test_a_meeting_of_no_published_schedule_is_not_reported(past):
    (wish,) = make_pairs(past, 1)
    make_version(past, [wish], day=PAST, state="draft")
    with pytest.raises(ValidationError, match="no published schedule"):
        reports.write_report(wish, "ours", None, held="yes")


def test_each_company_answers_on_its_own_page(past, wish):
    ours, theirs = wish.companies
    page = Client(headers={"accept-language": "en"})
    assert "Say how it went" in page.get(link_of(ours)).content.decode()
    answer = page.post(
        link_of(ours, f"meetings/{wish.pk}/"),
        {
            "held": "yes", "result": "contract", "value": "1250000.50", "currency": "KZT",
            "signed_on": "2020-03-05", "rating": "5", "next_step": "Send the first lot",
            "next_owner": "ours", "next_due": "2020-04-01",
            "evidence": SimpleUploadedFile("contract.pdf", b"%PDF-1.7 signed"),
        },
    )  # fmt: skip
    assert answer.status_code == 302
    Client().post(link_of(theirs, f"meetings/{wish.pk}/"), {"held": "no", "fault": "ours"})
    mine, other = wish.reports.get(side="ours"), wish.reports.get(side="theirs")
    assert (mine.value, mine.currency, mine.rating, mine.by_company) == (
        Decimal("1250000.50"),
        "KZT",
        5,
        True,
    )
    assert (other.held, other.fault) == (False, "ours")
    assert Attachment.objects.get(target_id=mine.pk).name == "contract.pdf"
    # The other side sees nothing of it.
    assert "1250000" not in Client().get(link_of(theirs, f"meetings/{wish.pk}/")).content.decode()


def test_a_company_answers_only_for_its_own_meetings(past, wish):
    stranger = make_company(past, "ours", "A9")
    assert Client().post(link_of(stranger, f"meetings/{wish.pk}/"), {"held": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "beside"),
    [
        ({"held": "yes", "result": "contract", "value": "5"}, "A sum needs its currency."),
        ({"held": "yes", "next_step": "Send prices"}, "Say whose step it is."),
        ({"held": "yes", "next_due": "2020-05-01"}, "Say what is to be done by then."),
        ({"held": "no", "result": "contract"}, "cannot have ended in a signature"),
        ({"held": "yes", "rating": "7"}, "7 is not one of the available choices"),
        ({"result": "contact"}, "This field is required"),
    ],
)
def test_what_contradicts_itself_comes_back_with_its_reason(past, wish, sent, beside):
    answer = Client(headers={"accept-language": "en"}).post(link_of(wish.asker, f"meetings/{wish.pk}/"), sent)
    assert answer.status_code == 200
    assert beside in answer.content.decode()
    assert not wish.reports.exists()


def test_a_program_is_no_evidence(past, wish):
    upload = SimpleUploadedFile("contract.pdf", b"MZ\x90\x00 program")
    sent = {**SIGNED, "held": "yes", "evidence": upload}
    answer = Client(headers={"accept-language": "en"}).post(link_of(wish.asker, f"meetings/{wish.pk}/"), sent)
    assert "its content is something else" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_two_at_one_report_see_what_both_changed(page, past, wish):
    address = f"{URL}/{past.pk}/day/{wish.pk}/ours/"
    reports.write_report(wish, "ours", None, held="yes", note="first")
    seen = page.get(address).context["form"].seen_text()
    reports.write_report(wish, "ours", None, note="by the company", by_company=wish.asker)
    answer = page.post(address, {"held": "yes", "note": "by the desk", "seen": seen})
    assert "Somebody changed this" in answer.content.decode()
    assert wish.reports.get().note == "by the company"


def contracts(past, *pairs):
    """Write one contract for each pair of (what ours says, what theirs says): (sum, currency) or nothing."""
    wishes = make_pairs(past, len(pairs))
    make_version(past, wishes, day=PAST)
    for wish, both in zip(wishes, pairs, strict=True):
        for side, money in zip(("ours", "theirs"), both, strict=True):
            if money is not None:
                value, currency = money
                reports.write_report(wish, side, None, **SIGNED, value=value, currency=currency)
    return wishes


def test_sums_are_added_only_at_a_kept_rate(past):
    hundred = (Decimal(100), "KZT")
    contracts(past, (hundred, hundred), ((Decimal(5000), "UZS"), None), ((None, ""), None))
    made = count(past).contracts
    assert (made.meetings, made.by_both, made.by_one, made.without_sum) == (3, 1, 2, 1)
    assert [(one.currency, one.value, one.converted) for one in made.sums] == [
        ("KZT", 100, 100), ("UZS", 5000, None),
    ]  # fmt: skip
    assert made.total is None
    for on, rate in ((dt.date(2020, 3, 5), 4), (dt.date(2020, 3, 1), 9)):
        ExchangeRate.objects.create(
            desk=past.desk, currency="UZS", into="KZT", units=100, rate=rate, on=on, source="National Bank"
        )
    made = count(past).contracts
    assert made.sums[1].converted == 200  # the newest rate: 100 UZS = 4 KZT
    assert made.total == 300


def test_contracts_and_memoranda_are_counted_apart_and_disputed_sums_not_at_all(page, past):
    first, second = contracts(past, ((Decimal(10), "USD"), (Decimal(12), "USD")), (None, None))
    reports.write_report(second, "ours", None, held=True, result="memorandum")
    reports.write_report(second, "theirs", None, held=True, result="contract", value=7, currency="USD")
    tally = count(past)
    assert (tally.contracts.meetings, tally.contracts.disputed, tally.memoranda.meetings) == (2, 1, 1)
    assert [(one.currency, one.value) for one in tally.contracts.sums] == [("USD", 7)]
    assert reports.differences(first.reports.all()) == ["value"]
    assert reports.differences(second.reports.all()) == ["result"]
    text = page.get(f"{URL}/{past.pk}/outcomes/?result=differ").content.decode()
    assert "The two sides differ on" in text
    assert "no rate is kept" in text


def test_a_rate_is_kept_with_its_day_and_source(page, past, wish):
    reports.write_report(wish, "ours", None, **SIGNED, value=5000, currency="UZS")
    address = f"{URL}/{past.pk}/outcomes/rates/"
    page.post(address, {"units": "100", "currency": "UZS", "rate": "4.05", "on": "2020-03-05", "source": ""})
    assert not ExchangeRate.objects.exists()
    sent = {"units": "100", "currency": "UZS", "rate": "4.05", "on": "2020-03-05", "source": "National Bank"}
    page.post(address, sent)
    page.post(address, {**sent, "rate": "4.1"})
    text = page.get(f"{URL}/{past.pk}/outcomes/").content.decode()
    assert "at 100 UZS = 4.1 KZT on 5 March 2020, National Bank" in text
    page.post(f"{address}{ExchangeRate.objects.get().pk}/remove/")
    assert not ExchangeRate.objects.exists()


def test_a_next_step_becomes_one_promise(page, past, wish):
    report = reports.write_report(
        wish, "theirs", None, held=True, next_step="Send the price list", next_owner="ours",
        next_due=dt.date(2020, 4, 1),
    )  # fmt: skip
    address = f"{URL}/{past.pk}/outcomes/{report.pk}/promise/"
    page.post(address)
    page.post(address)
    promise = Promise.objects.get()
    assert (promise.title, promise.owner_text, promise.due_on, promise.side) == (
        "Send the price list", wish.companies[0].name, dt.date(2020, 4, 1), "ours",
    )  # fmt: skip
    assert wish.companies[1].name in promise.to_text
    report.refresh_from_db()
    assert report.promise_url.endswith(f"/promises/{promise.pk}/")
    assert page.get(report.promise_url).status_code == 200


def test_nothing_is_promised_where_no_step_is_named(past, wish):
    report = reports.write_report(wish, "ours", None, held=True)
    with pytest.raises(ValidationError):
        promising.make_promise(report, None)
    assert not Promise.objects.exists()


def days_after(days):
    return AFTER + dt.timedelta(days=days)


def test_companies_are_asked_again_each_wave_once(past, wish):
    assert followups.ask(past, days_after(13)) == []
    assert followups.ask(past, days_after(14)) == ["2w"]
    assert followups.ask(past, days_after(15)) == []
    assert FollowUp.objects.filter(wave="2w").count() == 2
    ours, theirs = wish.companies
    reports.write_report(wish, "ours", None, held=True, by_company=ours, now=days_after(16))
    reports.write_report(wish, "theirs", None, held=True, now=days_after(16))  # the desk, not the company
    state = {str(one.label): (one.asked, one.answered) for one in followups.waves_of(past)}
    assert state["after two weeks"] == (2, 1)
    assert followups.open_for(ours) is None
    assert followups.open_for(theirs).wave == "2w"
    # A year of silence is asked about once, not three times.
    assert followups.ask(past, days_after(400)) == ["12m"]
    assert followups.ask(past, days_after(401)) == []


def test_who_writes_letters_is_told_once_the_questions_are_kept(
    past, wish, monkeypatch, django_capture_on_commit_callbacks
):
    informed = []
    monkeypatch.setattr(followups, "_ON_ASKED", [])
    followups.on_asked(lambda mission, wave, companies: informed.append((mission.pk, wave, len(companies))))
    with django_capture_on_commit_callbacks(execute=True):
        followups.ask(past, days_after(14))
    assert informed == [(past.pk, "2w", 2)]


def test_whose_meetings_all_fell_through_is_not_asked_again(past):
    held, fell = make_pairs(past, 2)
    make_version(past, [held, fell], day=PAST)
    for side in ("ours", "theirs"):
        reports.write_report(fell, side, None, held=False)
    followups.ask(past, days_after(14))
    assert {one.company_id for one in FollowUp.objects.all()} == {held.asker_id, held.partner_id}


def test_nothing_has_changed_is_an_answer_too(past, wish):
    followups.ask(past, days_after(14))
    page = Client(headers={"accept-language": "en"})
    assert "Nothing has changed" in page.get(link_of(wish.asker)).content.decode()
    page.post(link_of(wish.asker, "unchanged/"))
    assert "Nothing has changed" not in page.get(link_of(wish.asker)).content.decode()
    assert FollowUp.objects.filter(answered_at__isnull=False).get().company_id == wish.asker_id


def test_the_clock_of_the_worker_asks_in_every_desk(past, wish):
    periodic.run("missions.follow_up")
    assert {one.wave for one in FollowUp.objects.all()} == {"12m"}


def test_a_cancelled_mission_asks_nobody(past, wish):
    past.status = "cancelled"
    past.save()
    assert followups.ask_all(days_after(500)) == 0
    assert followups.ask(past, days_after(500)) == []


# --- rates from a table -----------------------------------------------------------

RATES = "outcomes/rates/take-in/"
KEPT = ("currency", "units", "rate", "on", "source")


def kept_rates():
    return sorted(ExchangeRate.objects.values_list(*KEPT))


@pytest.mark.parametrize(
    "text",
    [
        "date;currency;units;rate;source\n2020-03-05;UZS;100;4.05;NB\n2020-03-05;USD;1;381.5;NB",
        "Валюта\tКурс\tДата\tНоминал\tИсточник\nuzs\t4,05\t05.03.2020\t100\tNB\nUSD\t381,50\t05.03.2020\t\tNB",
        "2020-03-05\tUZS\t100\t4.05\tNB\n05.03.2020\tUSD\t1\t381.5\tNB",
    ],
)
def test_pasted_rates_are_kept_with_day_and_source_and_again_without_doubles(page, past, wish, text):
    for _time in range(2):
        answer = page.post(f"{URL}/{past.pk}/{RATES}", {"text": text})
        assert "2 rates are kept" in answer.content.decode()
    day = dt.date(2020, 3, 5)
    assert kept_rates() == [
        ("USD", 1, Decimal("381.5"), day, "NB"), ("UZS", 100, Decimal("4.05"), day, "NB"),
    ]  # fmt: skip


def test_bad_rows_of_rates_are_named_and_the_good_ones_kept(page, past, wish):
    rows = [
        ("date", "currency", "units", "rate", "source"),
        ("2020-03-05", "UZS", "100", "4.05", "National Bank"),
        ("soon", "USD", "1", "381", "National Bank"),
        ("2020-03-05", "XXX", "1", "381", "National Bank"),
        ("2020-03-05", "KZT", "1", "1", "National Bank"),
        ("2020-03-05", "USD", "0", "-3", ""),
        ("2020-03-05", "UZS", "100", "4.9", "National Bank"),
        ("2020-03-06", "EUR", "1", "1,420.7", ""),
    ]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    upload = SimpleUploadedFile("rates.xlsx", content.getvalue())
    answer = page.post(f"{URL}/{past.pk}/{RATES}", {"upload": upload, "source": "European bank"})
    assert kept_rates() == [
        ("EUR", 1, Decimal("1420.7"), dt.date(2020, 3, 6), "European bank"),
        ("UZS", 100, Decimal("4.05"), dt.date(2020, 3, 5), "National Bank"),
    ]
    wrong = [(error.row, error.text) for error in answer.context["taken"].errors]
    assert [row for row, _text in wrong] == [3, 4, 5, 6, 6, 7]
    said = " ".join(text for _row, text in wrong)
    for words in (
        "“soon” is not a day",
        "“XXX” is not kept here; write one of UZS",
        "KZT is the desk",
        "Row 2 says",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "one of the two"),
        ({"text": "hello\nworld"}, "must name the columns"),
        ({"text": "date;rate\n2020-03-05;4"}, "must name the columns"),
        ({"text": "\n".join(["2020-03-05;UZS;100;4.05;NB"] * 1001)}, "longer than 1000 rows"),
    ],
)
def test_what_is_no_table_of_rates_says_what_would_be_one(page, past, wish, sent, words):
    assert words in page.post(f"{URL}/{past.pk}/{RATES}", sent).content.decode()
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize("pasted", [True, False])
def test_many_rates_come_in_through_the_worker(page, past, wish, settings, pasted):
    settings.JOBS_INLINE = False
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(rates.AT_ONCE + 5)]
    table = "".join(f"{day};USD;1;520,5;bank\n" for day in days) + "2026-03-01;nothing;1;5;bank\n"
    file = SimpleUploadedFile("rates.csv", table.encode())
    where = f"{URL}/{past.pk}/{RATES}"
    answer = page.post(where, {"text": table} if pasted else {"upload": file})
    job = Job.objects.get(kind=rates.JOB)
    assert answer["Location"].endswith(f"/jobs/{job.pk}/")
    assert not ExchangeRate.objects.exists()
    for _again in range(2):  # begun again, it doubles nothing
        Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "done"
    assert list(ExchangeRate.objects.order_by("on").values_list("on", flat=True)) == days
    body = page.get(job.result_url).content.decode()
    assert f"{len(days)} rates are kept." in body
    assert "“NOTHING” is not kept here" in body


def test_many_rates_are_one_writing(in_desk):
    day = dt.date(2026, 1, 1)
    rows = [(n + 2, [day + dt.timedelta(days=n), "USD", 1, 500 + n, "bank"]) for n in range(30)]
    with CaptureQueriesContext(connection) as asked:
        taken = rates.take_in(
            [(1, ["date", "currency", "units", "rate", "source"]), *rows], desk=in_desk, into="KZT"
        )
    written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert (taken.kept, len(written), ExchangeRate.objects.count()) == (30, 1, 30)


def test_a_long_table_that_is_none_of_rates_is_refused_at_once(page, past, wish, settings):
    settings.JOBS_INLINE = False
    table = "measure;term\n" + "a stand at the fair;2027\n" * (rates.AT_ONCE + 5)
    answer = page.post(f"{URL}/{past.pk}/{RATES}", {"text": table})
    assert "The first row must name the columns" in answer.content.decode()
    assert not Job.objects.exists()


def test_the_report_of_a_period_adds_up_at_rates_taken_in(page, past, wish):
    reports.write_report(wish, "ours", None, **SIGNED, value=5000, currency="UZS", signed_on=PAST)
    reports.write_report(wish, "theirs", None, **SIGNED, value=5000, currency="UZS", signed_on=PAST)
    page.post(f"{URL}/{past.pk}/{RATES}", {"text": "2020-03-01;UZS;100;4;National Bank"})
    text = page.get(
        "/d/atyrau/promises/period/", {"first": "2020-01-01", "last": "2020-12-31"}
    ).content.decode()
    assert "100 UZS = 4 KZT on 1 March 2020, National Bank" in text
    assert "no rate is kept" not in text
