"""Kinds of sentences that a third gathering of reports by others got wrong, in words of our own."""

import datetime as dt

import pytest

from egiz.minutes import read

DAY = dt.date(2026, 11, 10)


def only(text, language):
    found = read(text, date=DAY, lang=language).promises
    assert len(found) == 1, [one.quote for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("language", "text", "kind", "owner"),
    [
        ("ru", "Договорились наладить поставки рыбы в Каракалпакстан.", "trade", ()),
        ("ru", "Достигнута договорённость о проведении онлайн-встречи двух палат.", "meeting", ()),
        ("ru", "Мэры условились провести переговоры о прямом рейсе.", "meeting", ("Мэры",)),
        ("ru", "Стороны пришли к соглашению подписать дорожную карту.", "document", ("Стороны",)),
        ("ru", "Палата организует поездку предпринимателей в Хиву.", "trip", ("Палата",)),
        ("ru", "Школьники двух городов будут ездить друг к другу на каникулы.", "trip",
         ("Школьники двух городов",)),
        ("ru", "Палата направит письмо в город-побратим Хиву.", "document", ("Палата",)),
        ("en", "The Uzbek side declared its readiness to share its experience.", "assistance",
         ("Uzbek side",)),
        ("en", "Speaking there, Ann Birch said they agreed to promote economic and trade cooperation.",
         "other", ("Ann Birch",)),
        ("en", "Next year, to mark the jubilee, a council will be formed to do projects.", "other", ()),
        ("en", "The clerk will write to our twin town before Easter.", "document", ("clerk",)),
        ("en", "Joe Reed will prepare this form.", "document", ("Joe Reed",)),
        ("en", "The council will contribute £500 towards the cost of the coach.", "assistance", ("council",)),
        ("uz", "Fermer xo‘jaliklari paxta tolasini eksport qilmoqchi.", "trade",
         ("Fermer xo‘jaliklari",)),
        ("uz", "Bu yil Navoiy va Xatlon viloyatlari o‘rtasida hamkorlik o‘rnatish bo‘yicha kelishib olindi.",
         "other", ()),
        ("uz", "Tadbirda memorandum imzolanishi kutilmoqda.", "document", ()),
        ("uz", "Mehmonlar festivalda ishtirok etishga taklif etildi.", "events", ("Mehmonlar",)),
        ("kk", "Кәсіпкерлер ет экспорттауды көздеп отыр.", "trade", ("Кәсіпкерлер",)),
        ("kk", "Облыс әкімі экономика басқармасына іс-шаралар жоспарын дайындауды тапсырды.", "document",
         ("экономика басқармасы",)),
        ("kk", "Қонақтар Астана күндеріне қатысуға шақырылды.", "events", ("Қонақтар",)),
        ("kk", "Тараптар жол картасына қол қояды.", "document", ("Тараптар",)),
        ("kk", "Өзбекстан делегациясының сапары мамыр айына жоспарланған.", "trip",
         ("Өзбекстан делегациясы",)),
        ("kk", "Нөкіс қаласының көрмеге қатысуына ұсыныс түсті.", "events", ()),
        ("kk", "Мамырда екі палата онлайн кездесу өткізетін болды.", "meeting", ("екі палата",)),
    ],
)  # fmt: skip
def test_what_is_promised_and_by_whom(language, text, kind, owner):
    found = only(text, language)
    assert (found.kind, found.by) == (kind, owner)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The session, which will be held in Hull in April 2027, was prepared.", "2027-04-30"),
        ("en", "A return visit has been scheduled for September.", "2027-09-30"),
        ("ru", "Палата примет участие в ярмарке, которая пройдёт 5 июня.", "2027-06-05"),
        ("kk", "Делегацияның сапары мамыр айына жоспарланған.", "2027-05-31"),
        ("kk", "Мәслихат сессиясы 27 желтоқсан күні өтетіндігін назарларыңызға саламыз.", "2026-12-27"),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_deed(language, text, day):
    assert only(text, language).due.date == dt.date.fromisoformat(day)


def test_next_year_ends_on_its_last_working_day():
    found = read("Next year the chamber will open an office.", date=dt.date(2022, 11, 5)).promises
    assert found[0].due.proposed == dt.date(2023, 12, 29)  # the 31st is a Sunday


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Изначально планировалось, что гости приедут в Хиву весной."),
        ("kk", "Қонақтар былтыр жоспарланған көпір құрылысымен танысты."),
        ("kk", "Қонақтар Қармақшы, Арал аудандарында болып, зауыт жұмысымен танысты."),
        ("kk", "Келісімге екі облыстың әкімдері қол қойды."),
        ("kk", "Зауыт жылына мың тонна өнім шығаратын болды."),
        ("en", "The sides signed a treaty, which also aims to promote youth exchange."),
        ("en", "The question was left on the table to be taken up at a further meeting."),
    ],
)
def test_what_was_or_only_describes_is_no_promise(language, text):
    assert read(text, date=DAY, lang=language).promises == ()


