"""What reports by others taught, in our own words: forms of what will be done, owners, days, kinds."""

import datetime as dt

import pytest

from egiz.minutes import read

DAY = dt.date(2026, 11, 10)


def promises(text, lang):
    return read(text, date=DAY, lang=lang).promises


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The singers will be celebrating the anniversary in both towns."),
        ("en", "A group of teachers arrives in Navoi on 20 November."),
        ("en", "It was moved to donate 500 dollars to the school."),
        ("en", "The board agreed to a contract with the hotel for the spring dinner."),
        ("en", "The Days of Culture are to take place in Navoi."),
        ("en", "Talks and tours of the mills are also scheduled."),
        ("en", "The club is hosting an open evening on 3 December."),
        ("en", "Ann Birch asked that the accounts be checked by the bank."),
        ("ru", "Завтра свою подпись под документом поставит и аким Марат Ветров."),
        ("ru", "Костанай и Навои заключат соглашение о побратимстве 14 декабря."),
        ("ru", "До 1 декабря необходимо доложить о принятых мерах."),
        ("uz", "Maydonda davlat bayrogʻi oʻrnatiladi."),
        ("uz", "Hokim forumda ishtirok etish niyatini tasdiqladi."),
        ("uz", "Topshiriqni bajarish vazifasi savdo boshqarmasi boshligʻi Anvar Karimovga yuklatilgan."),
        ("kk", "Бұл мәселені келесі отырыста қарайтын боламыз."),
        ("kk", "Келесі жиынға дейін жөндеуді аяқтаңыздар."),
        ("kk", "Наурыз мерекесі жеті ауданда тойланады."),
        ("kk", "Әкім жолдарды жөндеу жұмыстарын міндеттеді."),
    ],
)
def test_what_will_be_done_is_a_promise(lang, text):
    assert len(promises(text, lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The opening of the line will further expand the ties of both countries."),
        ("en", "It was agreed that this would be impracticable."),
        ("en", "The students wanted to go as a group."),
        ("en", "Moved to approve – Ann, seconded by Joe."),
        ("en", "The letter says what the agreement would contain."),
        ("en", "The fair has been postponed; it was to be held in May."),
        ("en", "Last November, the countries signed the agreement to set up a trade centre."),
        ("ru", "Напомним, в 2016 году на встрече министров было решено увеличить товарооборот."),
        ("ru", "Отдельное внимание будет уделено расширению контактов."),
        ("uz", "Korxonalar savdo hajmini oshirishni maqsad qilishgan."),
        ("uz", "Forum hamkorlik uchun imkoniyatlar ochadi."),
        ("kk", "Қарашада өтеді деп жоспарланған форум кейінге қалдырылды."),
        ("kk", "Тапсырма орындалмаса, тиісті шешімдер қабылданады."),
        ("kk", "Елші екі ел қатынастарының зор әлеуетін атап өтті."),
    ],
)
def test_what_was_or_is_hoped_is_none(lang, text):
    assert promises(text, lang) == ()


def test_a_deadline_of_its_own_belongs_to_the_sentence_before():
    (one,) = promises("Министерству поручено подготовить предложения. Срок – до 17 декабря.", "ru")
    assert one.due.date == dt.date(2026, 12, 17)


def test_a_day_of_a_relative_clause_is_not_the_deadline():
    text = (
        "The ministries were instructed to speed up the work of the commission, which will be held this week."
    )
    (one,) = promises(text, "en")
    assert one.due.date is None
    assert one.by == ("ministries",)


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("en", "Joe Reed will send the budget to the board by 1/15/27.", dt.date(2027, 1, 15)),
        ("en", "The fair is scheduled for Oct. 8th.", dt.date(2027, 10, 8)),
        ("uz", "Delegatsiya joriy yil 20-noyabr kuni Toshkentga keladi.", dt.date(2026, 11, 20)),
        ("kk", "Үстіміздегі жылы делегация қарымта сапармен келеді.", dt.date(2026, 12, 31)),
    ],
)
def test_days_as_they_are_written(lang, text, day):
    (one,) = promises(text, lang)
    assert one.due.date == day


def test_a_day_of_two_readings_is_left_open():
    (one,) = promises("Joe Reed will send the budget by 1/7/27.", "en")
    assert one.due.date is None
    assert one.due.reason.code == "due_two_readings"


def test_she_is_the_one_who_said_so():
    (one,) = promises("Echo Hale has said that she will help with the tents.", "en")
    assert one.by == ("Echo Hale",)


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("en", "Joyce Hale will send letters to the families who helped.", "document"),
        ("ru", "Министры обсудят тарифы на перевозку.", "meeting"),
        ("ru", "Города намерены сотрудничать в области сельского хозяйства, торговли и туризма.", "other"),
        ("uz", "Prezident sammitda qatnashadi.", "events"),
        ("kk", "Жетпіс бес контрактке қол қойылады.", "trade"),
    ],
)
def test_kinds_of_what_is_to_be_done(lang, text, kind):
    (one,) = promises(text, lang)
    assert one.kind == kind


def test_people_of_an_american_list():
    text = "In attendance were: President - Ann Birch, VP - Joe Reed and Treasurer - Tom Field."
    roles = {one.name: one.role for one in read(text, date=DAY, lang="en").people}
    assert roles == {"Ann Birch": "President", "Joe Reed": "VP", "Tom Field": "Treasurer"}


def test_a_word_written_small_elsewhere_is_no_town():
    text = "The Gateway Plan was read; the gateway is in Navoi. Front work is almost done, the front is dry."
    assert [one.name for one in read(text, date=DAY, lang="en").places] == ["Navoi"]


def test_brotherly_ties_are_a_twinning():
    (one,) = read(
        "Ташкент и Анкара подписали меморандум об установлении братских связей.", date=DAY
    ).twinnings
    assert one.status == "existing"
