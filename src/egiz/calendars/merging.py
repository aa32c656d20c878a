"""One event from many sources: what each field rests on, what differs, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from ._errors import MergeError
from .events import Event, Status
from .pairing import Pair, Verdict, candidate_pairs, forbidden, judge, pair_of


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided: pairs that are the same and pairs that are not, kept for ever."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()

    def confirm(self, a: str, b: str) -> Decisions:
        """A person says that two entries are the same event."""
        pair = pair_of(a, b)
        return Decisions(self.same | {pair}, self.different - {pair})

    def reject(self, a: str, b: str) -> Decisions:
        """A person says that two entries are different events."""
        pair = pair_of(a, b)
        return Decisions(self.same - {pair}, self.different | {pair})

    def undo(self, merged: Merged, uid: str) -> Decisions:
        """Take one entry out of a merged event; it is not merged with any of the others again.

        Raises
        ------
        MergeError
            When the entry is not part of it.
        """
        if uid not in merged.members:
            raise MergeError(
                f"{uid} is not part of {merged.event.uid}; its parts are {', '.join(merged.members)}."
            )
        result = self
        for other in merged.members:
            if other != uid:
                result = result.reject(uid, other)
        return result


@dataclass(frozen=True, slots=True)
class Merged:
    """One event and what it was made of.

    ``provenance`` names for each field the entry it was taken from; ``disagreements`` keeps, for each field
    on which the entries differ, what every one of them says.
    """

    event: Event
    members: tuple[str, ...]
    provenance: Mapping[str, str] = field(default_factory=dict)
    disagreements: Mapping[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergeResult:
    """All events after merging, and the pairs that wait for a person."""

    events: tuple[Merged, ...]
    ask: tuple[Verdict, ...]


def merge(
    events: Iterable[Event],
    *,
    decisions: Decisions | None = None,
    trust: Mapping[str, int] | None = None,
    published: Mapping[str, str] | None = None,
) -> MergeResult:
    """Merge entries that speak of the same event.

    Parameters
    ----------
    events
        Entries with unique uids.
    decisions
        What people confirmed and rejected; a rejected pair never meets again, not even through a third entry.
    trust
        Rank by the address or title of a source; the higher one's fields win. Then the later one's.
    published
        uid under which an entry was published before; the merged event keeps it.

    Returns
    -------
    MergeResult
        The same for the same input, whatever its order.

    Raises
    ------
    MergeError
        When uids repeat, or a confirmed pair breaks a hard rule (another year is another edition).
    """
    ordered = sorted(events, key=lambda event: event.uid)
    entries = {event.uid: event for event in ordered}
    if len(entries) != len(ordered):
        raise MergeError("Two entries have the same uid.")
    decisions = decisions or Decisions()
    verdicts = [
        judge(a, b) for a, b in candidate_pairs(ordered) if pair_of(a.uid, b.uid) not in decisions.different
    ]
    groups = _Groups(entries, decisions)
    groups.join_confirmed()
    for verdict in sorted(verdicts, key=lambda verdict: (-verdict.score, verdict.pair)):
        if verdict.decision == "same":
            groups.join(verdict.a, verdict.b)
    asking = [v for v in verdicts if v.decision == "ask" and not groups.together(v.a, v.b)]
    merged = [
        combine([entries[uid] for uid in group], trust=trust, published=published) for group in groups.all()
    ]
    return MergeResult(tuple(merged), tuple(sorted(asking, key=lambda v: (-v.score, v.pair))))


class _Groups:
    """Sets of entries that only grow where no rule between any two members forbids it."""

    def __init__(self, entries: Mapping[str, Event], decisions: Decisions) -> None:
        self._entries, self._decisions = entries, decisions
        self._group: dict[str, list[str]] = {uid: [uid] for uid in entries}

    def together(self, a: str, b: str) -> bool:
        return self._group[a] is self._group[b]

    def join(self, a: str, b: str) -> None:
        one, other = self._group[a], self._group[b]
        if one is other:
            return
        for left in one:
            for right in other:
                if pair_of(left, right) in self._decisions.different:
                    return
                if forbidden(self._entries[left], self._entries[right]):
                    return
        one.extend(other)
        for uid in other:
            self._group[uid] = one

    def join_confirmed(self) -> None:
        for a, b in sorted(self._decisions.same):
            if a in self._entries and b in self._entries:
                rule = forbidden(self._entries[a], self._entries[b])
                if rule:
                    raise MergeError(f"{a} and {b} cannot be one event: they differ in {rule}.")
                self.join(a, b)

    def all(self) -> list[list[str]]:
        unique = {id(group): sorted(group) for group in self._group.values()}
        return sorted(unique.values())


_MERGED_FIELDS = (
    "series", "edition", "place", "place_name", "country", "venue", "organiser", "url", "registration_url",
    "registration_deadline", "price", "notes", "previous_start", "status",
)  # fmt: skip
_NO_DISAGREEMENT = ("notes", "place_name", "url", "registration_url", "series")


def combine(
    members: Sequence[Event],
    *,
    trust: Mapping[str, int] | None = None,
    published: Mapping[str, str] | None = None,
) -> Merged:
    """Put one event together from entries that were found to speak of it.

    Parameters
    ----------
    members
        The entries, with unique uids.
    trust, published
        As for ``merge``.

    Returns
    -------
    Merged
        With what each field rests on and what the entries disagree about.
    """
    trust, published = trust or {}, published or {}
    uids = tuple(event.uid for event in members)
    kept = sorted(published[uid] for uid in uids if uid in published)
    if len(members) == 1:
        return Merged(replace(members[0], uid=kept[0]) if kept else members[0], uids)
    ranked = sorted(members, key=lambda event: (*_rank(event, trust), event.uid), reverse=True)
    values: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    for name in _MERGED_FIELDS:
        for event in ranked:
            if getattr(event, name) not in (None, "", ()) and not (name == "status" and _weak(event, ranked)):
                values[name], provenance[name] = getattr(event, name), event.uid
                break
    # The days are taken whole from one entry: a start from one and an end from another is nobody's.
    dated = next((e for e in ranked if e.end is not None), ranked[0])
    values |= {name: getattr(dated, name) for name in ("start", "end", "zone", "forecast")}
    provenance["start"] = provenance["end"] = dated.uid
    values["names"] = {lang: name for event in reversed(ranked) for lang, name in event.names.items()}
    for name in ("sectors", "sources", "languages"):
        values[name] = tuple(dict.fromkeys(item for event in ranked for item in getattr(event, name)))
    values["sequence"] = max(event.sequence for event in members)
    values["updated"] = max((e.updated for e in members if e.updated), default=None)
    event = replace(ranked[0], uid=kept[0] if kept else uids[0], **values)
    return Merged(event, uids, provenance, _disagreements(ranked))


def _rank(event: Event, trust: Mapping[str, int]) -> tuple[int, date, datetime]:
    trusted = max(max(trust.get(s.url, 0), trust.get(s.title, 0)) for s in event.sources)
    checked = max((s.checked_on for s in event.sources if s.checked_on), default=date.min)
    return trusted, checked, event.updated or datetime.min.replace(tzinfo=UTC)


def _weak(event: Event, ranked: Sequence[Event]) -> bool:
    """Whether an entry only says "announced" while another one knows more."""
    return event.status is Status.ANNOUNCED and any(e.status is not Status.ANNOUNCED for e in ranked)


def _disagreements(ranked: Sequence[Event]) -> dict[str, tuple[tuple[str, Any], ...]]:
    found: dict[str, tuple[tuple[str, Any], ...]] = {}
    for name in (*_MERGED_FIELDS, "start", "end"):
        said = [
            (event.uid, getattr(event, name))
            for event in ranked
            if getattr(event, name) not in (None, "", ())
        ]
        if name not in _NO_DISAGREEMENT and len({str(value).casefold() for _, value in said}) > 1:
            found[name] = tuple(said)
    return found
