import datetime as dt
import gettext
import os
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

import egiz.desk
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.locales import compile_locales
from egiz.desk.core.domain.setup import ensure_member, ensure_sample, ensure_user
from egiz.desk.core.models import Desk, Membership, Role
from egiz.desk.core.templatetags.egiz import away_words

DESK = Path(egiz.desk.__file__).parent


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize("spelling", ["Нукус", "Nukus", "НУКУС"])
def test_one_place_has_one_key_in_two_scripts(spelling):
    assert fold(spelling) == fold("Nukus")


def test_apostrophes_do_not_part_a_name():
    assert fold("oʻgʻil") == fold("o'g'il") == fold("o‘g‘il")


def test_words_stay_parted():
    assert fold("Торговая палата, Нукус") == " ".join([fold("Торговая"), fold("палата"), fold("Нукус")])


def test_days_are_written_as_each_language_writes_them():
    day = dt.date(2031, 11, 12)
    written = {}
    for code in ("ru", "uz", "kk", "en"):
        with translation.override(code):
            written[code] = render("{{ d|day_long }}", d=day)
    assert written == {
        "ru": "12 ноября 2031\u202fг.",
        "uz": "12-noyabr, 2031",
        "kk": "2031\u202fж. 12 қараша",
        "en": "12 November 2031",
    }


def test_a_moment_names_its_zone_in_words():
    desk = Desk(timezone="Asia/Atyrau")
    moment = dt.datetime(2026, 11, 12, 7, 5, tzinfo=dt.UTC)
    with translation.override("en"):
        html = render("{% moment at %}", at=moment, desk=desk)
    assert "12:05" in html
    assert 'title="Atyrau (UTC+5)"' in html


def test_an_icon_is_decoration_without_a_title_and_an_image_with_one():
    assert 'aria-hidden="true"' in render("{% icon 'check' %}")
    assert "<title>&lt;b&gt;</title>" in render("{% icon 'check' title %}", title="<b>")


def test_every_icon_named_in_a_template_is_there():
    named = set()
    for template in (DESK / "templates").rglob("*.html"):
        named |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text(encoding="utf-8")))
    assert named
    there = {path.stem for path in (DESK / "static" / "egiz" / "icons").glob("*.svg")}
    assert named - there == set()


INLINE = r'<script(?![^>]*(?:\bsrc=|type="application/ld\+json"))|<style|\sstyle=|\son\w+='


def test_no_template_carries_inline_script_or_style():
    for template in (DESK / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        # JSON-LD is data that no browser runs.
        # What a template says to itself ({% with one=… %}) reaches no page.
        found = re.search(INLINE, re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL))
        assert not found, f"{template.name}: {found and found[0]}"


def test_letters_of_a_side_stand_beside_its_colour():
    desk = Desk(country="KZ", their_country="UZ")
    assert ">KZ</span>" in render("{% side 'ours' %}", desk=desk)
    assert ">UZ</span>" in render("{% side 'theirs' %}", desk=desk)
    assert render("{% side '' %}", desk=desk) == ""


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Promises"
msgstr "Обещания"
"""


def test_translations_are_compiled_once_and_again_after_a_change(tmp_path):
    source = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert compile_locales(tmp_path) == 1
    assert compile_locales(tmp_path) == 0
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_locales(tmp_path) == 1
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Promises") == "Обещания"


def test_a_new_person_gets_a_password_once(db):
    user, password = ensure_user("New@Example.org", name="New")
    assert user.check_password(password)
    assert ensure_user("new@example.org") == (user, None)


def test_the_sample_leaves_a_real_desk_of_the_same_address_alone(db, tmp_path):
    real = Desk.objects.create(slug="atyrau", name="Real desk")
    user, _password = ensure_user("owner@example.org")
    desk, created = ensure_sample(user, samples=tmp_path)
    assert (desk, created) == (real, False)
    assert not Membership.objects.filter(desk=real).exists()


def test_a_members_role_is_not_changed_by_adding_them_again(desk, guest):
    ensure_member(desk, guest, Role.OWNER)
    assert Membership.objects.get(desk=desk, user=guest).role == Role.GUEST


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-730, ("24 месяца назад", "24 oy oldin", "24 ай бұрын", "24 months ago")),
        (-21, ("3 недели назад", "3 hafta oldin", "3 апта бұрын", "3 weeks ago")),
        (-14, ("14 дней назад", "14 kun oldin", "14 күн бұрын", "14 days ago")),
        (-1, ("вчера", "kecha", "кеше", "yesterday")),
        (0, ("сегодня", "bugun", "бүгін", "today")),
        (2, ("через 2 дня", "2 kundan keyin", "2 күннен кейін", "in 2 days")),
        (11, ("через 11 дней", "11 kundan keyin", "11 күннен кейін", "in 11 days")),
        (15, ("через 2 недели", "2 haftadan keyin", "2 аптадан кейін", "in 2 weeks")),
        (35, ("через 5 недель", "5 haftadan keyin", "5 аптадан кейін", "in 5 weeks")),
        (61, ("через 2 месяца", "2 oydan keyin", "2 айдан кейін", "in 2 months")),
        (731, ("через 2 года", "2 yildan keyin", "2 жылдан кейін", "in 2 years")),
    ],
)
def test_days_are_told_in_days_for_two_weeks_and_then_in_whole_weeks(days, said):
    for language, words in zip(("ru", "uz", "kk", "en"), said, strict=True):
        with translation.override(language):
            assert away_words(days) == words
