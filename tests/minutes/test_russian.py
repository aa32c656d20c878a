import datetime as dt

import pytest

from egiz.minutes import read

DAY = dt.date(2026, 2, 10)


def promises(text):
    return read(text, date=DAY, lang="ru").promises


@pytest.mark.parametrize(
    ("sentence", "kind", "title"),
    [
        (
            "Палата обещала провести семинар для экспортёров.",
            "events",
            "Провести семинар для экспортёров",
        ),
        ("Стороны договорились о встрече в Хиве.", "meeting", "Встреча в Хиве"),
        (
            "Хоким поручил управлению подготовить список заводов.",
            "document",
            "Подготовить список заводов",
        ),
        ("Мы направим вам проект протокола.", "document", "Направить вам проект протокола"),
        ("Акимат готов помочь с визами.", "assistance", "Помочь с визами"),
        (
            "Предприниматели намерены посетить Самарканд.",
            "trip",
            "Посетить Самарканд",
        ),
        (
            "Будет организована выставка мебели.",
            "events",
            "Организовать выставку мебели",
        ),
        (
            "Консул предложил создать торговый дом.",
            "trade",
            "Создать торговый дом",
        ),
        ("В Нукус приедет делегация из Уральска.", "trip", "Приезд делегации из Уральска в Нукус"),
    ],
)
def test_a_promise_gets_its_kind_and_a_short_title(sentence, kind, title):
    (one,) = promises(sentence)
    assert (one.kind, one.title) == (kind, title)


@pytest.mark.parametrize(
    "sentence",
    [
        "В прошлом году в Нукусе прошла выставка мебели.",
        "Палата была создана в 1995 году и объединяет сто компаний.",
        "Делегация посетила завод и осмотрела порт.",
        "Это позволит увеличить товарооборот.",
        "Стороны отметили важность развития сотрудничества.",
        "Хотел бы поблагодарить вас за тёплый приём.",
        "Палата не планирует проводить выставку.",
        "Если акимат направит письмо, вопрос закроют.",
        "Товарооборот составит миллиард долларов.",
        "Раньше палата планировала провести форум.",
    ],
)
def test_background_history_and_courtesy_are_no_promises(sentence):
    assert promises(sentence) == ()


def test_two_promises_in_one_sentence_have_quotes_of_their_own():
    first, second = promises("Палата обязалась принять делегацию, а акимат пообещал помочь с визами.")
    assert first.quote == "Палата обязалась принять делегацию"
    assert second.quote == "акимат пообещал помочь с визами"


def test_the_speaker_of_a_quotation_promises():
    (one,) = promises("«Мы направим список компаний до 1 марта», – сказала директор палаты Мария Ким.")
    assert one.by == ("Мария Ким",)
    assert one.quote == "Мы направим список компаний до 1 марта"
    assert one.due.date == dt.date(2026, 3, 1)


def test_a_letter_is_promised_by_its_writer_and_asked_of_its_reader():
    first, second = promises(
        "Уважаемый Бахтиёр Каримович!\nМы вышлем Вам протокол. Просим назначить контактное лицо.\n"
        "С уважением,\nдиректор палаты\nЕржан Оспанов"
    )
    assert (first.by, first.to) == (("Ержан Оспанов",), ("Бахтиёр Каримович",))
    assert (second.by, second.to) == (("Бахтиёр Каримович",), ("Ержан Оспанов",))


def test_a_decision_of_minutes_carries_its_deadline_and_owner():
    report = read(
        "Совещание прошло в акимате.\n\nРЕШИЛИ:\n1. Поручить палате направить перечень заводов. "
        "Срок: до 1 марта 2026 года. Ответственный: А. Жумабаев.\n2. Принять к сведению доклад.",
        date=DAY,
    )
    (one,) = report.promises
    assert one.title == "Направить перечень заводов"
    assert one.due.date == dt.date(2026, 3, 1)
    assert one.by == ("А. Жумабаев",)
    assert one.reasons[0].code == "cue_item"


def test_the_agenda_and_the_list_of_those_present_promise_nothing():
    assert (
        promises(
            "Присутствовали: директор палаты М. Ким, хоким Ф. Юлдашев.\n\nПовестка дня:\n"
            "1. Провести выставку.\n2. О визите делегации."
        )
        == ()
    )


def test_the_date_at_the_head_is_the_date_of_the_report():
    report = read(
        "ПРОТОКОЛ № 4\n10 февраля 2026 года, г. Уральск\n\nДоговорились в ближайшие дни провести встречу."
    )
    assert report.report_date == DAY
    assert report.promises[0].due.proposed == dt.date(2026, 2, 17)


def test_kunya_urgench_is_not_urgench():
    places = read("Делегация из Куня-Ургенча приедет в Нукус.", lang="ru").places
    assert [(one.country, one.geonameid) for one in places] == [("TM", 601608), ("UZ", 601294)]


def test_a_headline_and_its_story_are_one_promise():
    (one,) = promises(
        "В Нукус прибудет делегация из Уральска\n15 мая в Нукус прибудет делегация из Уральска."
    )
    assert one.due.date == dt.date(2026, 5, 15)


def test_a_general_interest_gives_way_to_a_sure_promise_of_the_same_kind():
    (one,) = promises("Палата заинтересована в выставке. Палата обязалась организовать выставку ковров.")
    assert one.reasons[0].code == "cue_promised"


def test_every_reason_has_a_code_parameters_and_a_sentence():
    (one,) = promises("Палата обещала провести семинар.")
    cue, kind = one.reasons
    assert (cue.code, cue.params) == ("cue_promised", {"cue": "обещала"})
    assert (kind.code, kind.params) == ("kind_word", {"word": "семинар", "kind": "events"})
    assert cue.text == "Taken as a promise because “обещала” promises it."


def test_only_who_wishes_to_be_given_something_is_the_one_who_asks():
    wished = read("Палата хотела бы провести выставку в Нукусе.", date=DAY, lang="ru")
    assert [one.by for one in (*wished.promises, *wished.perhaps)] == [("Палата",)]
    (owed,) = promises("Палата обязалась получить разрешение министерства.")
    assert owed.by == ("Палата",)


def test_what_cannot_be_ticked_off_is_less_sure():
    (vague,) = promises("Палата обязалась развивать торгово-экономическое сотрудничество.")
    (plain,) = promises("Палата обязалась построить новую школу.")
    assert vague.confidence < plain.confidence


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "Стороны договорились о проведении на территории области в мае 2026 года.",
            "Проведение на территории области",
        ),
        (
            "Стороны договорились об организации по линии палат деловых встреч в мае 2026 года.",
            "Организация по линии палат деловых встреч",
        ),
        (
            "Стороны договорились о подготовке при участии палат к форуму.",
            "Подготовка при участии палат к форуму",
        ),
        ("Стороны договорились о подготовке визита палат.", "Подготовить визит палат"),
    ],
)
def test_only_the_deeds_own_genitive_is_what_is_done(sentence, title):
    assert [promise.title for promise in promises(sentence)] == [title]
