"""Which of the four languages a report is in, by its letters and small words."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

import re
from collections import Counter

from egiz.minutes._errors import UnknownLanguageError
from egiz.minutes._word_lists import words
from egiz.text.normalising import one_apostrophe

LANGUAGES = ("ru", "uz", "kk", "en")
_NAMES = {"ru": "Russian", "uz": "Uzbek", "kk": "Kazakh", "en": "English"}
_SAMPLE = 40_000
_ENOUGH = 0.045
_SOME = 0.02
RUSSIAN_ENDINGS = (
    r"[а-я]{2}(?:ть|ться|ого|ому|ыми|ами|ение|ения|ский|ской|ция|ции|ый|ая|ое|ые|ли|ла|ет|ит|ют)$"
)
SMALL_WORDS: dict[str, frozenset[str]] = {
    "ru": words(
        "и в на с по для что как не от до к о об за из при это был была были его их мы я он она они также после между "
        "или либо а но то все будет году года уже которые который под"
    ),
    "uz": words(
        "va bilan uchun bu ham dedi edi bo'lib bo'yicha haqida ushbu o'z har bir shu esa kerak qilish yangi o'rtasida "
        "bo'ldi etildi qilindi yil kuni oyida u biz shahar shahri viloyati tomonlar "
        "ва билан учун бу ҳам деди эди бўлиб бўйича ҳақида ушбу ўз ҳар бир шу эса керак қилиш янги ўртасида бўлди этилди "
        "қилинди йил куни ойида у биз шаҳар шаҳри вилояти томонлар"
    ),
    "kk": words(
        "және мен пен бен үшін бұл да де туралы деді болды ол біз жылы жылғы күні бойынша арасында еді екенін өз бір осы "
        "барлық қала қаласы облысы кейін дейін сондай-ақ тараптар оның болып деп"
    ),
    "en": words(
        "the of and to in a is that for on with as was by at from this are be we our will has have it or an which "
        "between their would"
    ),
}
_ONLY = {"uz": re.compile(r"[ўқғҳ]|[og][ʻʼ‘’'`]"), "kk": re.compile("[әңөұүі]"), "ru": re.compile("[ыщэ]")}


def detect_language(text: str) -> str:
    """The language of a text.

    Returns
    -------
    {"ru", "uz", "kk", "en"}

    Raises
    ------
    UnknownLanguageError
        Too few of its words are of any of them.
    """
    scores = _scores(text)
    best = max(scores, key=lambda one: scores[one])
    if scores[best] < _ENOUGH:
        raise UnknownLanguageError(
            "The text is in none of Russian, Uzbek, Kazakh and English (or has too few words to tell). "
            "If it is in one of them, say which with the language option."
        )
    return best


def check_language(text: str, language: str) -> None:
    """Refuse a text that is plainly not in the language said.

    Raises
    ------
    UnknownLanguageError
        The code is not one of the four, or the text's letters and words speak against it.
    """
    if language not in LANGUAGES:
        raise UnknownLanguageError(f"Language must be one of {', '.join(LANGUAGES)}; got {language!r}.")
    scores = _scores(text)
    best = max(scores, key=lambda one: scores[one])
    if best != language and scores[best] >= _ENOUGH and scores[language] < scores[best] / 4:
        raise UnknownLanguageError(
            f"The text looks {_NAMES[best]}, not {_NAMES[language]}; leave the language out or say {best}."
        )


def _scores(text: str) -> dict[str, float]:
    sample = one_apostrophe(text[:_SAMPLE]).lower()
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", sample)
    if not words:
        return dict.fromkeys(LANGUAGES, 0.0)
    counts = Counter(words)
    total = len(words)
    scores = {
        language: sum(counts[word] for word in known) / total for language, known in SMALL_WORDS.items()
    }
    for language, pattern in _ONLY.items():
        marked = sum(count for word, count in counts.items() if pattern.search(word)) / total
        scores[language] += min(0.5, marked) * (0.15 if language == "ru" else 0.6)
    return _without_neighbours(scores, counts, total)


def _without_neighbours(scores: dict[str, float], counts: Counter[str], total: int) -> dict[str, float]:
    """Scores set to nothing where the letters are those of a neighbour: Ukrainian, Kyrgyz, Karakalpak, Turkish."""

    def share(letters: str) -> float:
        return sum(count for word, count in counts.items() if re.search(letters, word)) / total

    scores["ru"] += 0.15 * share(f"{RUSSIAN_ENDINGS}|^побратим")
    if share("[їєґ]") > _SOME or share("җ") > _SOME:
        return dict.fromkeys(scores, 0.0)
    if share("[şğıəçñ]") > _SOME:
        scores["uz"] = 0.0
    if share("[әңөұүі]") > _SOME:
        scores["ru"] = scores["uz"] = 0.0
        if share("і") < _SOME:
            scores["kk"] = 0.0
        if share("ў") > _SOME:
            scores["kk"] = 0.0
    return scores
