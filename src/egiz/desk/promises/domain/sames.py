"""The same promise in two reports: proposed when the later report is read, decided by a person."""

from collections.abc import Sequence

from django.db import transaction

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import User
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import OfficialMeeting, Promise, SamePair

LOOKED_AT = 400  # the newest live promises with which a report's are compared
# Of the sentence model, two sentences that say the same have from about this on; of words, this share.
BY_SENSE, BY_WORDS = 0.905, 0.5
STEM = 6  # letters of a word that are compared: endings differ in every case
SHORTEST = 4
State = SamePair.State


def propose(meeting: OfficialMeeting) -> int:
    """Compare a report's suggestions with the live promises of other reports, and note what may be one."""
    new = list(meeting.promises.filter(status=Promise.Status.SUGGESTED))
    old = list(
        Promise.objects.filter(status__in=Promise.LIVE, part_of=None)
        .exclude(meeting=meeting)
        .order_by("-pk")[:LOOKED_AT]
    )
    if not new or not old:
        return 0
    count = 0
    for later, earlier, likeness, basis in _alike(new, old):
        _pair, made = SamePair.objects.get_or_create(
            desk_id=meeting.desk_id,
            earlier=earlier,
            later=later,
            defaults={"likeness": likeness, "basis": basis},
        )
        count += made
    return count


def _alike(
    new: Sequence[Promise], old: Sequence[Promise]
) -> list[tuple[Promise, Promise, float, SamePair.Basis]]:
    """Return for each new promise the likest old one, where it is like enough."""
    from egiz.text.sense import sense  # noqa: PLC0415 - the model is loaded when reports are read

    model = sense()
    if model is not None:
        vectors = model.passages([one.title for one in [*new, *old]])
        table = (vectors[: len(new)] @ vectors[len(new) :].T).tolist()
        least, basis = BY_SENSE, SamePair.Basis.SENSE
    else:
        ours, theirs = [_stems(one.title) for one in new], [_stems(one.title) for one in old]
        table = [[_shared(a, b) for b in theirs] for a in ours]
        least, basis = BY_WORDS, SamePair.Basis.WORDS
    found = []
    for later, row in zip(new, table, strict=True):
        likest = max(range(len(row)), key=row.__getitem__)
        if row[likest] >= least:
            found.append((later, old[likest], float(row[likest]), basis))
    return found


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in fold(text).split() if len(word) >= SHORTEST)


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def waiting_of(promises: Sequence[Promise]) -> dict[int, SamePair]:
    """Return what is proposed for each of these promises, by the later one's number."""
    rows = SamePair.objects.filter(
        later__in=[one.pk for one in promises], state=State.WAITING, earlier__status__in=Promise.SETTABLE
    )
    rows = rows.exclude(later__status__in=(Promise.Status.REJECTED, Promise.Status.MERGED))
    return {row.later_id: row for row in rows.select_related("earlier__meeting").order_by("likeness")}


@transaction.atomic
def decide(pair: SamePair, user: User, *, same: bool) -> None:
    """Merge the later promise into the earlier one, or say that they are two."""
    if same:
        deciding.merge_across(pair.later, pair.earlier, user)
    pair.state, pair.decided_by = State.SAME if same else State.DIFFERENT, user
    pair.save()
