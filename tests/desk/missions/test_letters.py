"""Letters: to exactly these, in the reader's language, once at most, over a real mail server on loopback."""

import datetime as dt
import email
import re
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.test import Client

from egiz.desk.missions.domain import bounces, letters, registering, worklist
from egiz.desk.missions.interfaces import letters as texts
from egiz.desk.missions.interfaces import sending
from egiz.desk.missions.models import Company, Letter
from tests.desk.missions.conftest import URL, make_company, make_wish

NOON = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)  # noon in Tashkent
SIGNED = re.compile(r"(?<=/)[\w-]+:[\w-]+:[\w-]+(?=/)")  # the secret part of a link
NIGHT = dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)  # ten in the evening there


def quietly(*_args, **_values):
    """Tell nobody."""


@pytest.fixture
def registration(mission):
    found = registering.registration_of(mission)
    found.base_url = "http://testserver/"
    found.save()
    return found


class Server:
    """A mail server that keeps what it takes, and refuses whom it is told to refuse."""

    def __init__(self):
        self.taken, self.refuses, self.dies = [], {}, False

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server, _session, envelope, address, _options
    ):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - as above
        self.taken.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        if self.dies:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def server(settings):
    handler = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def write(mission, registration, kind="asking", **fields):
    number = Company.objects.count() + 1
    company = make_company(mission, "theirs", f"K{number}", email=f"k{number}@example.org", **fields)
    company.mission.registration = registration
    return texts.write(company, kind, registration)


def test_a_letter_goes_over_smtp_with_its_headers_and_to_one_addressee(mission, registration, server):
    write(mission, registration, language="uz")
    assert sending.post(mission, NOON, quietly) == {"sent": 1}
    [(to, message)] = server.taken
    assert to == ["k1@example.org"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == Letter.objects.get().message_id
    assert message["Content-Language"] == "uz"


def test_no_letter_holds_another_companys_address(mission, registration, server):
    for _number in range(3):
        write(mission, registration)
    sending.post(mission, NOON, quietly)
    for to, message in server.taken:
        assert set(re.findall(r"k\d@example\.org", message.as_string())) == set(to)


@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
@pytest.mark.parametrize("kind", sorted(texts.KINDS))
def test_every_letter_is_wholly_in_its_readers_language(mission, registration, kind, language):
    company = make_company(mission, name="Ж", email="a@example.org", language=language)
    mission.name = mission.purpose = mission.place = "№"
    company.mission = mission
    company.mission.registration = registration
    noon = dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC)
    own = {"partner": company, "said": "", "changes": ["—"], "lines": ["—"], "meets_on": noon, "noon": noon}
    text = texts.compose(company, kind, "http://testserver/", **own)
    words = re.sub(r"http\S+|UTC", "", f"{text.subject}\n{text.body}").replace(mission.desk.name, "")
    assert text.subject
    if language != "uz":
        assert not re.search(r"[A-Za-z]{2,}", words), words
    else:
        assert not re.search(r"\b(the|you|your|meeting|and|is)\b", words), words


def test_one_touch_ends_reminders_by_post_only_and_service_letters_still_go(mission, registration, server):
    write(mission, registration)
    company = Company.objects.get()
    leave = f"/p/missions/leave/{texts.leaving_token(company)}/"
    assert Client().get(leave).status_code == 200
    company.refresh_from_db()
    assert company.mail == ""
    assert Client(enforce_csrf_checks=True).post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    company.refresh_from_db()
    assert company.mail == "unsubscribed"
    company.mission.registration = registration
    texts.write(company, "schedule", registration)
    texts.write(company, "no_hours", registration)
    sending.post(mission, NOON, quietly)
    assert {one.kind: one.state for one in Letter.objects.all()} == {
        "asking": "held", "schedule": "sent", "no_hours": "held",
    }  # fmt: skip


def test_a_refusal_for_good_silences_one_address_and_one_for_now_is_tried_again(
    mission, registration, server
):
    for_good, for_now, fine = (write(mission, registration) for _number in range(3))
    server.refuses = {for_good.to: "550 no such user", for_now.to: "451 later"}
    sending.post(mission, NOON, quietly)
    states = dict(Letter.objects.values_list("pk", "state"))
    assert (states[for_good.pk], states[for_now.pk], states[fine.pk]) == ("bounced", "waiting", "sent")
    assert list(Company.objects.filter(mail="bounced").values_list("email", flat=True)) == [for_good.to]
    server.refuses = {}
    assert sending.post(mission, NOON + dt.timedelta(minutes=5), quietly) == {}
    assert sending.post(mission, NOON + dt.timedelta(minutes=16), quietly) == {"sent": 1}


