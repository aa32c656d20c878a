# ruff: noqa: E501 -- a report's sentence is written as one line
"""Inputs that were read wrongly once, each an example of a kind; people and firms are invented."""

import datetime as dt

import pytest

from egiz.minutes import read

DAY = dt.date(2026, 11, 10)


def promises(text, lang=None):
    report = read(text, date=DAY, lang=lang)
    assert [text[one.start : one.end] for one in report.promises] == [one.quote for one in report.promises]
    return report.promises


def people(text, lang=None):
    return {one.name: (one.role, one.organisation) for one in read(text, date=DAY, lang=lang).people}


def places(text, lang=None):
    return {one.name for one in read(text, date=DAY, lang=lang).places}


def test_a_hyphen_that_does_not_break_breaks_nothing():
    report = read(
        "Делегацию возглавил руководитель Организации содействия торговле Антон Реутов. Гостей приветствовал "
        "председатель Комитета по внешним связям Санкт\u2011Петербурга Олег Седов.",
        date=DAY,
    )
    assert "Комитет по внешним связям Санкт-Петербурга" in {one.organisation for one in report.people}


def test_quotes_keep_the_reports_own_characters():
    text = "Пала\u00adта обеща\u00adла\u00a0направить спи\u00adсок до 1\u00a0декабря 2026\u00a0года."
    (one,) = promises(text)
    assert one.quote == text.rstrip(".")
    assert one.due.date == dt.date(2026, 12, 1)


def test_a_labelled_month_or_quarter_is_its_last_day():
    text = (
        "РЕШИЛИ:\n1. Направить список. Срок: март 2027 г. Исполнитель: Палата.\n"
        "2. Подготовить отчет. Срок: I квартал 2027 года."
    )
    assert [one.due.date for one in promises(text)] == [dt.date(2027, 3, 31)] * 2


def test_a_label_wrapped_at_its_colon_goes_on_in_the_next_line():
    text = (
        "РЕШИЛИ:\n1. Подготовить предложение. Ответственный:\nотдел внешних связей. Срок: до 20 января 2027 года.\n"
        "2. Провести в Навои в марте 2027 года бизнес-форум."
    )
    first, second = promises(text)
    assert (first.by, first.due.date) == (("отдел внешних связей",), dt.date(2027, 1, 20))
    assert second.due.date == dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("lang", "text", "pairs"),
    [
        ("ru", "Костанай и Навои могут стать городами-побратимами.", [("Костанай", "Навои", "proposed")]),
        (
            "ru",
            "Обсуждалось установление побратимских связей между городами Костанай и Навои.",
            [("Костанай", "Навои", "proposed")],
        ),
        (
            "ru",
            "РЕШИЛИ:\n1. Подготовить проект соглашения о побратимстве городов Костанай и Навои.",
            [("Костанай", "Навои", "proposed")],
        ),
        ("ru", "Городами-побратимами стали Костанай и Навои.", [("Костанай", "Навои", "existing")]),
        ("ru", "В Костанай прибыла делегация города-побратима Навои.", [("Костанай", "Навои", "existing")]),
        ("ru", "Костанай – побратим Навои.", [("Костанай", "Навои", "existing")]),
        (
            "ru",
            "Уральск с 2015 года поддерживает побратимские отношения с Оренбургом.",
            [("Уральск", "Оренбург", "existing")],
        ),
        (
            "ru",
            "Городами-побратимами Актау являются Астрахань и Трабзон.",
            [("Актау", "Астрахань", "existing"), ("Актау", "Трабзон", "existing")],
        ),
        ("ru", "Соглашение о побратимстве Актобе и Орска расторгнуто.", [("Актобе", "Орск", "ended")]),
        ("ru", "Кокшетау не является городом-побратимом Омска.", []),
        (
            "kk",
            "Шымкент пен Сиань қалалары арасында бауырластық байланыстар орнатылды.",
            [("Шымкент", "Сиань", "existing")],
        ),
        (
            "uz",
            "Termiz Samarqand bilan emas, balki Volgograd bilan qardosh shahar hisoblanadi.",
            [("Termiz", "Volgograd", "existing")],
        ),
        ("en", "Bukhara may become a sister city of Santa Fe.", [("Bukhara", "Santa Fe", "proposed")]),
        (
            "en",
            "The twinning between Bonn and Bukhara was suspended in 2020.",
            [("Bonn", "Bukhara", "ended")],
        ),
    ],
)
def test_twins_are_told_with_their_status(lang, text, pairs):
    report = read(text, date=DAY, lang=lang)
    assert [(one.a.name, one.b.name, one.status) for one in report.twinnings] == pairs


