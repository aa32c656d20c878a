"""A company is told what its partners seek and its own lines do not say."""

import html

import pytest
from django.utils import translation

from egiz.desk.missions.domain import matching, registering
from egiz.desk.missions.models import Company
from tests.desk.missions.conftest import URL, QuietWatch, make_company
from tests.desk.missions.test_asking import page_of

HEADING = "What to add to the profile"


@pytest.fixture
def three(mission):
    """Ours: a seller of pumps, and one of pumps and pipes; theirs: who seeks both."""
    registering.registration_of(mission)
    pumps = make_company(mission, "ours", "A1", offers=["насосы"], needs=[], codes=["28.13"])
    make_company(mission, "ours", "A2", offers=["насосы", "трубы стальные"], needs=[], codes=["28.13"])
    oil = make_company(mission, "theirs", "K1", name="Oil", offers=[], needs=["насосы", "трубы стальные"])
    matching.run_matching(mission, QuietWatch().report)
    pumps.refresh_from_db()
    return mission, pumps, oil


def said_on(page, mission, company):
    return html.unescape(page.get(f"{URL}/{mission.pk}/companies/{company.pk}/").content.decode())


def test_both_pages_quote_the_line_and_name_who_seeks_it(three, page):
    mission, pumps, _ = three
    organisers = said_on(page, mission, pumps)
    assert HEADING in organisers
    assert "“трубы стальные” is sought by Oil; companies like yours offer it" in organisers
    with translation.override("ru"):
        pumps.language = "ru"
        pumps.save()
    assert "трубы стальные" in html.unescape(page_of(pumps, "partners/")).split("All participants")[0]


def test_who_offers_it_already_and_who_added_it_are_told_nothing(three, page):
    mission, pumps, _ = three
    other = Company.objects.get(key="A2")
    assert other.advice == []
    assert HEADING not in said_on(page, mission, other)
    pumps.offers = ["насосы", "Трубы стальные"]
    pumps.save()
    assert HEADING not in said_on(page, mission, pumps)


def test_a_partner_that_left_is_not_named(three, page):
    mission, pumps, oil = three
    assert "Oil" not in str(pumps.advice)
    oil.delete()
    assert HEADING not in said_on(page, mission, pumps)


def test_a_partner_that_the_company_will_not_meet_is_not_named_to_it(three):
    _, pumps, oil = three
    pumps.not_with = [oil.name]
    pumps.save()
    assert HEADING not in page_of(pumps, "partners/")
