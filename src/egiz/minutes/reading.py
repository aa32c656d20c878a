"""Reading a report of a meeting: the one verb of this room."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from egiz.minutes._errors import EmptyTextError, TextTooLongError
from egiz.minutes.confidence import LOWEST
from egiz.minutes.dates import header_date
from egiz.minutes.item_labels import deadline_alone
from egiz.minutes.language import check_language, detect_language
from egiz.minutes.merging import merge_same
from egiz.minutes.mixture import split_languages
from egiz.minutes.normalising import make_plain, place_back, promise_back, twinning_back
from egiz.minutes.opinion import passed_over, weigh
from egiz.minutes.places import countries_of, limited_lookups, resolve
from egiz.minutes.reading_parts import Parts
from egiz.minutes.report import Organisation, Person, PlaceMention, Report
from egiz.minutes.structure import Block, split_blocks
from egiz.minutes.twinnings import add_candidates, find_twinnings
from egiz.text.normalising import Aligned
from egiz.text.sense import sense as load_sense

LONGEST_TEXT = 1_200_000
MOST_DISTINCT = 500_000
MOST_NAMES = 200
_LONGEST_HEADLINE = 200


def read(
    text: str,
    *,
    date: dt.date | None = None,
    lang: str | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Report:
    """Read a report of a meeting.

    Parameters
    ----------
    text : str
        The report; offsets in the answer count its characters.
    date : datetime.date, optional
        The day of the report. Without it the date at the head of the report is taken, if one stands there.
    lang : {"ru", "uz", "kk", "en"}, optional
        Its language; found out if not given.
    on_progress : callable, optional
        Called with the share done, 0..1.

    Returns
    -------
    Report

    Raises
    ------
    EmptyTextError
        There are no words in the text.
    TextTooLongError
        The text has more than 1,200,000 characters, or 500,000 in different sentences.
    UnknownLanguageError
        The language is not one of the four, or not the one said.
    """
    if not re.search(r"[^\W\d_]{2,}", text):
        raise EmptyTextError("The text holds no words. Give the text of a meeting's report.")
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(f"The text has {len(text):,} characters; a report may have {LONGEST_TEXT:,}.")
    distinct = sum(map(len, set(re.split(r"[.!?\n]", text))))
    if distinct > MOST_DISTINCT:
        raise TextTooLongError(
            f"The text has {distinct:,} characters in different sentences; "
            f"a report may have {MOST_DISTINCT:,}. "
            "Cut it into parts."
        )
    if lang is not None:
        check_language(text, lang)
    plain = make_plain(text)
    language = lang or detect_language(plain.text)
    report_date = date or header_date(plain.text, language)
    with limited_lookups(MOST_NAMES):
        parts, languages = _parts(plain.text, language, report_date, on_progress)
        report = _report(plain.text, languages, report_date, parts)
    if on_progress:
        on_progress(1.0)
    return _with_offsets_of(text, plain, report)


def _parts(
    text: str, language: str, report_date: dt.date | None, on_progress: Callable[[float], None] | None
) -> tuple[Parts, tuple[str, ...]]:
    """What the readers of each language find in its part of the text, and the languages read."""
    shares = split_languages(text, split_blocks(text), language)
    whole = max(1, sum(block.end - block.start for blocks in shares.values() for block in blocks))
    parts, done = Parts(), 0.0
    for one, blocks in shares.items():
        share = sum(block.end - block.start for block in blocks) / whole
        tell = _scaled(on_progress, done, share)
        parts.add(_read_blocks(text, one, blocks, report_date, tell))
        done += share
    parts.sort()
    return parts, tuple(one for one, blocks in shares.items() if blocks) or (language,)


def _scaled(
    on_progress: Callable[[float], None] | None, done: float, share: float
) -> Callable[[float], None] | None:
    if on_progress is None:
        return None
    return lambda part: on_progress(min(0.95, done + share * part))


def _read_blocks(
    text: str,
    language: str,
    blocks: list[Block],
    report_date: dt.date | None,
    on_progress: Callable[[float], None] | None,
) -> Parts:
    if not blocks:
        return Parts()
    parts = _read_in(text, language, blocks, report_date, on_progress)
    return _with_deadlines(text, language, parts, report_date)


def _with_deadlines(text: str, language: str, parts: Parts, report_date: dt.date | None) -> Parts:
    """Give a promise the deadline that stands as a sentence of its own behind it."""
    for before, here in pairwise(sorted(parts.sentences)):
        due = deadline_alone(text[slice(*here)], language, report_date)
        if due is None:
            continue
        for at, one in enumerate(parts.promises):
            if before[0] <= one.start < before[1] and one.due.phrase is None:
                parts.promises[at] = replace(one, due=due)
    return parts


def _read_in(
    text: str,
    language: str,
    blocks: list[Block],
    report_date: dt.date | None,
    on_progress: Callable[[float], None] | None,
) -> Parts:
    if language == "ru":
        from egiz.minutes.russian.reader import read_russian  # noqa: PLC0415 -- the models take seconds to load

        return read_russian(text, blocks, report_date, on_progress)
    from egiz.minutes.light.reader import read_light  # noqa: PLC0415 -- needed for the other languages only

    return read_light(text, blocks, language, report_date, on_progress)


def _report(text: str, languages: tuple[str, ...], report_date: dt.date | None, parts: Parts) -> Report:
    context = countries_of({name for name, _, _ in parts.places})
    mentions = [resolve(name, context=context, start=start, end=end) for name, start, end in parts.places]
    surnames = {person.name.split()[-1].casefold() for person in parts.people if " " in person.name}
    mentions = [one for one in mentions if one.level == "country" or one.name.casefold() not in surnames]
    known = [one for one in mentions if one.geonameid is not None]
    merged = merge_same(
        parts.promises, headline=_headline(text), sense=load_sense() if len(languages) > 1 else None
    )
    judged = weigh(text, parts.sentences, merged)
    judged = sorted([*judged, *passed_over(text, parts.sentences, judged)], key=lambda one: one.start)
    promises = add_candidates(text, judged, known)
    return Report(
        language=languages[0],
        report_date=report_date,
        promises=tuple(one for one in promises if one.confidence >= LOWEST),
        perhaps=tuple(one for one in promises if one.confidence < LOWEST),
        twinnings=tuple(find_twinnings(text, parts.sentences, mentions)),
        people=_distinct_people(parts.people),
        organisations=_distinct_organisations(parts, known),
        places=_distinct_places(mentions),
        languages=languages,
    )


def _headline(text: str) -> int:
    """Where the first line ends, if it can be a headline."""
    end = text.find("\n", len(text) - len(text.lstrip()))
    head = text[:end].rstrip()
    return end if 0 < end < _LONGEST_HEADLINE and not head.endswith((".", "!", "?", ":", ";")) else 0


def _with_offsets_of(text: str, plain: Aligned, report: Report) -> Report:
    if plain.text == text:
        return report
    return replace(
        report,
        promises=tuple(promise_back(plain, text, one) for one in report.promises),
        perhaps=tuple(promise_back(plain, text, one) for one in report.perhaps),
        twinnings=tuple(twinning_back(plain, text, one) for one in report.twinnings),
        places=tuple(place_back(plain, text, one) for one in report.places),
    )


def _distinct_places(mentions: list[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Each place once, at its first mention."""
    first: dict[object, PlaceMention] = {}
    for one in mentions:
        first.setdefault(one.geonameid if one.geonameid is not None else one.name.casefold(), one)
    return tuple(first.values())


def _distinct_people(people: list[Person]) -> tuple[Person, ...]:
    return tuple({one.name.casefold(): one for one in people}.values())


def _distinct_organisations(parts: Parts, places: list[PlaceMention]) -> tuple[Organisation, ...]:
    """Each organisation once under its fullest name; "the chamber" is part of "the chamber of …"."""
    kept: list[tuple[str, Organisation, frozenset[str], tuple[str, ...]]] = []
    for name, kind, key, start, end in sorted(parts.organisations, key=lambda one: -len(one[2])):
        words = frozenset(key)
        if any(
            words <= other and kind == known.kind and _same_head(key, full) for _, known, other, full in kept
        ):
            continue
        place = next((one.geonameid for one in reversed(places) if start <= one.start < end), None)
        kept.append((name, Organisation(name[:1].upper() + name[1:], kind, place), words, key))
    order = {name: at for at, (name, *_) in reversed(list(enumerate(parts.organisations)))}
    return tuple(one for _, one, _, _ in sorted(kept, key=lambda item: order[item[0]]))


def _same_head(key: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return bool(key) and key[-1] in full and key[0] in full
