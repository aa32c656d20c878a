import datetime as dt

import pytest

from egiz.minutes import Candidate, Person, read

NUKUS, URGENCH, ATYRAU, AKTAU, AKTOBE = 601294, 1512473, 610529, 610612, 610611


@pytest.fixture(scope="module")
def report(case_text):
    return read(case_text, date=dt.date(2026, 11, 20))


def by_kind(report, kind):
    (one,) = [item for item in report.promises if item.kind == kind]
    return one


def test_the_five_promises_are_found_and_at_most_three_more(report):
    kinds = [one.kind for one in report.promises]
    assert {"twinning", "meeting", "events", "trip", "assistance"} <= set(kinds)
    assert len(kinds) <= 8


def test_every_quote_is_cut_from_the_text_at_its_offsets(report, case_text):
    assert [case_text[one.start : one.end] for one in report.promises] == [
        one.quote for one in report.promises
    ]


def test_the_twin_city_is_open_between_nukus_and_urgench(report):
    one = by_kind(report, "twinning")
    assert one.candidates == (Candidate("Нукус", NUKUS, "UZ"), Candidate("Ургенч", URGENCH, "UZ"))
    assert one.title == "Установить побратимские отношения между городами Атырау и Нукус либо Ургенч"
    assert one.by == ("Атабек Турсынбеков",)


def test_the_online_meeting_is_due_in_the_coming_days_with_a_follow_up_in_five_working_days(report):
    one = by_kind(report, "meeting")
    assert (one.due.date, one.due.phrase, one.due.proposed) == (
        None,
        "в ближайшие дни",
        dt.date(2026, 11, 27),
    )
    assert one.to == ("региональная Палата предпринимателей", "Торгово-Промышленная палата")


def test_the_calendar_is_owed_by_the_one_who_is_asked(report):
    one = by_kind(report, "events")
    assert one.title == "Прислать календарь мероприятий по нефтегазовому направлению"
    assert (one.by, one.to) == (("Атабек Турсынбеков",), ("Ерлан Андашев",))


def test_the_trips_and_the_assistance_have_short_titles(report):
    assert by_kind(report, "trip").title == "Организовать бизнес-поездки в Узбекистан"
    assert by_kind(report, "assistance").title == "Оказать необходимое содействие"


def test_a_past_event_and_a_founding_date_are_no_promises(report):
    quotes = " ".join(one.quote for one in report.promises)
    assert "были организованы" not in quotes
    assert "2019" not in quotes


def test_the_four_people_have_role_and_organisation(report):
    assert list(report.people) == [
        Person(
            "Атабек Турсынбеков",
            "Генеральный консул Республики Узбекистан в городе Актау",
            "Генеральное консульство Республики Узбекистан в городе Актау",
        ),
        Person("Шавкат Мирзиеев", "Президент Узбекистана", "Узбекистан"),
        Person(
            "Гульмира Джумагалиева",
            "Председатель регионального совета",
            "Палата предпринимателей Атырауской области",
        ),
        Person("Ерлан Андашев", "член регионального совета, директор", "ТОО «Alimay»"),
    ]


def test_aktobe_and_nukus_are_twins_already_and_atyrau_may_become_one(report):
    assert [(one.a.geonameid, one.b.geonameid, one.status) for one in report.twinnings] == [
        (AKTOBE, NUKUS, "existing"),
        (ATYRAU, NUKUS, "proposed"),
        (ATYRAU, URGENCH, "proposed"),
    ]


def test_the_five_cities_are_the_right_places(report):
    found = {one.name: (one.geonameid, one.country, one.ambiguous) for one in report.places}
    assert {name: found[name] for name in ("Атырау", "Нукус", "Ургенч", "Актау", "Актобе")} == {
        "Атырау": (ATYRAU, "KZ", False),
        "Нукус": (NUKUS, "UZ", False),
        "Ургенч": (URGENCH, "UZ", False),
        "Актау": (AKTAU, "KZ", False),
        "Актобе": (AKTOBE, "KZ", False),
    }


def test_the_organisations_have_their_kinds(report):
    kinds = {one.name: one.kind for one in report.organisations}
    assert kinds["Генеральное консульство Республики Узбекистан в городе Актау"] == "consulate"
    assert kinds["Палата предпринимателей Атырауской области"] == "chamber"
    assert kinds["Казахстанско-Узбекский деловой совет"] == "council"
    assert kinds["ТОО «Alimay»"] == "company"


def test_reading_twice_gives_the_same(report, case_text):
    assert read(case_text, date=dt.date(2026, 11, 20)) == report


def test_without_a_date_no_follow_up_is_proposed(case_text):
    due = by_kind(read(case_text), "meeting").due
    assert (due.phrase, due.proposed, due.reason.code) == ("в ближайшие дни", None, "due_needs_report_date")


def test_the_sample_report_holds_the_five_promises(sample_text):
    report = read(sample_text, date=dt.date(2026, 11, 20))
    assert sorted(one.kind for one in report.promises) == [
        "assistance",
        "events",
        "meeting",
        "trip",
        "twinning",
    ]
    assert sample_text.startswith("ОБРАЗЕЦ")
