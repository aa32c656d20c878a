"""Which language each part of a report is in: many reports stand in two."""

from __future__ import annotations

import re
from collections import Counter

from egiz.minutes.language import LANGUAGES, RUSSIAN_ENDINGS, SMALL_WORDS
from egiz.minutes.light.text import sentence_spans
from egiz.minutes.structure import Block
from egiz.text.normalising import one_apostrophe

_FEWEST = 2
_SHARE = 0.25
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MARKS = {
    "kk": re.compile("[әңөұүі]"),
    "uz": re.compile(r"[ўҳ]|[og]'|(?:lar|ning|dagi|gan|ligi|ish|moqda|adi|ydi)\Z|(?:лар|нинг|даги|моқда)\Z"),
    "ru": re.compile(RUSSIAN_ENDINGS),
    "en": re.compile(r"(?:tion|ing|ed|ment|ity|ness)\Z"),
}


def split_languages(text: str, blocks: list[Block], main: str) -> dict[str, list[Block]]:
    """The blocks of each language, in the order of the text; a block in two languages is cut in pieces.

    Parameters
    ----------
    text : str
        The report.
    blocks : list of Block
        Its layout.
    main : str
        The language of the whole, which short and unclear pieces are taken to be in.
    """
    found: dict[str, list[Block]] = {main: []}
    for block in blocks:
        for language, piece in _pieces(text, block, main):
            found.setdefault(language, []).append(piece)
    return found


def _pieces(text: str, block: Block, main: str) -> list[tuple[str, Block]]:
    whole = sentence_language(text[block.start : block.end], main)
    spans = sentence_spans(text, block.start, block.end)
    if len(spans) < 2 or block.item:
        return [(whole, block)]
    pieces: list[tuple[str, Block]] = []
    for start, end in spans:
        language = sentence_language(text[start:end], whole)
        if pieces and pieces[-1][0] == language:
            last = pieces[-1][1]
            pieces[-1] = (language, Block(last.start, end, last.section, last.item))
        else:
            pieces.append((language, Block(start, end, block.section, block.item)))
    return pieces if len(pieces) > 1 else [(whole, block)]


def sentence_language(sentence: str, otherwise: str) -> str:
    """The language that a sentence's words and letters speak for plainly, or `otherwise`."""
    words = _WORD.findall(one_apostrophe(sentence).lower())
    counts = {language: _evidence(words, language) for language in LANGUAGES}
    if counts["kk"] > _SHARE * len(words):
        counts["ru"] = min(counts["ru"], counts["kk"] // 2)
    ranked = Counter(counts).most_common()
    (best, most), (_, second) = ranked[0], ranked[1]
    plain = most >= _FEWEST and most >= 2 * second and most >= _SHARE * len(words)
    return best if plain else otherwise


def _evidence(words: list[str], language: str) -> int:
    latin = language == "en"
    count = 0
    for word in words:
        if language != "uz" and bool(re.match("[a-z]", word)) != latin:
            continue
        count += word in SMALL_WORDS[language] or bool(_MARKS[language].search(word))
    return count
