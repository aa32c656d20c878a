import datetime as dt

import pytest

from egiz.minutes import Candidate, read

DAY = dt.date(2026, 4, 6)


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "title", "due"),
    [
        (
            "uz",
            "Palata 15-mayga qadar korxonalar roʻyxatini yuborishga vaʼda berdi.",
            "document",
            "Korxonalar roʻyxatini yuborish",
            dt.date(2026, 5, 15),
        ),
        (
            "uz",
            "Томонлар июнь ойида Нукусда кўргазма ўтказишга келишиб олдилар.",
            "events",
            "Нукусда кўргазма ўтказиш",
            dt.date(2026, 6, 30),
        ),
        (
            "kk",
            "Палата 15 мамырға дейін компаниялар тізімін жіберуге уәде берді.",
            "document",
            "Компаниялар тізімін жіберу",
            dt.date(2026, 5, 15),
        ),
        (
            "kk",
            "Тараптар маусымда Нүкісте көрме өткізуге келісті.",
            "events",
            "Нүкісте көрме өткізу",
            dt.date(2026, 6, 30),
        ),
        (
            "en",
            "The chamber promised to send the list of companies by 15 May.",
            "document",
            "Send the list of companies",
            dt.date(2026, 5, 15),
        ),
        (
            "en",
            "A delegation from Urgench will visit Atyrau in June.",
            "trip",
            "Visit Atyrau",
            dt.date(2026, 6, 30),
        ),
    ],
)
def test_a_promise_is_read_with_its_kind_title_and_due(language, sentence, kind, title, due):
    (one,) = read(sentence, date=DAY, lang=language).promises
    assert (one.kind, one.title, one.due.date) == (kind, title, due)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("uz", "Oʻtgan yili Nukusda koʻrgazma boʻlib oʻtdi va unda oʻttizta korxona qatnashdi."),
        ("uz", "Палата 1995 йилда ташкил этилган."),
        ("kk", "Былтыр Нүкісте көрме өтті, оған отыз компания қатысты."),
        ("en", "The chamber was founded in 1995 and has helped exporters ever since."),
        ("en", "This will strengthen the friendship of the two cities."),
        ("en", "We will not attend the fair."),
    ],
)
def test_history_and_background_are_no_promises(language, sentence):
    assert read(sentence, date=DAY, lang=language).promises == ()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "kk",
            "«Атырау мен Нүкіс немесе Үргеніш арасында бауырлас қатынас орнатқымыз келеді», – деді ол.",
        ),
        ("uz", "Tomonlar Atirau va Nukus yoki Urganch oʻrtasida birodarlik oʻrnatishga kelishib oldilar."),
        ("en", "The parties agreed to make Atyrau and Nukus or Urgench sister cities."),
    ],
)
def test_the_cities_left_open_are_candidates(language, sentence):
    report = read(sentence, date=DAY, lang=language)
    (one,) = report.promises
    assert [city.geonameid for city in one.candidates] == [601294, 1512473]
    assert {one.status for one in report.twinnings} == {"proposed"}
    assert [(one.a.geonameid, one.b.geonameid) for one in report.twinnings] == [
        (610529, 601294),
        (610529, 1512473),
    ]


def test_a_case_ending_is_taken_off_the_name_of_a_place():
    report = read("Ноябрь ойида Атирауда кўргазма ўтказишни режалаштиряпмиз.", date=DAY, lang="uz")
    assert [(one.name, one.geonameid) for one in report.places] == [("Атирау", 610529)]


def test_the_speaker_of_an_uzbek_quotation_promises():
    report = read(
        "Uchrashuvda palata raisi Sultan Qoʻshchanov soʻzga chiqdi. «Roʻyxatni yuboramiz», dedi u.",
        date=DAY,
        lang="uz",
    )
    assert report.promises[0].by == ("Sultan Qoʻshchanov",)


def test_action_items_in_brackets_name_their_owner_and_day():
    report = read("Action items:\n- Send the list of participants (Seitova, 15 June)", date=DAY, lang="en")
    (one,) = report.promises
    assert (one.by, one.due.date, one.title) == (
        ("Seitova",),
        dt.date(2026, 6, 15),
        "Send the list of participants",
    )


def test_a_kazakh_decision_goes_to_the_one_it_is_given_to():
    report = read(
        "ШЕШІЛДІ:\n1. Кәсіпкерлер палатасына компаниялар тізімін дайындау тапсырылсын.", date=DAY, lang="kk"
    )
    (one,) = report.promises
    assert one.by == ("Кәсіпкерлер палатасы",)
    assert one.title == "Компаниялар тізімін дайындау"


def test_existing_twins_are_told_from_proposed_ones():
    report = read("Ақтөбе мен Нүкіс – бауырлас қалалар.", lang="kk")
    assert [(one.a, one.b, one.status) for one in report.twinnings] == [
        (Candidate("Ақтөбе", 610611, "KZ"), Candidate("Нүкіс", 601294, "UZ"), "existing")
    ]
