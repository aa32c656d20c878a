import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from egiz.desk.missions.domain import matching, queries, wishes
from egiz.desk.missions.models import SuggestedMatch, Wish
from egiz.desk.missions.views.wishes import SUGGESTED
from tests.desk.missions.conftest import URL, QuietWatch, make_company, make_pairs, make_wish


def pair(mission):
    return make_company(mission), make_company(mission, "theirs", "K1")


def match_of(mission, ours, theirs, **fields):
    return SuggestedMatch.objects.create(
        mission=mission, ours=ours, theirs=theirs, **{"score": 0.5, "selected": True, **fields}
    )


def test_matching_proposes_a_pair_with_the_words_that_speak_for_it(mission):
    make_company(mission, offers=["торцевые уплотнения насосов"], needs=["поваренная соль"])
    make_company(mission, "theirs", "K1", offers=["поваренная соль"], needs=["торцевые уплотнения насосов"])
    assert matching.run_matching(mission, QuietWatch().report) == 1
    match = SuggestedMatch.objects.get()
    words = {(reason["ours"], reason["theirs"]) for reason in match.reasons if reason["kind"] == "phrase"}
    assert ("поваренная соль", "поваренная соль") in words
    assert match.selected


def test_matching_anew_keeps_the_wish_tied_to_its_pair(mission):
    make_company(mission, offers=["соль"], needs=["насосы"])
    make_company(mission, "theirs", "K1", offers=["насосы"], needs=["соль"])
    matching.run_matching(mission, QuietWatch().report)
    wishes.wishes_from_matches(mission, SuggestedMatch.objects.all(), None, consent=True)
    matching.run_matching(mission, QuietWatch().report)
    assert Wish.objects.get().match == SuggestedMatch.objects.get()


def test_a_proposal_becomes_a_wish_only_once(mission):
    match_of(mission, *pair(mission))
    assert wishes.wishes_from_matches(mission, SuggestedMatch.objects.all(), None, consent=False) == 1
    assert wishes.wishes_from_matches(mission, SuggestedMatch.objects.all(), None, consent=True) == 0
    assert Wish.objects.get().state == "asked"


def test_who_asks_has_agreed_and_the_partner_is_still_to_be_asked(mission):
    ours, theirs = pair(mission)
    wish = wishes.add_wish(mission, theirs, ours, Wish.Weight.WANT, None)
    assert (wish.our_consent, wish.their_consent) == ("asked", "agreed")
    assert not wish.is_agreed


def test_a_pair_has_one_wish_whoever_asks(mission):
    ours, theirs = pair(mission)
    make_wish(ours, theirs)
    with pytest.raises(ValidationError, match="already is a wish"):
        wishes.add_wish(mission, theirs, ours, Wish.Weight.WANT, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_wish(theirs, ours)


def test_a_company_does_not_meet_itself_or_its_own_side(mission):
    ours = make_company(mission)
    with pytest.raises(ValidationError, match="itself"):
        wishes.add_wish(mission, ours, ours, Wish.Weight.WANT, None)
    with pytest.raises(ValidationError, match="each side"):
        wishes.add_wish(mission, ours, make_company(mission, "ours", "A2"), Wish.Weight.WANT, None)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "agreed"),
        ({"our_consent": "asked"}, "waiting"),
        ({"our_consent": "asked", "their_consent": "declined"}, "declined"),
        ({"weight": "no"}, "declined"),
    ],
)
def test_every_wish_is_in_exactly_one_band(mission, fields, state):
    make_wish(*pair(mission), **fields)
    found = [name for name in queries.STATES if queries.wishes(mission, state=name).exists()]
    assert found == [state]


def test_an_answer_changes_one_row_in_place(page, mission):
    (wish,) = make_pairs(mission, 1, agreed=False)
    answer = page.post(
        f"{URL}/{mission.pk}/wishes/{wish.pk}/",
        {"weight": "must", "our_consent": "agreed", "their_consent": "asked", "consent_note": "by phone"},
        headers={"HX-Request": "true"},
    )
    wish.refresh_from_db()
    assert (wish.weight, wish.our_consent, wish.their_consent) == ("must", "agreed", "asked")
    assert answer.content.decode().lstrip().startswith("<li")


def test_an_answer_nobody_offered_is_refused(page, mission):
    (wish,) = make_pairs(mission, 1, agreed=False)
    page.post(f"{URL}/{mission.pk}/wishes/{wish.pk}/", {"our_consent": "maybe"})
    wish.refresh_from_db()
    assert wish.our_consent == "asked"


def test_the_ticked_proposals_become_wishes(page, mission):
    first = match_of(mission, *pair(mission))
    match_of(mission, make_company(mission, "ours", "A2"), make_company(mission, "theirs", "K2"))
    page.post(f"{URL}/{mission.pk}/matches/take/", {"match": [first.pk], "scope": "ticked"})
    assert [wish.match for wish in Wish.objects.all()] == [first]
    page.post(
        f"{URL}/{mission.pk}/matches/take/",
        {"scope": "recommended", "consent": "1", "consent_note": "by phone"},
    )
    assert Wish.objects.filter(our_consent="agreed", their_consent="agreed").count() == 1


def test_the_page_shows_the_reason_in_the_readers_words(page, mission):
    reasons = [
        {"code": "phrase", "kind": "phrase", "params": {"need": "соль", "offer": "туз"}, "ours": "соль",
         "theirs": "туз"},
        {"code": "language", "kind": "fit", "params": {"languages": "ru, uz"}, "text": "engine's words"},
    ]  # fmt: skip
    match_of(mission, *pair(mission), reasons=reasons)
    text = page.get(f"{URL}/{mission.pk}/matches/").content.decode()
    assert "“соль”" in text
    assert "both speak Russian, Uzbek" in text
    assert "engine's words" not in text


def test_the_page_of_wishes_names_no_company_to_choose_from_however_many_there_are(mission, page):
    make_company(mission, "ours", "A0", name="Company 0")
    few = page.get(f"{URL}/{mission.pk}/wishes/").content
    for number in range(1, 60):
        make_company(mission, "ours", f"A{number}", name=f"Company {number}")
    many = page.get(f"{URL}/{mission.pk}/wishes/").content.decode()
    assert len(many.encode()) - len(few) < 200  # the counts have more digits
    assert "Company 7" not in many
    found = page.get(f"{URL}/{mission.pk}/wishes/suggest/?ours=company").content.decode()
    assert found.count("<option") == SUGGESTED
    assert page.get(f"{URL}/{mission.pk}/wishes/suggest/?ours=A59").content.decode().count("<option") == 1
