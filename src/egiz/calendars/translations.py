"""What feeds say beside an event's own texts, in the languages of the calendar."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_interval, get_month_names

from .events import Event, Forecast, Status

_SAID = {
    "en": {
        "organiser": "Organiser: {name}", "source": "Source: {name}", "checked": "checked {day}",
        "expected": "expected, no day announced: {month}", "page": "Organiser's page: {name}",
        "early": "early {month}", "mid": "mid-{month}", "late": "late {month}",
        "cancelled": "cancelled", "moved": "moved",
    },
    "ru": {
        "organiser": "Организатор: {name}", "source": "Источник: {name}", "checked": "проверено {day}",
        "expected": "ожидается, день не объявлен: {month}", "page": "Страница организатора: {name}",
        "early": "{month}, начало месяца", "mid": "{month}, середина месяца", "late": "{month}, конец месяца",
        "cancelled": "отменено", "moved": "перенесено",
    },
    "uz": {
        "organiser": "Tashkilotchi: {name}", "source": "Manba: {name}", "checked": "tekshirilgan: {day}",
        "expected": "kutilmoqda, kuni eʼlon qilinmagan: {month}", "page": "Tashkilotchining sahifasi: {name}",
        "early": "{month} boshi", "mid": "{month} oʻrtasi", "late": "{month} oxiri",
        "cancelled": "bekor qilingan", "moved": "koʻchirilgan",
    },
    "kk": {
        "organiser": "Ұйымдастырушы: {name}", "source": "Дереккөз: {name}", "checked": "тексерілген: {day}",
        "expected": "күтіледі, күні жарияланған жоқ: {month}", "page": "Ұйымдастырушының беті: {name}",
        "early": "{month} айының басы", "mid": "{month} айының ортасы", "late": "{month} айының соңы",
        "cancelled": "өткізілмейді", "moved": "ауыстырылды",
    },
}  # fmt: skip


def say(key: str, language: str, **values: str) -> str:
    """Return one of the sentences; English where the language is none of the calendar's."""
    return _SAID.get(language, _SAID["en"])[key].format(**values)


def _locale(language: str) -> Locale:
    return Locale.parse(language) if language in _SAID and language != "en" else Locale("en", "GB")


def day_in_words(day: date, language: str) -> str:
    """Write a day with its month's name and its year."""
    return format_date(day, "long", locale=_locale(language))


def month_in_words(forecast: Forecast, language: str) -> str:
    """Write the month that is expected, with its part where that is known."""
    locale = _locale(language)
    month = get_month_names("wide", "stand-alone", locale)[forecast.month]
    # CLDR writes some languages' months alone with a capital, as a heading; in a sentence they have none.
    month = month if locale.language == "en" else month.lower()
    return say(forecast.part, language, month=month) if forecast.part else month


def when_in_words(event: Event, language: str = "en") -> str:
    """Write the days, or the month that is expected; the status when it matters."""
    if event.forecast is not None:
        return say("expected", language, month=month_in_words(event.forecast, language))
    locale = _locale(language)
    first, last = event.first_day, event.last_day
    if first is None:
        return ""
    long = "yMMMMd"
    days = (
        format_interval(first, last, long, locale=locale)
        if last and last != first
        else day_in_words(first, language)
    )
    stated = {Status.CANCELLED: "cancelled", Status.MOVED: "moved"}.get(event.status)
    return f"{days} ({say(stated, language)})" if stated else days


def description(event: Event, language: str = "en") -> str:
    """Give what feeds say below an event's name: notes, organiser, each source with its day of checking."""
    lines = [event.notes, say("organiser", language, name=event.organiser) if event.organiser else ""]
    for source in event.sources:
        line = say("source", language, name=f"{source.title} {source.url}".strip())
        if source.checked_on:
            line += f" ({say('checked', language, day=day_in_words(source.checked_on, language))})"
        lines.append(line)
    return "\n".join(line for line in lines if line)
