"""The words around a name that say what kind of place is meant: "г.", "viloyati", "облысы", "district"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from egiz.atlas._model import Level
from egiz.text.folding import plain

_CITY = """
город города городе городом городу г г. гор гор. п.г.т. с. қ қ. ш ш. кент кенті
ауылы sh sh. пос пос. поселок посёлок поселка пгт пгт. село с. аул
қала қаласы қаласында қаласының шаһары шаҳри шаҳар шаҳрида шаҳрининг шаҳарчаси каласы
shahri shahar shahrida shahrining shaharchasi shaharcha qala qalasi qalası qalasy qalasi'
city town of the village kent
"""
_REGION = """
область области областью обл обл. облысы облысында облысының облусу край края краю
вилояти вилоят вилоятида вилоятининг велаяты велаят вилояты
viloyati viloyat viloyatida viloyatining oblast oblast' oblysy oblısı oblysynda region province welayaty
welaýaty velayat republic respublikasi respublikası respublikasy республика республики республикаси
республикасы республику oblys kray krai
провинция провинции провинцию провинцией штат штата штате штату префектура префектуры префектуре
воеводство воеводства provinsiyasi provinsiya провинцияси провинциясы shtati shtat штати штаты oʻlkasi oʻlka
ўлкаси ўлка өлкесі өлке
prefekturasi префектураси префектурасы prefecture governorate county voivodeship emirate әмірлігі amirligi
"""
_DISTRICT = """
район района районе районом р-н р-на ауданы ауданында аудан тумани туман туманида райони районы
tumani tuman tumanida rayoni rayon raion district audany awdany
"""
_SAID: tuple[tuple[Level, str], ...] = (("city", _CITY), ("region", _REGION), ("district", _DISTRICT))
_KIND: dict[str, Level] = {plain(word): kind for kind, words in _SAID for word in words.split()}
_EDGE = re.compile(r"[\s,;:()«»\"“”]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A name taken apart: the name itself and the kind of place its other words speak of."""

    core: str
    level: Level | None


@lru_cache(maxsize=16384)
def take_apart(name: str) -> Asked:
    """
    Separate a name from the words that say what it is.

    Parameters
    ----------
    name
        "г. Атырау", "Атырауская область", "Xorazm viloyati", "Urganch shahri" …

    Returns
    -------
    Asked
        The name without these words (all of it, where nothing else would be left) and "city", "region",
        "district" or None.
    """
    words = [w for w in _EDGE.split(re.sub(r"(?i)\bг\.(?=\w)", "г. ", name.strip())) if w]
    level: Level | None = None
    kept = []
    for word in words:
        kind = _KIND.get(plain(word))
        if kind is None:
            kept.append(word)
        elif level is None or level == "city":
            level = kind
    if not kept:
        return Asked(name.strip(), None)
    return Asked(" ".join(kept), level)


# Case endings of Uzbek, Kazakh, Karakalpak (both scripts) and Russian, longest first.
_TURKIC = """
ning dagi niki dan den tan ten nan nen ga ge gʻa qa ka ke da de ta te ni men ben pen nıń niń dıń diń tıń tiń
ǵa nı нинг даги ники дан ден тан тен нан нен га ге ға қа ка ке да де та те ни ны ні ды ді ты ті мен бен пен
ның нің дың дің тың тің дағы дегі тағы тегі ниң
"""
_RUSSIAN = "ом ем ой ью ы у е и ю я а"
_ENDINGS = sorted({plain(e) for e in (_TURKIC + _RUSSIAN).split()}, key=lambda e: (-len(e), e))
_VOWELS = frozenset("аеиоуыэюя")
_RUSSIAN_ENDINGS = frozenset(_RUSSIAN.split())


def stems(name: str) -> list[str]:
    """
    The name without a case ending that it may carry: "Атыраудың", "Nukusdan", "из Ургенча", "в Хиве".

    Parameters
    ----------
    name
        A name that was not found as it stands.

    Returns
    -------
    list[str]
        Shorter forms to try, at least three letters long (two for a Russian ending of a capitalised name:
        "Оше", "Уфы"); for Russian endings also with "а", "я", "ь" put back, and "й" after a vowel ("Семее").
    """
    text = plain(name)
    head, space, last = text.rpartition(" ")
    found = []
    for ending in _ENDINGS:
        russian = ending in _RUSSIAN_ENDINGS
        least = 2 if russian and len(ending) == 1 and name[:1].isupper() else 3
        if last.endswith(ending) and len(last) - len(ending) >= least:
            stem = head + space + last.removesuffix(ending).rstrip("'-")
            found.append(stem)
            if russian:
                found += [stem + back for back in ("а", "я", "ь", *("й" * (stem[-1:] in _VOWELS)))]
    return list(dict.fromkeys(form for form in found if form != text))
