"""One promise said twice, as in a headline and below it, is kept once, where it says more."""

from __future__ import annotations

import re

from egiz.minutes.report import Promise
from egiz.text.sense import Sense

_ALIKE = 0.7
_HEADLINE_ALIKE = 0.4
_NEAR = 0.9
_HEADLINE = 200
_STEM = 5
_WORD = re.compile(r"[^\W\d_]{4,}")


def merge_same(found: list[Promise], *, headline: int = 0, sense: Sense | None = None) -> list[Promise]:
    """The promises without repetitions.

    Parameters
    ----------
    found : list of Promise
        In the order of the text.
    headline : int
        Where the headline ends; what is said below it again is kept from there.
    sense : Sense, optional
        Given for a report in two languages: what is near in sense, of one kind and due is the same promise.
    """
    kept: list[Promise] = []
    for one in found:
        twin = next(
            (other for other in kept if _same_words(other, one) or _told_above(other, one, headline)), None
        )
        if twin is None:
            kept.append(one)
        elif twin.start < headline or _says_more(one, twin):
            kept[kept.index(twin)] = one
    if sense is not None and len(kept) > 1:
        kept = _same_sense(kept, sense)
    return sorted(kept, key=lambda one: one.start)


def _same_sense(found: list[Promise], sense: Sense) -> list[Promise]:
    vectors = sense.passages([one.quote for one in found])
    cosines = vectors @ vectors.T
    kept: list[int] = []
    for at, one in enumerate(found):
        twin = any(
            cosines[at, other] >= _NEAR
            and _may_be_same(found[other], one)
            and _script(one) != _script(found[other])
            for other in kept
        )
        if not twin:
            kept.append(at)
    return [found[at] for at in kept]


def _script(one: Promise) -> str:
    """A rough fingerprint of the language, enough to tell two versions of one text apart."""
    if re.search("[әңөұүі]", one.quote):
        return "kk"
    return "cyrillic" if re.search("[а-я]", one.quote) else "latin"


def _may_be_same(one: Promise, other: Promise) -> bool:
    days = {one.due.date, other.due.date} - {None}
    return one.kind == other.kind and len(days) < 2


def _stems(text: str) -> set[str]:
    return {word.casefold()[:_STEM] for word in _WORD.findall(text)}


def _same_words(one: Promise, other: Promise) -> bool:
    if " ".join(one.quote.casefold().split()) == " ".join(other.quote.casefold().split()):
        return one.kind == other.kind
    days = {one.due.date, other.due.date} - {None}
    if len(days) > 1 or (min(one.start, other.start) > _HEADLINE and one.kind != other.kind):
        return False
    if one.by and other.by and not set(one.by) & set(other.by) and min(one.start, other.start) > _HEADLINE:
        return False  # two people are to do alike things
    # Items of a list repeat their words and are different all the same.
    items = [any(reason.code == "cue_item" for reason in each.reasons) for each in (one, other)]
    first, second = _stems(one.quote), _stems(other.quote)
    smaller = min(len(first), len(second))
    if any(items) or smaller < 3:
        return False
    return len(first & second) >= _ALIKE * smaller


def _told_above(one: Promise, other: Promise, headline: int) -> bool:
    """Whether a headline only tells in short what stands below it."""
    if not one.start < headline <= other.start:
        return False
    first, second = _stems(one.quote), _stems(other.quote)
    return len(first) > 1 and len(first & second) >= _HEADLINE_ALIKE * len(first)


def _says_more(one: Promise, other: Promise) -> bool:
    def weight(each: Promise) -> tuple[bool, bool, bool, float]:
        return each.due.phrase is not None, bool(each.by), each.start > _HEADLINE, each.confidence

    return weight(one) > weight(other)
