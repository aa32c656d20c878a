"""The life of a link: stages and what they lack, checklist, the day planned backwards, decision, measures."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from egiz.desk.core import joints
from egiz.desk.core.domain import jobs
from egiz.desk.core.models import Job
from egiz.desk.twinnings.domain import checklist, comparing, due, life, measures, register, signing
from egiz.desk.twinnings.models import Activity, Approval, ApprovalRow, Decision, Measure, Twinning
from tests.desk.conftest import client_of
from tests.desk.twinnings.conftest import ATYRAU, NUKUS, URGENCH

pytestmark = pytest.mark.django_db
ROOM = "/d/atyrau/twinnings/"
TODAY = dt.date(2026, 11, 28)


def lacks(twin, stage, today=TODAY):
    state = next(one for one in life.Life(twin, today).line() if one.code == stage)
    return [str(text) for text in state.missing]


def approve(twin, name="ministry", **values):
    return Approval.objects.create(desk=twin.desk, twinning=twin, approver=name, **values)


def measure(twin, text="a stand at the fair", **values):
    return Measure.objects.create(desk=twin.desk, twinning=twin, text=text, **values)


# --- stages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "stage"),
    [("proposed", "idea"), ("planned", "draft"), ("agreement", "plan"), ("existing", "activity"),
     ("dormant", "renewal"), ("ended", "ended")],
)  # fmt: skip
def test_a_link_stands_where_its_status_shows_until_somebody_says_it(twin, status, stage):
    twin.status = status
    assert twin.stands == stage
    twin.stage = "talks"
    assert twin.stands == "talks"


def test_each_stage_names_what_it_lacks(twin):
    assert lacks(twin, "idea") == ["no decision with its reasons is recorded"]
    assert lacks(twin, "approvals") == ["the checklist of approvals is empty"]
    approve(twin, "council")
    approve(twin, "ministry", needed="yes")
    approve(twin, "chamber", needed="yes", answered_on=TODAY, answer="refused")
    approve(twin, "translator", needed="no")
    assert lacks(twin, "approvals") == [
        "1 approval: not known whether it is needed", "1 approval is not answered", "1 approval is refused",
    ]  # fmt: skip
    assert lacks(twin, "plan") == ["no measure is entered"]
    measure(twin, due="2026-10", ours="tourism unit")
    measure(twin, "a school exchange")
    assert lacks(twin, "plan") == ["1 measure has no owner", "1 measure has no due"]
    assert "1 measure is late" in lacks(twin, "activity")


def test_what_has_not_happened_yet_is_no_activity(twin):
    Activity.objects.create(desk=twin.desk, twinning=twin, date=TODAY + dt.timedelta(days=3), what="a visit")
    assert lacks(twin, "talks") == ["no meeting or letter between the two is recorded"]


def test_a_link_that_ends_counts_as_ended_and_says_why(page, twin):
    said = {"stage": "ended", "ended_on": "2026-11-01", "ended_why": "the term ran out"}
    page.post(f"{ROOM}{twin.pk}/stage/", said)
    twin.refresh_from_db()
    assert (twin.status, twin.stands) == ("ended", "ended")
    assert lacks(twin, "ended") == []


def test_an_end_without_the_stage_is_refused(page, twin):
    answer = page.post(f"{ROOM}{twin.pk}/stage/", {"stage": "talks", "ended_on": "2026-11-01"})
    assert "What has an end has ended" in answer.content.decode()
    assert Twinning.objects.get().ended_on is None


# --- the register ---------------------------------------------------------------


def test_the_register_keeps_cities_regions_and_sleepers_apart(page, twin):
    region = Twinning.objects.create(
        desk=twin.desk, a_id=609862, a_name="Region A", a_country="KZ", b_id=484191, b_name="Region B",
        b_country="UZ", level="region", kind="cooperation", status="agreement", source="a letter",
    )  # fmt: skip
    Activity.objects.create(desk=twin.desk, twinning=region, date=dt.date(2020, 1, 1), what="a visit")

    def shown(which):
        return {one["twin"].pk for one in page.get(f"{ROOM}?show={which}").context["rows"]}

    assert "1 link sleeps" in page.get(ROOM).content.decode()
    assert "1 link sleeps" not in page.get(f"{ROOM}?show=asleep").content.decode()
    assert shown("city") == {twin.pk}
    assert shown("region") == {region.pk}
    assert shown("asleep") == {region.pk}
    assert shown("") == {twin.pk, region.pk}
    found = register.register().filter(register.asleep(twin.desk.today()))
    assert [one.pk for one in found] == [
        one.pk for one in register.register() if register.sleeps(one, twin.desk.today())
    ]


def test_what_is_reported_is_called_reported_and_an_agreement_on_trade_is_no_evidence(page, twin):
    twin.kind, twin.status = "trade", "agreement"
    twin.save()
    tie = next(one for one in comparing.ties() if {one.a, one.b} == {twin.a_id, twin.b_id})
    assert (tie.kind, tie.is_evidence) == ("trade", False)
    twin.kind, twin.status = "twinning", "existing"
    twin.save()
    tie = next(one for one in comparing.ties() if {one.a, one.b} == {twin.a_id, twin.b_id})
    assert (tie.word, tie.is_evidence) == ("reported", True)
    assert "reported as a twinning" in page.get(f"{ROOM}{twin.pk}/").content.decode()


def test_the_sample_keeps_the_kind_that_the_source_names(in_desk):
    from egiz.atlas.links import shipped_links
    from egiz.desk.twinnings.sample import _load_links

    _load_links(in_desk)
    kinds = {(one.a_id, one.b_id, one.source): one.kind for one in Twinning.objects.all()}
    expected = {}
    for link in shipped_links():
        for pair in ((link.a, link.b), (link.b, link.a)):
            expected[(*pair, link.source)] = link.kind
    assert kinds
    assert all(kinds[key] == expected[key] for key in kinds)


# --- approvals ------------------------------------------------------------------


def test_the_template_is_the_desks_own_and_every_usual_row_begins_unknown(page, in_desk):
    page.post(f"{ROOM}approvals/usual/KZ/")
    page.post(f"{ROOM}approvals/usual/KZ/")
    rows = ApprovalRow.objects.all()
    assert len(rows) == len(checklist.USUAL)
    assert {row.needed for row in rows} == {"unknown"}
    assert {row.days for row in rows} == {None}
    assert page.post(f"{ROOM}approvals/usual/RU/").status_code == 404


def test_a_link_takes_the_rows_of_its_two_countries_and_its_level_once(page, twin):
    for country, level, name in (
        ("KZ", "", "akimat"), ("UZ", "city", "khokimiyat"), ("UZ", "region", "council"), ("TR", "", "vali"),
    ):  # fmt: skip
        ApprovalRow.objects.create(desk=twin.desk, country=country, level=level, approver=name, days=10)
    page.post(f"{ROOM}{twin.pk}/checklist/")
    page.post(f"{ROOM}{twin.pk}/checklist/")
    assert list(twin.approvals.order_by("approver").values_list("approver", "side", "days")) == [
        ("akimat", "ours", 10), ("khokimiyat", "theirs", 10),
    ]  # fmt: skip


def test_a_row_that_is_there_is_refused_with_words(page, in_desk):
    row = {"country": "KZ", "level": "", "approver": "council", "needed": "unknown", "order": 1}
    page.post(f"{ROOM}approvals/", row)
    assert "stands in the template already" in page.post(f"{ROOM}approvals/", row).content.decode()
    assert ApprovalRow.objects.count() == 1


def test_an_answer_needs_its_day(page, twin):
    said = {"side": "ours", "approver": "council", "needed": "yes", "order": 1, "answer": "agreed"}
    assert "An answer has its day" in page.post(f"{ROOM}{twin.pk}/approval/", said).content.decode()


# --- the day of signing ---------------------------------------------------------


def test_the_day_is_planned_backwards_through_the_orders(twin):
    legal = approve(twin, "legal", order=1, days=10)
    ministry = approve(twin, "ministry", order=2, days=30)
    embassy = approve(twin, "embassy", order=2)
    approve(twin, "chamber", order=2, needed="no", days=300)
    steps = {
        one.approval: one for one in signing.backwards(dt.date(2027, 3, 12), twin.approvals.all(), TODAY)
    }
    assert set(steps) == {legal, ministry, embassy}
    assert (steps[ministry].ask_by, steps[ministry].assumed) == (dt.date(2027, 2, 10), False)
    assert (steps[embassy].ask_by, steps[embassy].assumed) == (dt.date(2027, 1, 26), True)
    # The legal unit comes before both: its answer is needed when the earlier of the two is asked.
    assert (steps[legal].answer_by, steps[legal].ask_by) == (dt.date(2027, 1, 26), dt.date(2027, 1, 16))
    assert not any(one.late for one in steps.values())


def test_what_can_no_longer_be_asked_in_time_is_late_and_what_is_answered_is_not(twin):
    late = approve(twin, "ministry", order=1, days=30)
    done = approve(twin, "council", order=2, days=300, answered_on=TODAY)
    steps = {
        one.approval: one for one in signing.backwards(dt.date(2026, 12, 12), twin.approvals.all(), TODAY)
    }
    assert steps[late].late
    assert not steps[done].late
    assert steps[late].answer_by == dt.date(2026, 12, 12)


def test_the_page_says_which_days_are_our_own_default(page, twin):
    approve(twin, "embassy")
    twin.status, twin.sign_on = "planned", dt.date(2030, 3, 12)
    twin.save()
    shown = page.get(f"{ROOM}{twin.pk}/").content.decode()
    assert "45 days are counted: our own default" in shown
    assert "assumed" in shown


# --- the decision ---------------------------------------------------------------


@pytest.fixture
def compared(in_desk):
    made = comparing.start_comparison(
        in_desk, None, city=(ATYRAU, "Atyrau"), country="UZ", named=[NUKUS, URGENCH]
    )
    return comparing.rank_comparison(made)


def test_a_choice_is_kept_with_reasons_ranking_and_the_dossier_of_that_day(
    page, compared, django_capture_on_commit_callbacks
):
    said = {
        "place": NUKUS, "decided_on": str(compared.desk.today()), "decided_by": "Council of the chamber",
        "reasons": "A direct way and two joint companies.",
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(f"{ROOM}compare/{compared.pk}/decide/", said)
    decision = Decision.objects.get()
    twin = decision.twinning
    assert (twin.a_id, twin.b_id, twin.stands) == (ATYRAU, NUKUS, "idea")
    assert answer["Location"] == f"{ROOM}{twin.pk}/"
    assert {row["geonameid"] for row in decision.ranking} >= {
        row["geonameid"] for row in compared.result["candidates"][:5]
    }
    with decision.dossier.file.open("rb") as kept:
        assert kept.read(5) == b"%PDF-"
    shown = page.get(f"{ROOM}{twin.pk}/").content.decode()
    assert "two joint companies" in shown
    assert f"/d/atyrau/desk/files/{decision.dossier_id}/" in shown
    assert lacks(twin, "idea") == []


def test_a_choice_of_tomorrow_or_of_no_candidate_is_refused(page, compared):
    tomorrow = compared.desk.today() + dt.timedelta(days=1)
    said = {"place": NUKUS, "decided_on": str(tomorrow), "decided_by": "x", "reasons": "y"}
    assert page.post(f"{ROOM}compare/{compared.pk}/decide/", said).status_code == 200
    assert page.post(f"{ROOM}compare/{compared.pk}/decide/", {**said, "place": 1}).status_code == 200
    assert not Decision.objects.exists()


# --- measures -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read", "last"),
    [
        ("2027", "2027", dt.date(2027, 12, 31)),
        ("2027 год", "2027", dt.date(2027, 12, 31)),
        ("IV кв. 2027", "2027-Q4", dt.date(2027, 12, 31)),
        ("I квартал 2028 года", "2028-Q1", dt.date(2028, 3, 31)),
        ("2027 ж. IV тоқсан", "2027-Q4", dt.date(2027, 12, 31)),
        ("2027-yil II chorak", "2027-Q2", dt.date(2027, 6, 30)),
        ("Q4 2027", "2027-Q4", dt.date(2027, 12, 31)),
        ("02.2028", "2028-02", dt.date(2028, 2, 29)),
        ("март 2027 г.", "2027-03", dt.date(2027, 3, 31)),
        ("2027 жылғы наурыз", "2027-03", dt.date(2027, 3, 31)),
        ("31.12.2027", "2027-12-31", dt.date(2027, 12, 31)),
        ("12 марта 2027 года", "2027-03-12", dt.date(2027, 3, 12)),
        ("2027-yil 12-mart", "2027-03-12", dt.date(2027, 3, 12)),
        ("", "", None),
    ],
)
def test_a_due_is_read_as_people_write_it(text, read, last):
    assert due.read(text) == read
    assert due.ends(read) == last


@pytest.mark.parametrize("text", ["autumn", "V кв. 2027", "31.02.2027", "в течение года", "13.2027"])
def test_what_is_no_due_is_not_made_one(text):
    assert due.read(text) is None


@pytest.mark.parametrize("language", ["ru", "uz", "kk", "en"])
@pytest.mark.parametrize("kept", ["2027", "2027-Q4", "2027-03", "2027-03-12"])
def test_a_due_that_is_shown_is_read_back_or_kept_as_it_was(kept, language, twin):
    from egiz.desk.twinnings.interfaces.life_forms import MeasureForm

    row = measure(twin, due=kept)
    with translation.override(language):
        form = MeasureForm(instance=row)
        assert due.read(form.initial["due"]) == kept


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


HEADS = ("№", "Мероприятие", "Срок", "Ответственные: Атырау", "Ответственные: Нукус", "Отметка")


def test_a_plan_comes_in_from_excel_with_groups_and_two_sides(twin):
    content = book(
        HEADS,
        ("Туризм",),
        (1, "Стенд на ярмарке", "IV кв. 2027", "управление туризма", "отдел связей", "в работе"),
        (2, "Обмен школьников", dt.datetime(2027, 6, 1, tzinfo=None), "", "школа № 1", ""),  # noqa: DTZ001 - Excel's days have no zone
    )
    parsed = measures.parse("plan.xlsx", content)
    assert not parsed.errors
    assert not parsed.unknown
    assert measures.take_in(twin, parsed, None) == 2
    assert measures.take_in(twin, parsed, None) == 0
    kept = twin.measures.values_list("number", "direction", "text", "due", "ours", "theirs", "status")
    assert list(kept) == [
        (1, "Туризм", "Стенд на ярмарке", "2027-Q4", "управление туризма", "отдел связей", "under_way"),
        (2, "Туризм", "Обмен школьников", "2027-06-01", "", "школа № 1", "planned"),
    ]  # fmt: skip


def test_a_bad_cell_is_named_and_keeps_only_its_own_row_out(twin, page):
    content = book(
        HEADS, (1, "Ярмарка", "осенью", "", "", ""), (2, "Форум", "2027", "палата", "", "когда-нибудь"),
        (3, "Визит", "2028", "акимат", "", ""), (4, "", "2028", "акимат", "", ""),
    )  # fmt: skip
    upload = SimpleUploadedFile("plan.xlsx", content)
    answer = page.post(f"{ROOM}{twin.pk}/plan/", {"upload": upload})
    errors = answer.context["parsed"].errors
    assert [(one.cell, one.given) for one in errors] == [("C2", "осенью"), ("F3", "когда-нибудь"), ("B5", "")]
    assert "write a year, a quarter" in errors[0].text
    assert list(twin.measures.values_list("text", flat=True)) == ["Визит"]
    assert "C2" in answer.content.decode()


def test_a_long_plan_comes_in_through_the_worker_and_is_drawn_in_pages(twin, page, settings):
    settings.JOBS_INLINE = False
    bad = 130
    rows = [(n, f"мера {n}", "2027", "палата", "", "") for n in range(1, 131)]
    content = book(HEADS, *rows, *[(n, f"без срока {n}", "осенью", "", "", "") for n in range(bad)])
    answer = page.post(f"{ROOM}{twin.pk}/plan/", {"upload": SimpleUploadedFile("plan.xlsx", content)})
    job = Job.objects.get(kind=measures.PLAN_JOB)
    assert answer["Location"].endswith(f"/jobs/{job.pk}/")
    assert twin.measures.count() == 0
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, twin.measures.count()) == ("done", len(rows))
    answer = page.get(job.result_url)
    body = answer.content.decode()
    assert f"The first {measures.ERRORS_SHOWN} of {bad} are shown." in body
    assert "C132" in body
    assert [row.measure.text for row in answer.context["rows"]] == [f"мера {n}" for n in range(1, 51)]
    answer = page.get(f"{ROOM}{twin.pk}/plan/?page=3")
    assert [row.measure.text for row in answer.context["rows"]] == [f"мера {n}" for n in range(101, 131)]
    assert answer.context["progress"]["planned"] == len(rows)


def test_the_result_of_one_plan_is_not_shown_on_another(twin, page):
    job = Job.objects.create(
        desk=twin.desk, kind=measures.PLAN_JOB, status=Job.Status.DONE, payload={"twinning": twin.pk + 1},
        result={"count": 3, "errors": [], "error_count": 0, "unknown": []},
    )  # fmt: skip
    assert "3 measures came in" not in page.get(f"{ROOM}{twin.pk}/plan/?job={job.pk}").content.decode()


@pytest.mark.parametrize("content", [b"", book(("Ярмарка", "2027")), b"\x00\x01nothing"])
def test_what_is_no_plan_is_refused_with_words(content):
    with pytest.raises(ValidationError):
        measures.parse("plan.xlsx", content)


def test_a_measure_is_late_when_its_last_day_has_gone_by(twin):
    assert not life.is_late(measure(twin, due="2026-Q4"), TODAY)
    assert life.is_late(measure(twin, due="2026-Q3"), TODAY)
    assert not life.is_late(measure(twin, due="2026-Q3", status="done"), TODAY)
    assert not life.is_late(measure(twin), TODAY)


def test_the_plan_as_a_paper_takes_the_measures(twin):
    from egiz.desk.papers.domain.filling import filled

    measure(twin, direction="tourism", due="2027-Q4", ours="tourism unit")
    made = filled(twin.desk, "plan", "twinning", twin)
    assert made.fields == {"years": "2027"}
    assert made.texts["en"]["measures"] == [
        {"due": "Q4 2027", "status": "planned", "direction": "tourism", "measure": "a stand at the fair",
         "a": "tourism unit", "b": "", "proof": "", "funds": ""}
    ]  # fmt: skip
    assert set(made.texts["kk"]["measures"][0]) == {"due", "status"}


def test_viewers_see_the_life_and_change_nothing(viewer, twin):
    reader = client_of(viewer)
    assert reader.get(f"{ROOM}{twin.pk}/").status_code == 200
    for path in ("stage/", "plan/", "plan/new/"):
        assert reader.get(f"{ROOM}{twin.pk}/{path}").status_code == 403
    assert reader.post(f"{ROOM}{twin.pk}/checklist/").status_code == 403
    assert reader.get(f"{ROOM}approvals/").status_code == 403


# --- the end of a link as evidence ------------------------------------------------


@pytest.mark.parametrize(
    ("status", "stage", "said"),
    [
        ("proposed", "", None),
        ("planned", "signing", None),
        ("planned", "approvals", None),
        ("existing", "activity", None),  # nobody saw its paper
        ("ended", "ended", None),
        ("agreement", "", "agreement signed"),
        ("memorandum", "talks", "memorandum signed"),  # talks of the next paper
        ("planned", "plan", "the signing is behind it, it stands at: plan of measures"),
        ("proposed", "activity", "the signing is behind it, it stands at: working link"),
    ],
)
def test_a_promise_is_kept_when_the_life_of_its_link_is_past_the_signing(twin, status, stage, said):
    twin.status, twin.stage = status, stage
    twin.save()
    links = joints.things("twinnings.twinning")
    ended = {pk: ending.text for pk, ending in links.endings([twin.pk]).items()}
    assert ended == ({twin.pk: said} if said else {})
    assert list(links.ended()) == ([{"pk": twin.pk}] if said else [])
    state = links.accounts([twin.pk], None, TODAY)[twin.pk].state
    assert state == (said or str(twin.get_stage_display() or twin.get_status_display()))
    assert register.is_signed(twin) == bool(said)