def test_a_mail_server_that_is_away_costs_no_letter(mission, registration, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    write(mission, registration)
    with pytest.raises(Exception, match="cannot be reached"):
        sending.post(mission, NOON, quietly)
    assert Letter.objects.get().state == "waiting"


def test_a_letter_whose_fate_is_unknown_is_never_sent_again_by_itself(mission, registration, server):
    write(mission, registration)
    server.dies = True
    with pytest.raises(Exception, match="cannot be reached"):
        sending.post(mission, NOON, quietly)
    server.dies = False
    assert sending.post(mission, NOON, quietly) == {}
    assert Letter.objects.get().state == "handed"
    assert len(server.taken) == 1
    letters.again(Letter.objects.all())
    sending.post(mission, NOON, quietly)
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    ("zone", "now", "hour"),
    [("", NIGHT, "2026-12-02 08:00"), ("Europe/Berlin", NIGHT, None), ("Asia/Almaty", NOON, None)],
)
def test_reminders_wait_for_the_morning_at_the_company(mission, registration, server, zone, now, hour):
    letter = write(mission, registration, zone=zone)
    sending.post(mission, now, quietly)
    letter.refresh_from_db()
    assert letter.state == ("waiting" if hour else "sent")
    if hour:
        assert f"{letter.not_before.astimezone(mission.tz):%Y-%m-%d %H:%M}" == hour
        sending.post(mission, letter.not_before, quietly)
        assert len(server.taken) == 1


def test_in_21_days_nobody_is_reminded_above_the_cap_or_at_night(mission, registration, server):
    registration.reminder_cap, registration.reminder_days = 2, 3
    registration.save()
    make_company(mission, "theirs", "K1", email="k1@example.org", zone="Europe/Berlin")
    went = []
    for hour in range(0, 21 * 24, 6):
        now = NOON + dt.timedelta(hours=hour)
        for company in worklist.audience(mission, registration, "no_hours", now, is_service=False).goes:
            company.mission.registration = registration
            letter = texts.write(company, "no_hours", registration)
            Letter.objects.filter(pk=letter.pk).update(created_at=now)
        before = len(server.taken)
        sending.post(mission, now, quietly)
        went += [now] * (len(server.taken) - before)
    assert len(went) == 2
    assert all(8 <= at.astimezone(dt.timezone(dt.timedelta(hours=1))).hour < 20 for at in went)
    assert went[1] - went[0] >= dt.timedelta(days=3)


GAPS = {
    "no_hours": {"availability": []},
    "no_profile": {"offers": [], "needs": []},
    "bounced": {"mail": "bounced"},
    "no_address": {"email": ""},
    "unfinished": {"status": "draft"},
    "review": {"status": "sent"},
    "invited": {"status": "invited"},
}


def test_the_work_list_names_exactly_who_lacks_something_and_empties_when_it_is_mended(mission, registration):
    whole = {"availability": ["2026-12-09"], "offers": ["x"], "needs": ["y"], "status": "accepted"}
    made = {}
    for number in range(100):
        key = [*GAPS, None][number % (len(GAPS) + 1)]
        company = make_company(
            mission, ("ours", "theirs")[number % 2], f"C{number}",
            **{**whole, "email": f"c{number}@example.org", **(GAPS[key] if key else {})},
        )  # fmt: skip
        made.setdefault(key, set()).add(company.pk)
    found = {one.key: {row.pk for row in one.rows} for one in worklist.gaps(mission, NOON)}
    for key in GAPS:
        assert found[key] == made[key], key
    everybody = set().union(
        *(numbers for key, numbers in made.items() if key not in {"unfinished", "review", "invited"})
    )
    assert found["no_wishes"] == found["unasked"] == everybody
    Company.objects.update(**whole, mail="", email="x@example.org")
    after = {one.key: one.rows.count() for one in worklist.gaps(mission, NOON)}
    assert all(after[key] == 0 for key in GAPS)


def test_who_has_not_answered_and_who_is_asked_too_often(mission, registration):
    ours = [make_company(mission, "ours", f"A{n}") for n in range(3)]
    sought = make_company(mission, "theirs", "K1", max_meetings=2)
    for one in ours:
        make_wish(one, sought, agreed=False, our_consent="agreed")
    found = {one.key: {row.key for row in one.rows} for one in worklist.gaps(mission, NOON)}
    assert found["no_answer"] == {"K1"}
    assert found["sought"] == {"K1"}
    assert found["no_wishes"] == {"K1"}
    assert found["unasked"] == {"A0", "A1", "A2"}


