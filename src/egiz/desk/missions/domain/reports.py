"""What each side says about a meeting. Both answers are kept, also when they contradict each other."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Side, User
from egiz.desk.missions.models import MeetingReport, Mission, Wish

HELD = {"yes": True, "no": False, "": None}


def write_report(
    wish: Wish, side: str, user: User | None, *, held: str = "", result: str = "", note: str = ""
) -> MeetingReport:
    """Write down what one side says: held or not, what came of it, a note."""
    if side not in {Side.OURS, Side.THEIRS} or held not in HELD or result not in MeetingReport.Result.values:
        raise ValidationError(_("A meeting was held or not held; its outcome is one of the list."))
    report, made = MeetingReport.objects.get_or_create(
        wish=wish, side=side, defaults={"mission": wish.mission, "desk_id": wish.desk_id}
    )
    before = {} if made else {"held": report.held, "result": report.result, "note": report.note}
    report.held, report.result, report.note = HELD[held], result, note.strip()[:2000]
    report.recorded_by = user
    report.save()
    after = {"held": report.held, "result": report.result, "note": report.note}
    changes = {
        name: [before.get(name, ""), value] for name, value in after.items() if before.get(name) != value
    }
    if changes:
        record(wish, f"reported_{side}", user, changes)
    return report


@dataclass(frozen=True)
class Tally:
    """Counts for the outcomes page: only what somebody wrote down."""

    meetings: int
    held: int
    not_held: int
    disputed: int
    results: list[tuple[str, Any, int]]


def tally(mission: Mission, meetings: int) -> Tally:
    answers: dict[int, list[bool]] = {}
    results: dict[str, set[int]] = {}
    for wish, held, result in MeetingReport.objects.filter(mission=mission).values_list(
        "wish_id", "held", "result"
    ):
        if held is not None:
            answers.setdefault(wish, []).append(held)
        if result:
            results.setdefault(result, set()).add(wish)
    return Tally(
        meetings=meetings,
        held=sum(all(said) for said in answers.values()),
        not_held=sum(not any(said) for said in answers.values()),
        disputed=sum(len(set(said)) > 1 for said in answers.values()),
        results=[
            (value, label, len(results[value]))
            for value, label in MeetingReport.Result.choices
            if value in results
        ],
    )
