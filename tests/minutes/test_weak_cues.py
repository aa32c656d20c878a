"""What the rules half see and the sentence model agrees to, deeds told in a row, and who acts."""

import datetime as dt

import pytest

from egiz.minutes import opinion as module
from egiz.minutes import read
from egiz.minutes.opinion_words import PLACES, word_features
from egiz.text.dates import find_deadlines
from egiz.text.sense import sense

DAY = dt.date(2026, 11, 10)
needs_model = pytest.mark.skipif(sense() is None, reason="the sentence model has no build for this machine")


def found(text, lang):
    return [(one.kind, one.by, one.due.date) for one in read(text, date=DAY, lang=lang).promises]


@needs_model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Строительство гостиницы на набережной завершится в следующем месяце."),
        ("kk", "Қонақтар ертең жаңа нысандарды, шаруашылықтарды аралайды."),
    ],
)
def test_a_weak_cue_counts_where_the_model_agrees(lang, text):
    assert len(read(text, date=DAY, lang=lang).promises) == 1


def test_a_weak_cue_is_nothing_by_itself(monkeypatch):
    monkeypatch.setattr(module, "opinion", lambda: None)
    report = read("Строительство гостиницы на набережной завершится в следующем месяце.", date=DAY, lang="ru")
    assert (report.promises, report.perhaps) == ((), ())


def test_words_and_endings_of_both_uzbek_scripts_are_the_same():
    latin, cyrillic, other = word_features(["Forum o‘tkaziladi.", "Форум ўтказилади.", "Forum o‘tkazildi."])
    assert (latin == cyrillic).all()
    assert (latin != other).any()
    assert latin.shape == (PLACES,)


def test_deeds_told_in_a_row_have_each_their_own_kind():
    text = (
        "Делегация Узбекистана ознакомится с работой предприятий области, в том числе с зоной «Моглино», "
        "а также встретится со студентами."
    )
    assert found(text, "ru") == [
        ("trip", ("Делегация Узбекистана",), None),
        ("meeting", ("Делегация Узбекистана",), None),
    ]


@pytest.mark.parametrize(
    ("lang", "text", "owner"),
    [
        (
            "uz",
            "Fermer xoʻjaliklari mahsulotlar roʻyxatini yuborishga va’da berdi.",
            ("Fermer xoʻjaliklari",),
        ),
        ("kk", "Палата өкілдері тізімді жібереді.", ("Палата өкілдері",)),
        ("kk", "Бұл компания облыс аумағында агропарк салмақ.", ("Бұл компания",)),
        ("kk", "Жаңа зауыт салынып, өнім жеткізіледі.", ()),
        ("en", "On August 2 the sides agreed on holding a forum by the end of 2027.", ("sides",)),
        ("ru", "Гостям из Самарканда предстоит посетить порт.", ("Гости",)),
    ],
)
def test_who_owes_it(lang, text, owner):
    assert [one[1] for one in found(text, lang)] == [owner]


def test_who_speaks_behind_a_kazakh_quotation_owes_it():
    text = (
        "Кеше қалаға Мұхаммед Сарин келді.\n"
        "«Сауда орталығын салуды да жоспарлап отырмыз. Жағалауды абаттандыруды қолға аламыз», "
        "– деді Мұхаммед Сарин."
    )
    assert {one[1] for one in found(text, "kk")} == {("Мұхаммед Сарин",)}


def test_a_name_with_an_initial_beside_a_role_is_left_as_it_is_written():
    report = read("На встрече выступила руководитель центра Э. Чернова.", date=DAY, lang="ru")
    assert [(one.name, one.role) for one in report.people] == [("Э. Чернова", "руководитель центра")]


def test_a_sentence_about_twins_is_long_enough_to_be_read():
    report = read("Костанай – побратим Навои.", date=DAY)
    assert [(one.a.name, one.b.name, one.status) for one in report.twinnings] == [
        ("Костанай", "Навои", "existing")
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A meeting of the committee was held in The Hall on Thursday 17th September 2026."),
        ("kk", "Екі елдің байланысы нығайып келеді."),
        ("kk", "Жоба жүзеге асса, жаңа цех ашылады."),
        ("uz", "Hokimlar har oy uchrashuv o‘tkazish to‘g‘risida hujjat imzoladi."),
    ],
)
def test_what_was_or_depends_is_no_promise(lang, text):
    assert found(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("en", "It will be held on May 30-31, 2027 in Jizzakh.", dt.date(2027, 5, 31)),
        ("uz", "joriy yilning 8-dekabrida yig'ilishda qatnashadi", dt.date(2026, 12, 8)),
    ],
)
def test_days_of_a_range_and_of_a_declined_month(lang, text, day):
    assert [one.date for one in find_deadlines(text, lang, DAY, lambda *_: False)] == [day]


def test_a_month_and_a_week_as_terms_in_uzbek():
    (one,) = find_deadlines("bir oy muddatda muzokara o'tkazish", "uz", DAY, lambda *_: False)
    assert one.proposed == dt.date(2026, 12, 10)
