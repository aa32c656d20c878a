"""Reading a report of a meeting: the one verb of this room."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from egiz.minutes._errors import EmptyTextError, TextTooLongError
from egiz.minutes.dates import header_date
from egiz.minutes.language import check_language, detect_language
from egiz.minutes.places import countries_of, limited_lookups, resolve
from egiz.minutes.reading_parts import Parts
from egiz.minutes.report import Commitment, Organisation, Person, PlaceMention, Report
from egiz.minutes.twinnings import add_candidates, find_twinnings

LONGEST_TEXT = 1_200_000
MOST_DISTINCT = 200_000
MOST_NAMES = 200


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
        The text has more than 1,200,000 characters, or 200,000 in different sentences.
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
    language = lang or detect_language(text)
    report_date = date or header_date(text, language)
    with limited_lookups(MOST_NAMES):
        parts = _parts(text, language, report_date, on_progress)
        report = _report(text, language, report_date, parts)
    if on_progress:
        on_progress(1.0)
    return report


def _parts(
    text: str, language: str, report_date: dt.date | None, on_progress: Callable[[float], None] | None
) -> Parts:
    if language == "ru":
        from egiz.minutes.russian.reader import read_russian  # noqa: PLC0415 -- the models take seconds to load

        return read_russian(text, report_date, on_progress)
    from egiz.minutes.light.reader import read_light  # noqa: PLC0415 -- needed for the other languages only

    return read_light(text, language, report_date, on_progress)


def _report(text: str, language: str, report_date: dt.date | None, parts: Parts) -> Report:
    context = countries_of({name for name, _, _ in parts.places})
    mentions = [resolve(name, context=context, start=start, end=end) for name, start, end in parts.places]
    known = [one for one in mentions if one.geonameid is not None]
    commitments = add_candidates(text, _distinct_commitments(parts.commitments), known)
    return Report(
        language=language,
        report_date=report_date,
        commitments=tuple(commitments),
        twinnings=tuple(find_twinnings(text, parts.sentences, mentions)),
        people=_distinct_people(parts.people),
        organisations=_distinct_organisations(parts, known),
        places=_distinct_places(mentions),
    )


def _distinct_commitments(commitments: list[Commitment]) -> list[Commitment]:
    """A promise that stands twice word for word is kept once."""
    first: dict[tuple[str, str], Commitment] = {}
    for one in commitments:
        first.setdefault((one.kind, " ".join(one.quote.casefold().split())), one)
    return list(first.values())


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
    return key[-1] in full and key[0] in full
