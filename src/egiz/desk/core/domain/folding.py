"""One spelling for all scripts: what people type in any of four languages meets what the desk keeps."""

import re

WORD = re.compile(r"[^\W_]+(?:[ʻʼ'`‘’´][^\W_]+)*[ʻʼ'`‘’´]?", re.UNICODE)


def fold(text: str) -> str:
    """Return the search key of a text: the atlas's key of each word, words parted by one space."""
    from egiz.atlas._fold import fold as fold_word  # noqa: PLC0415 - the atlas need not be loaded to start

    return " ".join(key for word in WORD.findall(text) if (key := fold_word(word)))
