"""The trained models of the natasha package, loaded once and without importing natasha.

natasha itself imports pymorphy2, which no longer starts on current Pythons, so its model files are
opened with slovnet and navec, and pymorphy3 gives lemmas and inflection. A wheel of Egiz carries the files;
a checkout finds them in the installed package.
"""

from __future__ import annotations

import importlib.util
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from egiz.minutes._errors import MinutesError

_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Models:
    """The loaded models: slovnet taggers and the pymorphy3 analyser."""

    morph: Any
    syntax: Any
    names: Any
    words: Any


def _data_folder() -> Path:
    own = Path(__file__).parent / "data"
    if own.is_dir():
        return own
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise MinutesError("The package natasha, which carries the Russian models, is not installed.")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


@lru_cache(maxsize=1)
def _load() -> Models:
    from navec import Navec  # noqa: PLC0415 -- seconds to import, needed for Russian only
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 -- as above
    from slovnet import NER, Morph, Syntax  # noqa: PLC0415 -- as above

    class Words(MorphAnalyzer):  # type: ignore[misc] # the package has no types
        def parse(self, word: str) -> Any:
            try:
                return super().parse(word)
            except ValueError:  # it asks for each letter's Unicode name, and not every letter has one
                return super().parse("".join(c if unicodedata.name(c, "") else "?" for c in word))

    folder = _data_folder()
    navec = Navec.load(folder / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")
    model = folder / "model"
    return Models(
        morph=Morph.load(model / "slovnet_morph_news_v1.tar", batch_size=8).navec(navec),
        syntax=Syntax.load(model / "slovnet_syntax_news_v1.tar", batch_size=8).navec(navec),
        names=NER.load(model / "slovnet_ner_news_v1.tar", batch_size=8).navec(navec),
        words=Words(),
    )


def load_models() -> Models:
    """Load the Russian models on first use (about two seconds) and keep them.

    Raises
    ------
    MinutesError
        The package with the model files is missing.
    """
    with _LOCK:
        return _load()
