"""A Russian report from its blocks to drafts of all that it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from egiz.minutes.reading_parts import Parts
from egiz.minutes.report import Promise
from egiz.minutes.russian.items import item_promise
from egiz.minutes.russian.parse import Sentence, parse, sentence_spans
from egiz.minutes.russian.parties import Parties, letter_parties
from egiz.minutes.russian.people import find_organisations, find_people
from egiz.minutes.russian.places import find_place_names
from egiz.minutes.russian.promises import Draft, sentence_promises
from egiz.minutes.russian.speech import find_speeches, sentence_speaker
from egiz.minutes.structure import Block, is_labelled

_WEAK = {"interested", "supported", "needed"}


def read_russian(
    text: str,
    blocks: list[Block],
    report_date: dt.date | None,
    on_progress: Callable[[float], None] | None = None,
) -> Parts:
    """Read a Russian report.

    Parameters
    ----------
    text : str
        The report.
    blocks : list of Block
        The parts of it that are in Russian.
    report_date : date or None
        What relative deadlines are counted from.
    on_progress : callable, optional
        Called with the share done, 0..1.
    """
    tell = on_progress or (lambda _: None)
    spans = [sentence_spans(text, block.start, block.end) for block in blocks]
    flat = [span for row in spans for span in row]
    tell(0.05)
    sentences = parse(text, flat)
    tell(0.7)
    people = find_people(text, sentences)
    organisations = find_organisations(text, sentences)
    writer, reader = letter_parties(text, people)
    parties = Parties(people, organisations, find_speeches(text, sentences, people), writer, reader)
    drafts: list[Draft] = []
    at = 0
    for block in blocks:
        here: list[Sentence] = []
        while at < len(sentences) and sentences[at].start < block.end:
            here.append(sentences[at])
            at += 1
        drafts.extend(_block(text, block, here, parties, report_date))
    tell(0.9)
    return Parts(
        promises=_settle(drafts),
        people=[one.person for one in people],
        organisations=[(one.name, one.kind, one.key, one.start, one.end) for one in organisations],
        places=find_place_names(text, sentences),
        sentences=[(one.start, one.end) for one in sentences],
    )


def _block(
    text: str, block: Block, sentences: list[Sentence], parties: Parties, report_date: dt.date | None
) -> list[Draft]:
    if block.section in {"attendance", "agenda"}:
        for sentence in sentences:
            parties.note(text, sentence)
        return []
    if block.section == "decisions" or (block.item and is_labelled(text[block.start : block.end])):
        draft = item_promise(text, block.start, block.end, sentences, parties, report_date)
        return [draft] if draft else []
    drafts = []
    for sentence in sentences:
        parties.speaker, _ = sentence_speaker(
            text, sentence, parties.people, parties.earlier[-1] if parties.earlier else None
        )
        drafts.extend(sentence_promises(text, sentence, parties, report_date))
        parties.note(text, sentence)
    return drafts


def _settle(drafts: list[Draft]) -> list[Promise]:
    """Drop a weak statement where a firmer one of the same kind stands in the report."""
    drafts = _once(drafts)
    sure = {draft.promise.kind for draft in drafts if draft.code not in _WEAK}
    return [
        draft.promise
        for draft in drafts
        if draft.code not in _WEAK
        or draft.promise.kind not in sure
        or draft.promise.due.date
        or _future(draft)
    ]


def _once(drafts: list[Draft]) -> list[Draft]:
    """A promise said twice, as in a headline and below it, is kept where it says more."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((one for one in kept if _same(one, draft)), None)
        if twin is None:
            kept.append(draft)
        elif _weight(draft) > _weight(twin):
            kept[kept.index(twin)] = draft
    return sorted(kept, key=lambda one: one.promise.start)


def _same(one: Draft, other: Draft) -> bool:
    first, second = one.promise, other.promise
    days = {first.due.date, second.due.date} - {None}
    if (
        first.kind != second.kind
        or first.kind == "other"
        or "item" in {one.code, other.code}
        or len(days) > 1
        or (first.by and second.by and not set(first.by) & set(second.by))
    ):
        return False
    words = [draft.words - {"в", "и", "на", "с", "по", "для", ",", "."} for draft in (one, other)]
    smaller = min(len(part) for part in words)
    return smaller > 1 and len(words[0] & words[1]) >= 0.75 * smaller


def _weight(draft: Draft) -> tuple[bool, float]:
    return draft.promise.due.phrase is not None, draft.promise.confidence


def _future(draft: Draft) -> bool:
    """Whether "will support" stands by itself, as "supported" would not."""
    return draft.code == "supported" and draft.promise.kind != "other"