def test_countries_and_towns_of_the_whole_world_are_places():
    text = (
        "The delegation from France, Germany and Poland will visit Minneapolis in June; "
        "guests from Nagasaki, Japan, follow."
    )
    assert places(text) == {"France", "Germany", "Poland", "Minneapolis", "Nagasaki", "Japan"}


def test_short_words_and_given_names_are_no_towns():
    text = "In Nov the Bus of Mary Luck Inc can go. Val Moss (UK) will help. The OF committee met."
    assert places(text, "en") <= {"UK"}


def test_english_people_stand_before_and_behind_their_roles():
    found = people(
        "Kara Dale, chief executive of Alden City Council, and Sarah Moss, marketing director at the Alden "
        "Partnership, met Councillor Ann Birch, treasurer Joe Reed and President of Uzbekistan Shavel Mirov."
    )
    assert found == {
        "Kara Dale": ("chief executive", "Alden City Council"),
        "Sarah Moss": ("marketing director", "Alden Partnership"),
        "Ann Birch": ("Councillor", None),
        "Joe Reed": ("treasurer", None),
        "Shavel Mirov": ("President", "Uzbekistan"),
    }


def test_a_list_of_those_present_gives_roles_and_initials():
    text = (
        "Present: Ann Birch (Chairman), Tom Field (Minute taker), Joe Reed (Hon Secretary).\n"
        "ACTION: TF to book the hall (by Sept 20). Programme to be finalised by email (by 5 March)."
    )
    assert {name: role for name, (role, _) in people(text).items()} == {
        "Ann Birch": "Chairman",
        "Tom Field": "Minute taker",
        "Joe Reed": "Hon Secretary",
    }
    first, second = promises(text)
    assert (first.title, first.by, first.due.date) == ("Book the hall", ("Tom Field",), dt.date(2027, 9, 20))
    assert (second.title, second.due.date) == ("Finalise programme by email", dt.date(2027, 3, 5))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("4. Letter to Bonn. CH to write to the mayor.", ["Write to the mayor"]),
        (
            "The report will be put to councillors on Tuesday. Staff would draft the programme. The sides are to show their presentations.",
            ["Put the report to councillors", "Draft the programme", "Show their presentations"],
        ),
    ],
)
def test_english_minutes_name_tasks_in_their_own_ways(text, titles):
    assert [one.title for one in promises(text, "en")] == titles


def test_the_day_of_the_news_is_no_deadline():
    text = (
        "On August 2 the sides agreed on holding a forum by the end of 2027. "
        "They are going to hold a show in Astana, local media reported on May 7."
    )
    assert [one.due.date for one in promises(text, "en")] == [dt.date(2027, 12, 31), None]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Договоренность о встрече была достигнута в ходе переговоров в октябре."),
        ("uz", "Эслатамиз, 2021 йил 20 август куни форум ўтган эди."),
        ("uz", "Бу ҳақда 2022 йилги дастурда сўз боради."),
        ("en", "The exhibition was held in Shymkent on 11 May."),
        ("kk", "Кездесу былтыр маусымда өтті."),
    ],
)
def test_what_is_past_or_only_told_is_no_promise(lang, text):
    assert promises(text, lang) == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Стороны договорились провести бизнес-форум в Навои."),
        ("uz", "Toshkent shahrida 21 aprel kuni biznes-forum o‘tkaziladi."),
    ],
)
def test_a_business_forum_is_an_event(lang, text):
    (one,) = promises(text, lang)
    assert one.kind == "events"


