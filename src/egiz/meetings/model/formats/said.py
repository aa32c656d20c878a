"""What the command line says of a schedule, in four languages: en, ru, uz, kk."""

from __future__ import annotations

from egiz.meetings.model.formats.vocabulary import RESULT, word
from egiz.meetings.model.sentences import language

SAID: dict[str, tuple[str, str, str, str]] = {
    "title": (
        "{name}: {status} after {seconds} s",
        "{name}: {status}, за {seconds} с",
        "{name}: {status}, {seconds} s ichida",
        "{name}: {status}, {seconds} с ішінде",
    ),
    "best": ("proved best", "доказано: лучше нет", "eng yaxshisi, isbotlangan", "ең жақсысы, дәлелденген"),
    "at-most": ("at most {bound}", "не более {bound}", "ko‘pi bilan {bound}", "ең көбі {bound}"),
    "at-least": ("at least {bound}", "не менее {bound}", "kamida {bound}", "кемінде {bound}"),
    "limit": ("limit {limit}", "предел {limit}", "chegara {limit}", "шек {limit}"),
    "held": (
        "{held} of {all} meetings held.",
        "Состоится встреч: {held} из {all}.",
        "{all} uchrashuvdan {held} tasi o‘tadi.",
        "{all} кездесудің {held}-і өтеді.",
    ),
    "moved": (
        "{moved} published meetings moved, at least {bound}.",
        "Перенесено опубликованных встреч: {moved}, не менее {bound}.",
        "E’lon qilingan {moved} ta uchrashuv ko‘chdi, kamida {bound} ta.",
        "Жарияланған {moved} кездесу ауысты, кемінде {bound}.",
    ),
    "not-held": (
        "not held: {id} ({names})",
        "не состоится: {id} ({names})",
        "o‘tmaydi: {id} ({names})",
        "өтпейді: {id} ({names})",
    ),
    "more": (
        "… and {count} more (--json or --out has them all)",
        "… и ещё {count} (все – в --json или --out)",
        "… va yana {count} ta (hammasi --json yoki --out da)",
        "… және тағы {count} (бәрі --json не --out-та)",
    ),
    "whole": (
        "Every rule is kept.",
        "Все правила соблюдены.",
        "Barcha qoidalarga rioya qilingan.",
        "Барлық ереже сақталған.",
    ),
}


def say(key: str, lang: str, **params: object) -> str:
    """One sentence of the command line; a goal or a status where it is one of those."""
    if key not in SAID:
        return word(RESULT, key.removeprefix("goal-"), lang)
    return SAID[key][language(lang)].format(**params)
