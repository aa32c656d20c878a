"""Bytes of a text file to text, where nobody says in which letters it was saved."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OFFICE = ("cp1251", "kz1048", "koi8_r", "cp866")
_SAMPLE = 20_000
_RUN = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")
# Small letters weigh most: a wrong table turns them into capitals, frames and signs.
_SMALL = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһіўҳ")
_PLAIN = frozenset("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁӘҒҚҢӨҰҮҺІЎҲ№«»“”„–—’‘…·°§\xa0")


def decode(data: bytes, charset: str = "") -> str:
    """Turn bytes into text: by byte-order mark, then the charset named, UTF-8, then what offices save.

    Parameters
    ----------
    data
        The file.
    charset
        What its sender calls its charset, if anything.

    Returns
    -------
    str
        The text. UTF-16 without a mark is known by its noughts; Windows-1251, the Kazakh KZ-1048, KOI8-R and
        the old DOS page by which of them makes the most small Cyrillic letters; the Latin page of Windows
        where single odd letters stand inside Latin words ("Müller").
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if wide := marked or ("" if charset else _wide(data)):
        return data.decode(wide, errors="replace")
    for name in filter(None, (charset, "utf-8")):
        try:
            return data.decode(name)
        except (ValueError, LookupError):  # "punycode" raises another UnicodeError, others a plain ValueError
            continue
    if _is_latin(data[:_SAMPLE]):
        return data.decode("cp1252", errors="replace")
    sample = data.translate(None, delete=bytes(range(0x80)))[:_SAMPLE]
    return data.decode(max(_OFFICE, key=lambda name: _likely(sample, name)), errors="replace")


def _is_latin(head: bytes) -> bool:
    """Whether most odd bytes come one or two at a time beside Latin letters; Cyrillic words stand alone."""
    runs: list[bytes] = _RUN.findall(head)
    inside = sum(not run.isascii() and (run[0] < 0x80 or run[-1] < 0x80) and len(run) <= 4 for run in runs)
    return 2 * inside > len(runs)


def _wide(data: bytes) -> str:
    head = data[:2000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if not low and not high:
        return ""
    # Latin letters, signs and line ends have a nought on one side; a nought elsewhere means no text at all.
    name = "utf-16-le" if high else "utf-16-be"
    readable = "".join(head[: len(head) // 2 * 2].decode(name, errors="replace").split()).isprintable()
    return name if readable and min(low, high) == 0 and max(low, high) * 20 > len(head) else ""


def _likely(sample: bytes, name: str) -> int:
    text = sample.decode(name, errors="replace")
    return sum(2 if c in _SMALL else 1 if c in _PLAIN else -2 for c in text)