def test_the_letter_goes_to_exactly_the_gap_as_previewed_and_once(
    page, mission, registration, django_capture_on_commit_callbacks
):
    make_company(mission, "theirs", "K1", email="k1@example.org", language="kk")
    make_company(mission, "theirs", "K2", email="k2@example.org", availability=["2026-12-09"])
    registration.quiet_from = registration.quiet_until
    registration.save()
    url = f"{URL}/{mission.pk}/letters/write/no_hours/"
    looked = page.post(url, {"look": "1", "kk": "Күтеміз"})
    [(_name, code, text, company)] = looked.context["previews"]
    assert (code, company.key) == ("kk", "K1")
    assert "Күтеміз" in text.body
    assert not Letter.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        page.post(url, {"send": "1", "kk": "Күтеміз"})
    [sent] = mail.outbox
    # A link carries the second in which it was signed: what stands around the links is compared.
    assert (sent.to, SIGNED.sub("", sent.body)) == (["k1@example.org"], SIGNED.sub("", text.body))
    again = page.get(url)
    assert again.context["goes"] == []
    assert again.context["held_count"] == 1


def test_a_mailing_begun_again_writes_nobody_twice(mission, registration, editor):
    from egiz.desk.missions.models import Mailing

    numbers = [make_company(mission, "theirs", f"K{n}", email=f"k{n}@example.org").pk for n in range(5)]
    mailing = Mailing.objects.create(mission=mission, kind="asking", created_by=editor)
    sending.write_mailing(mailing, numbers[:3], quietly)
    sending.write_mailing(mailing, numbers, quietly)
    assert sorted(Letter.objects.values_list("company_id", flat=True)) == numbers


REPORT = """From: MAILER-DAEMON@example.org
To: egiz@localhost
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

Message-ID: {message}
Subject: x

body
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "silenced"),
    [("failed", "5.1.1", True), ("delayed", "4.4.1", False), ("failed", "4.2.2", False)],
)
def test_a_report_of_a_mail_server_silences_the_address_it_names(
    page, mission, registration, server, action, status, silenced
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    write(mission, registration)
    sending.post(mission, NOON, quietly)
    letter = Letter.objects.get()
    # The server forwarded it: the report names another address, the letter inside is ours.
    text = REPORT.format(
        address="forwarded@example.net", action=action, status=status, message=letter.message_id
    )
    upload = SimpleUploadedFile("report.eml", text.encode())
    page.post(f"{URL}/{mission.pk}/letters/came-back/", {"file": upload})
    letter.refresh_from_db()
    assert (letter.company.mail == "bounced") == silenced
    assert (letter.state == "bounced") == silenced


def test_a_file_that_is_no_report_is_refused(tmp_path):
    path = tmp_path / "x.eml"
    path.write_text("Subject: hello\n\nhello", encoding="utf-8")
    with pytest.raises(bounces.NoReportError, match="no report"):
        bounces.read_report(path)


def test_who_is_asked_what_came_of_it_gets_one_letter_in_each_wave(mission, registration):
    company = make_company(mission, "theirs", "K1", email="k1@example.org")
    registration.asks_outcome = True
    registration.save()
    for wave in ("two_weeks", "two_weeks", "a_year"):
        sending.ask_outcome(mission, wave, [company])
    assert list(Letter.objects.values_list("kind", "key")) == [
        ("outcome", f"outcome:{company.pk}:two_weeks"), ("outcome", f"outcome:{company.pk}:a_year"),
    ]  # fmt: skip


def test_of_a_report_without_end_the_first_addresses_are_taken(tmp_path):
    blocks = "".join(
        f"Final-Recipient: rfc822; a{number}@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        for number in range(bounces.MOST_ADDRESSES + 20)
    )
    text = (
        'Content-Type: multipart/report; boundary="b"\nMIME-Version: 1.0\n\n--b\n'
        f"Content-Type: message/delivery-status\n\n{blocks}--b--\n"
    )
    path = tmp_path / "report.eml"
    path.write_text(text)
    found = bounces.read_report(path)
    assert [one.address for one in found] == [f"a{n}@example.org" for n in range(bounces.MOST_ADDRESSES)]
