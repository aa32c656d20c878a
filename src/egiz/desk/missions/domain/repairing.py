"""Repair: take in what changed since publishing, and move as few published meetings as possible."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from egiz import meetings
from egiz.desk.missions.domain.places import close_gaps, keep_places
from egiz.desk.missions.domain.problem import Draft
from egiz.desk.missions.models import ScheduledMeeting, ScheduleVersion

MOVES = "moves"  # how the codes of the remark on moves begin


def repair_or_solve(draft: Draft, problem: Any, seconds: float, on_progress: Callable[[Any], bool]) -> Any:
    """Run the engine: a repair where a published version is at stake, or else the search from scratch."""
    began = time.monotonic()
    if draft.published is not None:
        # The problem holds the changes already: who left is not in it, who came is.
        result = meetings.repair(
            problem,
            draft.starts,
            meetings.Changes(),
            limits=meetings.Limits(seconds, 2),
            on_progress=on_progress,
        )
        if result.status != "unknown":
            left = max(1.0, seconds - (time.monotonic() - began))
            tidy = close_gaps(draft, problem, result, seconds=left, on_progress=on_progress)
            return keep_places(draft, problem, tidy)
    left = max(1.0, seconds - (time.monotonic() - began))
    return meetings.solve(
        problem, limits=meetings.Limits(left, 2), on_progress=on_progress, warm_start=draft.starts or None
    )


def count_moves(draft: Draft, result: Any) -> list[dict[str, Any]]:
    """Say in a remark how many published meetings move, and what is proved about it."""
    if draft.published is None:
        return []
    after = {placed.id: draft.slots[placed.slot].start for placed in result.meetings}
    moved = sum(after.get(key) != meeting.starts_at for key, meeting in draft.before.items())
    # A meeting whose hour is gone moves in every schedule; the engine was not told of it.
    bound = len(draft.before.keys() - draft.starts.keys())
    bound += max(result.moved_bound or 0, _too_much(draft))
    return [_remark(moved, bound, len(draft.before), draft.published.number)]


def _too_much(draft: Draft) -> int:
    """Return the largest number of published meetings that one company's lowered limit no longer allows."""
    load = Counter(company for wish in draft.wishes if wish.key in draft.starts for company in wish.companies)
    return max((count - company.max_meetings for company, count in load.items()), default=0)


def _remark(moved: int, bound: int, total: int, against: int) -> dict[str, Any]:
    bound = min(bound, moved)
    if not moved:
        code = f"{MOVES}-none"
    elif moved == bound:
        code = f"{MOVES}-fewest"
    else:  # "at least 0" says nothing, so it is not said
        code = f"{MOVES}-at-least" if bound else MOVES
    return {"code": code, "params": {"moved": moved, "bound": bound, "total": total, "against": against}}


def recount_moves(version: ScheduleVersion) -> list[dict[str, Any]]:
    """Return a version's remarks with the moves counted anew; what was proved about their number holds on."""
    return [
        _recounted(version, remark["params"]) if remark["code"].startswith(MOVES) else remark
        for remark in version.remarks
    ]


def _recounted(version: ScheduleVersion, params: dict[str, int]) -> dict[str, Any]:
    left = {row.key for row in version.not_held.all()}
    after = {row.key: row.starts_at for row in version.meetings.all()}
    before = ScheduledMeeting.objects.filter(
        version__mission_id=version.mission_id, version__number=params["against"]
    )
    moved = sum(after.get(row.key) != row.starts_at for row in before if row.key in after or row.key in left)
    return _remark(moved, params["bound"], params["total"], params["against"])
