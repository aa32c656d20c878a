"""Kinds of fault that reports by others showed when nobody had seen them before; told in words of our own."""

import datetime as dt

import pytest

from egiz.minutes import read

DAY = dt.date(2026, 11, 10)


def only(text):
    found = read(text, date=DAY).promises
    assert len(found) == 1, [one.quote for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("В ходе визита главы приграничных регионов намерены подписать в Оренбурге соглашение.",
         "главы приграничных регионов"),
        ("Планируется рабочая поездка делегации Кызылординской области в Республику Корея.",
         "делегация Кызылординской области в Республику Корея"),
        ("С деловым визитом город Дмитров Московской области посетят послы.", "послы"),
        ("Ташкент Шымкентте жеке сауда үйін ашпақ.", "Ташкент"),
        ("Мемлекет басшысы облыстың мұнай кәсіпорындарына барып, кеңейтілген кеңес өткізеді.",
         "Мемлекет басшысы"),
        ("Тадбирда икки мамлакат ҳукуматлари раҳбарлари иштирок этиши кўзда тутилмоқда.",
         "икки мамлакат ҳукуматлари раҳбарлари"),
        ("Олий Мажлис Сенати раиси Япониянинг янги музейи маросимида иштирок этади.",
         "Олий Мажлис Сенати раиси"),
        ("The list will be provided by Carolyn Smith by 1 December 2026.", "Carolyn Smith"),
    ],
)  # fmt: skip
def test_who_acts(text, owner):
    assert only(text).by == (owner,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The embassy plans to open the Consulate General in Busan to develop exchanges in culture.",
         "other"),
        ("The diplomat suggested opening a centre in Omsk to hold there concerts and exhibitions.", "other"),
        ("A proposal was made on opening trading houses in both cities.", "trade"),
        ("Стороны намерены реализовать совместный проект.", "other"),
        ("Агентство планирует выделить больнице города 270 тысяч долларов.", "assistance"),
        ("We plan to hold Days of Astana in June.", "events"),
    ],
)  # fmt: skip
def test_what_is_founded_is_told_by_its_object(text, kind):
    assert only(text).kind == kind


def test_the_one_beside_said_speaks():
    text = "The mayor Asset Berg met guests. “We have planned to hold a fair in Astana,” the mayor said."
    assert only(text).by == ("Asset Berg",)


def test_a_clause_without_a_doer_has_that_of_the_first():
    first, second = read("Russia will take part in the fair and is ready to hold a hundred talks.").promises
    assert first.by == second.by == ("Russia",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Открытие выставки состоится в пятницу, 27 ноября.", dt.date(2026, 11, 27)),
        ("В октябре-ноябре следующего года делегация посетит Навои.", dt.date(2027, 11, 30)),
        ("The delegation will visit Navoi in June or July.", dt.date(2027, 7, 31)),
    ],
)
def test_a_day_said_twice_and_two_months(text, day):
    assert only(text).due.date == day


@pytest.mark.parametrize(
    "text",
    [
        "Бүгінде екі ел арасындағы экономикалық ынтымақтастық қарқынды дамып келеді.",
        "Қонақтар индустриалды аймақ, кешен бағытындағы тәжірибелерімен бөлісті.",
        "Томонлар тўқимачилик соҳасида ҳамкорликни ривожлантириши мумкинлигини таъкидлади.",
    ],
)
def test_what_goes_on_and_what_is_possible_is_no_promise(text):
    assert read(text, date=DAY).promises == ()


def test_one_who_is_quoted_over_two_sentences_speaks_in_both():
    text = (
        "The minister Saji Berg met the press. “As part of the talks, we are planning to hold a boat show. "
        "I saw many boats,” said Berg."
    )
    assert only(text).by == ("Saji Berg",)


@pytest.mark.parametrize(
    "text",
    ["The mayor said on Friday that she will visit Navoi.", "Мэр сообщил в пятницу, что посетит Навои."],
)
def test_the_weekday_of_the_news_is_no_deadline(text):
    assert only(text).due.phrase is None


def test_a_refusal_to_end_a_twinning_leaves_it():
    text = "Совет германского города Зуль не намерен расторгать договор о побратимстве с Калугой."
    (found,) = read(text, date=DAY).twinnings
    assert (found.a.name, found.b.name, found.status) == ("Зуль", "Калуга", "existing")


def test_the_capital_of_a_region_is_the_twin_and_not_the_region():
    text = "Stuttgart, the capital city of Hessen, and the city of Mumbai had a sister-city relationship."
    (found,) = read(text, date=DAY).twinnings
    assert {found.a.name, found.b.name} == {"Stuttgart", "Mumbai"}


def test_the_twin_cities_of_a_report_are_the_two_it_named():
    text = "Аким Атырау встретился с мэром Оренбурга. Оба города стали городами-побратимами."
    (found,) = read(text, date=DAY).twinnings
    assert {found.a.name, found.b.name} == {"Атырау", "Оренбург"}
