"""A twinning that two desks keep: each sees its own place first, and either says how it stands."""

import datetime as dt

import pytest
from django_scopes import scope

from egiz.desk.core.domain import together
from egiz.desk.sharing.domain import things
from egiz.desk.sharing.models import SharedThing
from egiz.desk.twinnings.domain import register
from egiz.desk.twinnings.models import Twinning
from tests.desk.conftest import client_of


@pytest.fixture
def kept(joined):
    here, there = joined
    with scope(desk=here.desk):
        row = Twinning.objects.create(
            desk=here.desk, a_id=610529, a_name="Atyrau", a_country="KZ", b_id=601294, b_name="Nukus",
            b_country="UZ", source="a letter", source_url="https://example.org/", note="inner",
            since="2022-11", sign_on=dt.date(2027, 4, 7), document="Меморандум",
        )  # fmt: skip
    here.share(row)
    assert here.call()
    with scope(desk=there.desk):
        return here, there, row, Twinning.objects.get()


def changed(end, row, **values):
    with scope(desk=end.desk):
        row = Twinning.objects.get(pk=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        return register.save_twinning(row, end.user)


def test_each_desk_sees_its_own_place_first(kept):
    _here, there, row, copy = kept
    pair = (copy.a_name, copy.a_country, copy.a_id, copy.b_name, copy.b_country, copy.b_id)
    assert pair == ("Nukus", "UZ", 601294, "Atyrau", "KZ", 610529)
    same = ("since", "sign_on", "document", "source", "source_url", "status")
    assert {name: getattr(copy, name) for name in same} == {name: getattr(row, name) for name in same}
    assert (copy.note, copy.desk) == ("", there.desk)


def test_either_desk_says_how_it_stands_and_only_its_desk_whose_it_is(kept):
    here, there, row, copy = kept
    changed(there, copy, status="memorandum", since="2026-11-20")
    there.call()
    row = here.get(row)
    assert (row.status, row.since, row.a_name) == ("memorandum", "2026-11-20", "Atyrau")
    with pytest.raises(together.ElsewhereError):
        changed(there, copy, source="another")


def test_what_is_taken_back_leaves_the_pair_and_the_word(kept):
    here, there, _row, copy = kept
    with scope(desk=here.desk):
        things.withdraw(SharedThing.objects.select_related("partner").get(), here.user)
    here.call()
    copy = there.get(copy)
    assert (copy.document, copy.since, copy.sign_on, copy.source_url) == ("", "", None, "")
    assert (copy.source, copy.status) == ("Desk atyrau qaytarib oldi", "proposed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("source_url", "javascript:alert(1)"),
        ("since", "2022-99"),
        ("pair", [[1, "A", "KZ"], [1, "A", "KZ"]]),
        ("pair", [[True, "A", "KZ"], [2, "B", "UZ"]]),
        ("pair", "AB"),
        ("stage", "over"),
    ],
)
def test_what_no_form_would_take_is_not_taken_from_a_partner_either(name, value):
    part = together.kind_of("twinning").part(name)
    with pytest.raises(ValueError, match=r"."):
        part.clean(value)


@pytest.mark.parametrize("value", ["", "2022", "2022-11", "2022-11-20"])
def test_a_year_a_month_or_a_day_may_be_known(value):
    assert together.kind_of("twinning").part("since").clean(value) == value


def test_the_pages_of_both_say_with_whom_it_is_kept(kept):
    here, there, row, copy = kept
    for end, one, words in (
        (here, row, "Ведётся вместе: Desk nukus"),
        (there, copy, "Desk atyrau kabinetidan keldi"),
    ):
        end.user.language = end.desk.language
        end.user.save()
        page = client_of(end.user).get(f"/d/{end.desk.slug}/twinnings/{one.pk}/").content.decode()
        assert words in page
        assert 'class="foreign">Меморандум' not in page  # it stands above already
