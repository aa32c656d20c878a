"""Which language a field is written in, and the stems of its words."""

# ruff: noqa: E501, SIM905 - lists of words read better as sentences and long lines

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from egiz.matching.scripts import tokens
from egiz.text.folding import plain
from egiz.text.stems import snowball
from egiz.text.uzbek import uzbek_to_latin

LANGUAGES = ("ru", "uz", "kk", "kaa", "en")

_KAZAKH_ONLY = re.compile(r"[ұі]")
_TURKIC = re.compile(r"[әғқңөү]")
_UZBEK_CYRILLIC = re.compile(r"[ўҳ]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UZBEK_LATIN = re.compile(r"o'|g'|\bva\b|\buchun\b|\bbilan\b|\byoki\b|lar\b|lari\b|ish\b|lash\b|q")
_KAZAKH_LATIN = re.compile(r"[äñūı]|ö.*ü|jäne|\bjane\b|\bushin\b|\büşın\b|dyń|\bmen\b|[áúóǵń]")
_UKRAINIAN = re.compile(r"[їєґ]")
_WORDS = {
    "ru": frozenset("и в на для с из по или не от до их при прочие услуги производство продажа".split()),
    "en": frozenset("and of the for or in to with other not from by than we services products".split()),
    "uz": frozenset(
        "va uchun bilan yoki boshqa ishlab chiqarish xizmatlari ва учун билан ёки ишлаб бошқа".split()
    ),
    "kk": frozenset("және мен үшін бен немесе өндіру өзге басқа қызметтер жане ушин jane".split()),
    "kaa": frozenset("ҳәм ушын менен hám ushın menen ямаса islep shıǵarıw".split()),
}
_SNOWBALL = {"ru": "russian", "en": "english"}

# Longest first; a light stripper may leave a bit too much, never too little: four letters stay.
_UZ_SUFFIXES = tuple(
    "larining larimiz laridan lariga larini larida lashtirish chilik larni larga lardan larda ning dan lari "
    "lash lar lik dagi iga ini ida ish chi ga ni da si i".split(),
)
_KK_SUFFIXES = tuple(
    "ларының лерінің дарының дерінің тарының терінің лары лері дары дері тары тері ларды лерді дарды дерді "
    "ларға лерге дарға дерге тарға терге ның нің дың дің тың тің лар лер дар дер тар тер нан нен дан ден тан "
    "тен мен бен пен лық лік дық дік тық тік ды ді ты ті ны ні ға ге қа ке да де та те сы сі шы ші ы і".split(),
)


def detect(text: str) -> str:
    """Guess the language of one field: ``ru``, ``uz``, ``kk``, ``kaa``, ``en`` or ``""`` when there are no words.

    Letters decide first (ў ҳ, ә ғ қ ң ө ұ ү і, oʻ gʻ), function words where letters are shared.
    """
    votes = _votes(text)[1]
    return max(votes, key=lambda language: votes[language]) if votes else ""


@lru_cache(maxsize=100_000)
def _votes(text: str) -> tuple[bool, dict[str, float]]:
    """Whether a text is mostly Cyrillic, and how much speaks for each language."""
    folded = plain(text)
    letters = [word for word in tokens(text) if word[0].isalpha()]
    if not letters:
        return False, {}
    votes = {language: float(sum(word in known for word in letters)) for language, known in _WORDS.items()}
    if len(_CYRILLIC.findall(folded)) * 2 >= sum(map(len, letters)):
        return True, _cyrillic(folded, votes)
    return False, _latin(folded, votes)


def _cyrillic(folded: str, votes: dict[str, float]) -> dict[str, float]:
    uzbek, kazakh, turkic = (
        len(pattern.findall(folded)) for pattern in (_UZBEK_CYRILLIC, _KAZAKH_ONLY, _TURKIC)
    )
    votes["uz"] += 2 * uzbek + (0.3 * turkic if not kazakh else 0)
    votes["kk"] += (2 * kazakh if not _UKRAINIAN.search(folded) else 0) + 0.6 * turkic
    votes["kaa"] += (uzbek and turkic) * 1.0
    # A letter that Russian has not got settles that it is not Russian.
    votes["ru"] += 0.5 if not (uzbek or kazakh or turkic) else -2.0
    votes["en"] = -1
    return votes


def _latin(folded: str, votes: dict[str, float]) -> dict[str, float]:
    votes["uz"] += len(_UZBEK_LATIN.findall(folded)) * 0.7
    votes["kk"] += len(_KAZAKH_LATIN.findall(folded)) * 1.2
    votes["en"] += 0.5
    votes["ru"] = -1
    return votes


@lru_cache(maxsize=400_000)
def stem(token: str, language: str) -> str:
    """The stem of one folded token: Snowball for Russian and English, light suffix strippers for Uzbek and Kazakh."""
    if token[0].isdigit():
        return token
    if language in _SNOWBALL:
        return snowball(token, _SNOWBALL[language])
    if language == "uz":
        return _strip(uzbek_latin(token), _UZ_SUFFIXES)
    if language in {"kk", "kaa"}:
        return _strip(token, _KK_SUFFIXES)
    return token


def stems(text: str, language: str | None = None) -> list[str]:
    """Stems of all words of a text; the language is guessed when it is not given."""
    spoken = detect(text) if language is None else language
    return [stem(token, spoken) for token in tokens(text)]


def _strip(token: str, suffixes: tuple[str, ...]) -> str:
    for _ in range(2):
        for suffix in suffixes:
            if token.endswith(suffix) and len(token) - len(suffix) >= 4:
                token = token[: -len(suffix)]
                break
        else:
            break
    return token


def uzbek_latin(token: str) -> str:
    """An Uzbek word in plain Latin letters without apostrophes, from either script."""
    return uzbek_to_latin(token).text.replace("'", "")


def _sure(found: Iterable[tuple[bool, dict[str, float]]]) -> dict[bool, Counter[str]]:
    """How many texts of each script are surely in each language."""
    sure: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for cyrillic, votes in found:
        best = sorted(votes.values())[-2:] if votes else []
        if len(best) == 2 and best[1] - best[0] >= 1:
            sure[cyrillic][max(votes, key=lambda language: votes[language])] += 1
    return sure


def detect_all(texts: Sequence[str]) -> list[str]:
    """The language of each text; a text that says little takes the language most others of its script have."""
    found = [_votes(text) for text in texts]
    sure = _sure(found)
    languages = []
    for cyrillic, votes in found:
        total = sum(sure[cyrillic].values())
        lifted = {
            language: vote + (0.9 * sure[cyrillic][language] / total if total else 0)
            for language, vote in votes.items()
        }
        languages.append(max(lifted, key=lambda language: lifted[language]) if lifted else "")
    return languages


def detect_profile(texts: Sequence[str]) -> list[str]:
    """The languages of one company's phrases: a short phrase is read with the others of its script."""
    scripts = [_votes(text)[0] for text in texts]
    whole = {
        cyrillic: detect(" ".join(text for text, own in zip(texts, scripts, strict=True) if own == cyrillic))
        for cyrillic in set(scripts)
    }
    return [
        own if own in {"kk", "kaa"} and cyrillic else whole[cyrillic]
        for own, cyrillic in zip(map(detect, texts), scripts, strict=True)
    ]


_GENRE = {
    "ru": "и в на для с из по или не от до их при под прочий прочие услуги услуга производство продажа поставка "
    "оборудование материал материалы изделие изделия продукция продукт товар товары широкий спектр качество "
    "высокое компания предприятие ооо тоо оптовый оптовая оптовые торговля покупатель покупатели поставщик "
    "поставщики партнер партнеры партнёр заказчик заказчики клиент ищем нужно нужен нужна которым "
    "казахстане казахстан казахстана узбекистане узбекистан узбекистана атырау нукус нукуса приаралья",
    "en": "and of the for or in to with other not from by than we services service products product supply "
    "supplier suppliers partner partners wide range quality high company equipment materials goods customer "
    "kazakhstan uzbekistan western local",
    "uz": "va uchun bilan yoki boshqa xizmatlari xizmat mahsulotlari mahsulot materiallari bo'yicha kerak hamkor "
    "qozog'istonda qozog'istondan qozog'istondagi o'zbekistonda mchj xk ishlab chiqarish sotish xaridorlar "
    "ulgurji ва учун билан ёки бошқа бўйича ҳамкор қозоғистонда буюртмалари buyurtmalar",
    "kk": "және мен үшін бен немесе өзге басқа қызметтер қызметі өнімдері өнім материалдары жабдығы жшс сату өндіру",
    "kaa": "ҳәм ушын менен ямаса өнимлери үскенелери сатып алыўшылар hám ushın menen",
}
STOP_STEMS = frozenset(stem(word, language) for language, words in _GENRE.items() for word in tokens(words))
"""Stems of grammar and of the genre ("a wide range of services"), which say nothing about a company."""