def test_short_and_plural_roles_are_roles():
    found = people(
        "В составе делегации: замруководителя отдела палаты Денис Ветров, зампредседателя ТПП Марат Седов, "
        "замминистра торговли Игорь Реутов, вице-губернатор области Кирилл Ломов, заместитель мэра г. Слупска "
        "Адам Новицкий.",
        "ru",
    )
    assert {name: role for name, (role, _) in found.items()} == {
        "Денис Ветров": "замруководителя",
        "Марат Седов": "зампредседателя",
        "Игорь Реутов": "замминистра торговли",
        "Кирилл Ломов": "вице-губернатор области",
        "Адам Новицкий": "заместитель мэра г. Слупска",
    }
    two = people("Председатели палат двух стран Даврон Ветров и Михаил Седов встретились.", "ru")
    assert [role for role, _ in two.values()] == ["Председатель", "Председатель"]


def test_names_stay_as_they_are_called():
    found = people(
        "Архиепископ Иона Седов приехал. Руководитель центра Э. Чернова рассказала о планах.", "ru"
    )
    assert set(found) == {"Иона Седов", "Э. Чернова"}


def test_kazakh_futures_count():
    text = (
        "Енді бұл компания облыс аумағында агропарк салмақ. Екіжақты бірлескен жұмыстар жүргізіледі. Алдағы "
        "уақытта жаңа зауыт құрылатынын айтты. Облыс әкімдігі 10 желтоқсанға дейін тауар өндірушілер тізімін "
        "жолдайды. Қала әкімдігі 20 желтоқсанға дейін келісім жобасын дайындайды."
    )
    found = promises(text, "kk")
    assert len(found) == 5
    assert [one.due.date for one in found[3:]] == [dt.date(2026, 12, 10), dt.date(2026, 12, 20)]
    assert [one.by for one in found[3:]] == [("Облыс әкімдігі",), ("Қала әкімдігі",)]


def test_next_years_month_and_the_regions_of_kazakhstan_are_known():
    text = "Келесі жылдың сәуірінде Батыс Қазақстан облысы мен Солтүстік Қазақстан облысында форум өткізу жоспарланып отыр."
    report = read(text, date=DAY, lang="kk")
    assert [one.due.date for one in report.promises] == [dt.date(2027, 4, 30)]
    assert [one.country for one in report.places] == ["KZ", "KZ"]


def test_uzbek_invitations_and_plans_count():
    text = (
        "Uchrashuv yakunida Nara shahar meri Samarqand delegatsiyasini Yaponiyaga taklif qildi. Mehmonlar "
        "12-mayda zavodlar bilan tanishadi, konsert va boshqa tadbirlar rejalashtirilgan."
    )
    assert [one.kind for one in promises(text, "uz")] == ["trip", "trip", "events"]


def test_a_report_in_two_languages_is_read_in_both():
    text = (
        "Тараптар екі қала арасында бауырластық қатынас орнатуға уағдаласты. "
        "Палата пообещала направить список до 1 декабря 2026 года."
    )
    report = read(text, date=DAY)
    assert [(one.kind, one.by) for one in report.promises] == [
        ("twinning", ("Тараптар",)),
        ("document", ("Палата",)),
    ]
    assert set(report.languages) == {"kk", "ru"}


def test_orders_and_the_speakers_own_words_have_their_owner():
    (order,) = promises("В ходе встречи аким дал указание помочь с ремонтом школы в Навои.", "ru")
    assert order.kind == "assistance"
    spoken = promises(
        "Я решу вопрос с дорогой и открою новый рейс до конца года, сказал аким Марат Ветров.", "ru"
    )
    assert {one.by for one in spoken} == {("Марат Ветров",)}
    assert not any("Откроить" in one.title for one in spoken)
    (order,) = promises("Главе администрации города Олегу Седову поручено подготовить отчет.", "ru")
    assert order.by == ("Олег Седов",)
