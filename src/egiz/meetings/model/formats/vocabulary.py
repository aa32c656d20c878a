"""Names of sheets, columns and settings in four languages: what is written, and what is understood."""

from __future__ import annotations

from functools import cache

from egiz.text import heading_key
from egiz.text import plain as folded
from egiz.text.vocabulary import field_of

Lang = str
LANGS: tuple[Lang, ...] = ("en", "ru", "uz", "kk")
# Columns that lists of companies have under another name.
_FIELDS = {"availability": "available", "format": "mode"}

SHEETS: dict[str, tuple[str, ...]] = {
    "mission": ("Mission", "Миссия", "Missiya", "Миссия"),
    "participants": ("Participants", "Участники", "Ishtirokchilar", "Қатысушылар"),
    "people": ("People", "Представители", "Vakillar", "Өкілдер", "Representatives"),
    "meetings": ("Meetings", "Встречи", "Uchrashuvlar", "Кездесулер"),
    "tables": ("Tables", "Столы", "Stollar", "Үстелдер"),
    "interpreters": ("Interpreters", "Переводчики", "Tarjimonlar", "Аудармашылар"),
    "instructions": ("Instructions", "Инструкция", "Yo‘riqnoma", "Нұсқаулық"),
}

SETTINGS: dict[str, tuple[str, ...]] = {
    "name": ("Name", "Название", "Nomi", "Атауы"),
    "dates": ("Dates", "Даты", "Sanalar", "Күндері", "Date", "Дата", "Sana", "Күні"),
    "sessions": ("Sessions", "Сессии", "Sessiyalar", "Сессиялар", "Hours", "Часы"),
    "minutes": (
        "Slot length, minutes",
        "Длина слота, минут",
        "Slot uzunligi, daqiqa",
        "Слот ұзақтығы, минут",
    ),
    "pause": (
        "Pause between slots, minutes",
        "Пауза между слотами, минут",
        "Slotlar orasidagi tanaffus, daqiqa",
        "Слоттар арасындағы үзіліс, минут",
    ),
    "zone": ("Time zone", "Часовой пояс", "Vaqt mintaqasi", "Уақыт белдеуі", "Zone"),
    "tables": ("Number of tables", "Число столов", "Stollar soni", "Үстелдер саны", "Tables"),
    "online_rooms": ("Online rooms", "Онлайн-комнаты", "Onlayn xonalar", "Онлайн бөлмелер"),
    "lunch": ("Lunch", "Обед", "Tushlik", "Түскі ас"),
    "buffer": (
        "Free slots between meetings",
        "Свободных слотов между встречами",
        "Uchrashuvlar orasidagi bo‘sh slotlar",
        "Кездесулер арасындағы бос слоттар",
    ),
    "most_in_row": (
        "Most slots in a row",
        "Слотов подряд не более",
        "Ketma-ket slotlar ko‘pi bilan",
        "Қатарынан слот ең көбі",
    ),
    "most_a_day": (
        "Most meetings a day",
        "Встреч в день не более",
        "Kuniga uchrashuvlar ko‘pi bilan",
        "Күніне кездесу ең көбі",
    ),
}

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("Id", "Код", "Kod", "Коды", "№", "No", "ID"),
    "name": ("Name", "Название", "Nomi", "Атауы", "Company", "Компания", "Kompaniya", "Имя", "Ismi", "Аты"),
    "side": ("Side", "Сторона", "Tomon", "Тарап"),
    "mode": ("Mode", "Формат", "Shakli", "Форматы"),
    "languages": ("Languages", "Языки", "Tillar", "Тілдер"),
    "away": ("Away", "Отсутствует", "Yo‘q vaqti", "Болмайтын уақыты", "Unavailable", "Недоступен"),
    "available": ("Available", "Доступен", "Bo‘sh vaqti", "Бос уақыты", "Availability", "Доступность"),
    "zone": ("Time zone", "Часовой пояс", "Vaqt mintaqasi", "Уақыт белдеуі", "Zone"),
    "office_hours": ("Office hours", "Часы работы", "Ish vaqti", "Жұмыс уақыты"),
    "representatives": ("Representatives", "Представители", "Vakillar", "Өкілдер"),
    "min_meetings": ("At least", "Не менее", "Kamida", "Кемінде"),
    "max_meetings": ("At most", "Не более", "Ko‘pi bilan", "Ең көбі"),
    "not_with": ("Not with", "Не встречать с", "Uchrashmaydi", "Кездеспейді"),
    "host": ("Host table", "Свой стол", "O‘z stoli", "Өз үстелі"),
    "vip": ("Importance", "Важность", "Muhimligi", "Маңыздылығы", "VIP"),
    "shares": ("Shares a person", "Общий представитель", "Umumiy vakil", "Ортақ өкіл"),
    "person": ("Person", "Представитель", "Vakil", "Өкіл"),
    "people": ("Who comes", "Кто придёт", "Kim keladi", "Кім келеді"),
    "a": ("A", "Участник A", "A ishtirokchi", "A қатысушы", "А", "From", "Кто"),
    "b": ("B", "Участник B", "B ishtirokchi", "B қатысушы", "В", "Б", "To", "С кем"),
    "also": ("Also", "Также", "Shuningdek", "Сондай-ақ"),
    "weight": ("Weight", "Вес", "Vazni", "Салмағы", "Priority", "Приоритет"),
    "length": ("Slots", "Слотов", "Slotlar", "Слот саны", "Length"),
    "online": ("Online", "Онлайн", "Onlayn"),
    "interpreter": ("Interpreter", "Переводчик", "Tarjimon", "Аудармашы"),
    "fixed": ("Fixed time", "Назначено на", "Belgilangan vaqt", "Белгіленген уақыт"),
    "prefer": ("Prefers", "Предпочитает", "Afzal vaqt", "Қалаған уақыты"),
    "table": ("Table", "Стол", "Stol", "Үстел"),
    "kind": ("Kind", "Вид", "Turi", "Түрі"),
    "capacity": ("Capacity", "Мест", "Sig‘imi", "Сыйымдылығы"),
    "owner": ("Owner", "Владелец", "Egasi", "Иесі"),
    "after": ("After", "После", "Keyin", "Кейін"),
}

