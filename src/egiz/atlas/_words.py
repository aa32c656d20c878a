"""The words around a name that say what kind of place is meant: "г.", "viloyati", "облысы", "district"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from egiz.atlas._fold import clean

_CITY = """
город города городе городом городу г г. гор гор. пос пос. поселок посёлок поселка пгт пгт. село с. аул
қала қаласы қаласында қаласының шаһары шаҳри шаҳар шаҳрида шаҳрининг шаҳарчаси каласы
shahri shahar shahrida shahrining shaharchasi shaharcha qala qalasi qalası qalasy qalasi'
city town of the village kent
"""
_REGION = """
область области областью обл обл. облысы облысында облысының облусу край края краю
вилояти вилоят вилоятида вилоятининг велаяты велаят вилояты
viloyati viloyat viloyatida viloyatining oblast oblast' oblysy oblısı oblysynda region province welayaty welaýaty
velayat republic respublikasi respublikası respublikasy республика республики республикаси республикасы
республику oblys kray krai
"""
_DISTRICT = """
район района районе районом р-н р-на ауданы ауданында аудан тумани туман туманида райони районы
tumani tuman tumanida rayoni rayon raion district audany awdany
"""
_KIND = {
    word: kind
    for kind, words in (("city", _CITY), ("region", _REGION), ("district", _DISTRICT))
    for word in words.split()
}
_EDGE = re.compile(r"[\s,;:()«»\"“”]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A name taken apart: the name itself and the kind of place its other words speak of."""

    core: str
    level: str | None


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
    level: str | None = None
    kept = []
    for word in words:
        kind = _KIND.get(clean(word))
        if kind is None:
            kept.append(word)
        elif level is None or level == "city":
            level = kind
    if not kept:
        return Asked(name.strip(), None)
    return Asked(" ".join(kept), level)