TWINS = [
    ("ru", "Побратимами Кривого Рога являются китайский Ханьдань и белорусское Жодино.",
     {("Кривой Рог", "Ханьдань", "existing"), ("Кривой Рог", "Жодино", "existing")}),
    ("ru", "В город-побратим Уральска Оренбург выехала делегация врачей.",
     {("Уральск", "Оренбург", "existing")}),
    ("ru", "Костанайская и Навоийская области подпишут договор о побратимстве.",
     {("Костанайская область", "Навоийская область", "proposed")}),
    ("ru", "Мэры предложили породнить Ургенч и Атырау.", {("Ургенч", "Атырау", "proposed")}),
    ("ru", "Актау породнился не с Нукусом, а с Хивой.", {("Актау", "Хива", "existing")}),
    ("ru", "Список побратимов Кокшетау пополнил Термез.", {("Кокшетау", "Термез", "existing")}),
    ("ru", "Соглашение о побратимстве подписали Бухара и город Вэйхай в провинции Шаньдун.",
     {("Бухара", "Вэйхай", "existing")}),
    ("en", "The jubilee of the Busan-Shanghai sisterhood was celebrated.",
     {("Busan", "Shanghai", "existing")}),
    ("en", "A wish to twin Aktau not with Nukus but with Khiva was discussed.",
     {("Aktau", "Khiva", "proposed")}),
    ("uz", "Aqtauning birodar shahri Xiva yubileyini nishonladi.", {("Aqtau", "Xiva", "existing")}),
    ("uz", "Termiz shahri Volgograd bilan qardoshlik aloqalarini to‘xtatdi.",
     {("Termiz", "Volgograd", "ended")}),
    ("uz", "Buxoro 2015 yildan beri Turkiston bilan qardosh shahar.", {("Buxoro", "Turkiston", "existing")}),
    ("uz", "Самарқанд – Туркистоннинг қардош шаҳри.", {("Самарқанд", "Туркистон", "existing")}),
    ("uz", "URGANCH, 5-may. Birodar shahar Atiraudan delegatsiya keldi.",
     {("Urganch", "Atirau", "existing")}),
    ("kk", "Шымкенттің бауырлас қалалары – Измир, Ташкент және Минск.",
     {("Шымкент", "Измир", "existing"), ("Шымкент", "Ташкент", "existing"),
      ("Шымкент", "Минск", "existing")}),
    ("kk", "Бауырлас қалалар Шымкент пен Худжанд ынтымақтастықты талқылады.",
     {("Шымкент", "Худжанд", "existing")}),
    ("kk", "Ақтау Нөкіспен емес, Хиуамен бауырлас.", {("Ақтау", "Хиуа", "existing")}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "pairs"), TWINS)
def test_twins_of_every_form(language, text, pairs):
    found = read(text, date=DAY, lang=language).twinnings
    assert {(one.a.name, one.b.name, one.status) for one in found} == pairs


def test_what_is_told_in_a_row_is_one_promise_each():
    text = "Глава города Олег Седов примет участие в форуме, посетит завод и проведёт деловые встречи."
    found = read(text, date=DAY, lang="ru").promises
    assert [(one.kind, one.by) for one in found] == [
        ("events", ("Олег Седов",)),
        ("trip", ("Олег Седов",)),
        ("meeting", ("Олег Седов",)),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Накануне, 24 октября, стороны договорились подготовить соглашение."),
        ("ru", "Стороны подчеркнули, что план укрепит обмен опытом, создаст условия для бизнеса."),
        ("kk", "Меморандум сауда қатынастарын дамытуды көздейді."),
        ("en", "Correction to policy allocations was made."),
    ],
)
def test_the_news_and_papers_bind_nobody_to_a_day(language, text):
    assert [one.due.date for one in read(text, date=DAY, lang=language).promises if one.due.date] == []


def test_who_is_named_beside_a_list_of_twins_is_no_twin():
    text = "На портале Астраханской области сказано: города-побратимы Астрахань и Актау подписали план."
    pairs = {(one.a.name, one.b.name) for one in read(text, date=DAY, lang="ru").twinnings}
    assert pairs == {("Астрахань", "Актау")}


def test_towns_with_their_country_in_brackets():
    text = "Соглашения подписаны с Варной (Болгария), Минском (Белоруссия) и Ошем (Киргизия)."
    names = [one.name for one in read(text, lang="ru").places if one.level == "city"]
    assert names == ["Варна", "Минск", "Ош"]


def test_offices_in_brackets_of_a_list_of_those_present():
    text = "Present: Tom Field (Lengthsman), Joe Reed (Locality Steward, Balfour Betty)."
    people = [(one.name, one.role, one.organisation) for one in read(text, lang="en").people]
    assert people == [("Tom Field", "Lengthsman", None), ("Joe Reed", "Locality Steward", "Balfour Betty")]


def test_cities_called_by_two_words_are_whole():
    text = "Гости из Нижнего Новгорода, Верхней Пышмы и Набережных Челнов посетили Старый Оскол."
    names = [one.name for one in read(text, lang="ru").places]
    assert names == ["Нижний Новгород", "Верхняя Пышма", "Набережные Челны", "Старый Оскол"]


def test_a_town_called_like_a_month_is_a_town_beside_its_word():
    text = "Шара Қазан қаласында қазан айында өтті, оған қонақтар да қатысты."
    assert [one.name for one in read(text, lang="kk").places] == ["Қазан"]


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("uz", "“Yuksalish” umummilliy harakati raisi Bobur Bekov keldi.",
         ("Bobur Bekov", "raisi", "“Yuksalish” umummilliy harakati")),
        ("kk", "Облыс әкімінің орынбасары Ұлан Сәдібек Согдий облысының төрағасы Абдул Кодиримен кездесті.",
         ("Абдул Кодири", "төрағасы", "Согдий облысы")),
        ("en", "Present: Jane Doe, CMP (Chair), Joe Reed (Clerk).", ("Jane Doe", "Chair", None)),
    ],
)  # fmt: skip
def test_a_person_with_the_whole_organisation(language, text, person):
    people = [(one.name, one.role, one.organisation) for one in read(text, lang=language).people]
    assert person in people