VALUES: dict[str, tuple[str, ...]] = {
    "must": ("must", "обязательно", "shart", "міндетті"),
    "want": ("want", "желательно", "istak", "қалау"),
    "yes": ("yes", "да", "ha", "иә", "true", "1", "+", "x"),
    "no": ("no", "нет", "yo‘q", "жоқ", "false", "0", "-"),
    "in_person": ("in person", "очно", "yuzma-yuz", "бетпе-бет", "in_person", "offline"),
    "online": ("online", "онлайн", "onlayn"),
    "both": ("both", "очно или онлайн", "ikkalasi", "екеуі де", "hybrid", "любой"),
}

RESULT: dict[str, tuple[str, ...]] = {
    "summary": ("Summary", "Итог", "Yakun", "Қорытынды"),
    "not_held": ("Not placed", "Не размещено", "Joylashtirilmagan", "Орналаспаған"),
    "time": ("Time", "Время", "Vaqt", "Уақыты"),
    "with": ("With", "С кем", "Kim bilan", "Кіммен"),
    "place": ("Place", "Место", "Joy", "Орны"),
    "meeting": ("Meeting", "Встреча", "Uchrashuv", "Кездесу"),
    "reasons": ("Why not", "Почему нет", "Nega yo‘q", "Неге жоқ"),
    "relaxations": ("What would help", "Что поможет", "Nima yordam beradi", "Не көмектеседі"),
    "goal": ("Goal", "Цель", "Maqsad", "Мақсат"),
    "value": ("Value", "Значение", "Qiymat", "Мәні"),
    "bound": ("Proved bound", "Доказанная граница", "Isbotlangan chegara", "Дәлелденген шек"),
    "status": ("Status", "Статус", "Holat", "Мәртебе"),
    "day": ("Day", "День", "Kun", "Күн"),
    "online": ("online", "онлайн", "onlayn", "онлайн"),
    "zone": ("Times in", "Время по", "Vaqt mintaqasi", "Уақыт белдеуі"),
    "optimal": ("proved best", "доказано: лучше нет", "eng yaxshisi isbotlangan", "ең жақсысы дәлелденді"),
    "feasible": (
        "valid, not proved best",
        "допустимо, лучшее не доказано",
        "yaroqli, eng yaxshisi isbotlanmagan",
        "жарамды, ең жақсысы дәлелденбеген",
    ),
    "infeasible": ("impossible", "невозможно", "imkonsiz", "мүмкін емес"),
    "unknown": ("unknown", "неизвестно", "noma’lum", "белгісіз"),
    "held": (
        "Weight of meetings held",
        "Вес проведённых встреч",
        "O‘tkaziladigan uchrashuvlar vazni",
        "Өтетін кездесулер салмағы",
    ),
    "breaks": (
        "Breaks between meetings",
        "Перерывы между встречами",
        "Uchrashuvlar orasidagi tanaffuslar",
        "Кездесулер арасындағы үзілістер",
    ),
    "fairness": (
        "Most breaks of one participant",
        "Больше всего перерывов у одного",
        "Bir ishtirokchida eng ko‘p tanaffus",
        "Бір қатысушыдағы ең көп үзіліс",
    ),
    "idle": ("Idle slots", "Пустые слоты", "Bo‘sh slotlar", "Бос слоттар"),
    "changes": ("Table changes", "Смены стола", "Stol almashtirishlar", "Үстел ауыстыру"),
    "preferences": (
        "Preferences missed",
        "Не учтённые пожелания",
        "Hisobga olinmagan istaklar",
        "Ескерілмеген тілектер",
    ),
}


def plain(text: object) -> str:
    """A name or value without case, kinds of apostrophe and spaces that say nothing."""
    return folded(str(text)).rstrip(":* ")


def _key(text: object) -> str:
    # A sign alone ("+", "-") is a word too.
    return heading_key(str(text)) or str(text).strip()


@cache
def _index(words: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, forms in words:
        for form in (key, *forms):
            found.setdefault(_key(form), key)
    return found


# Our fields by the names of the vocabulary that matching and meetings share.
SHARED = {
    "name": "name",
    "languages": "languages",
    "availability": "available",
    "away": "away",
    "format": "mode",
    "not_with": "not_with",
    "min_meetings": "min_meetings",
    "max_meetings": "max_meetings",
    "zone": "zone",
    "office_hours": "office_hours",
    "side": "side",
    "id": "id",
}


def lookup(table: dict[str, tuple[str, ...]], text: object) -> str | None:
    """The key under which a word is known, in any of the languages."""
    found = _index(tuple(table.items())).get(_key(text))
    if found is None and table is COLUMNS:
        shared = SHARED.get(field_of(str(text)) or "")
        return shared if shared in COLUMNS else None
    return found


def word(table: dict[str, tuple[str, ...]], key: str, lang: Lang) -> str:
    """The word for a key in a language (English where the language has none)."""
    words = table[key]
    i = LANGS.index(lang) if lang in LANGS else 0
    return words[min(i, len(words) - 1)] if i < len(words) else words[0]
