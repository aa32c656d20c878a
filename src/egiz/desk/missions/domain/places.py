"""After a repair: what had to move moves without leaving gaps, and who keeps the hour keeps the table."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from egiz.desk.missions.domain.problem import Draft

QUICK = 0.3  # seconds: slots and tables are given, there is next to nothing to search


def close_gaps(
    draft: Draft, problem: Any, result: Any, *, seconds: float, on_progress: Callable[[Any], bool]
) -> Any:
    """Choose for what is new or moves anyway the hours with the fewest gaps; all others stay in place."""
    from egiz.meetings import Goal, Limits, solve  # noqa: PLC0415 - loaded when a schedule is made

    held = {one.id: one.slot for one in result.meetings}
    if all(draft.starts.get(key) == slot for key, slot in held.items()):
        return result
    meetings = tuple(
        replace(
            meeting,
            must=True,
            fixed_slot=held[meeting.id]
            if draft.starts.get(meeting.id) == held[meeting.id]
            else meeting.fixed_slot,
        )
        for meeting in problem.meetings
        if meeting.id in held
    )
    given = replace(problem, meetings=meetings, check_loads=False)
    found = solve(given, limits=Limits(seconds, 2), on_progress=on_progress, warm_start=held)
    if {one.id for one in found.meetings} != held.keys():
        return result
    # What is proved here holds only with all others in place: it is no bound of the mission's.
    goals = (goal if goal.name == "held" else Goal(goal.name, goal.value, 0) for goal in found.goals)
    kept = tuple(result.goal("held") if goal.name == "held" else goal for goal in goals)
    return replace(result, meetings=found.meetings, goals=kept)


def keep_places(draft: Draft, problem: Any, result: Any) -> Any:
    """Return the result with the published tables; a slot where they contradict newcomers stays as it is."""
    wanted = _published_places(draft, problem, result)
    if not wanted:
        return result
    placed = _placed(problem, result.meetings, wanted)
    if placed is None:
        fitting: dict[str, dict[str, Any]] = {}
        for slot in sorted({one.slot for one in result.meetings if one.id in wanted}):
            there = [one for one in result.meetings if one.slot == slot]
            asked = {one.id: wanted[one.id] for one in there if one.id in wanted}
            if _placed(problem, there, asked) is not None:
                fitting |= asked
        placed = _placed(problem, result.meetings, fitting)
    return result if placed is None else replace(result, meetings=placed)


def _published_places(draft: Draft, problem: Any, result: Any) -> dict[str, dict[str, Any]]:
    owners = {table.id: table.owner for table in problem.tables}
    pinned = {meeting.key for meeting in draft.pinned}
    found: dict[str, dict[str, Any]] = {}
    for one in result.meetings:
        before = draft.before.get(one.id)
        if before is None or draft.starts.get(one.id) != one.slot or before.key in pinned:
            continue
        if before.online:
            found[one.id] = {"online": True}
        elif before.table_name in owners and _may_sit(one.participants, owners, before.table_name):
            found[one.id] = {"table": before.table_name, "online": False}
    return found


def _may_sit(companies: Iterable[str], owners: dict[str, str | None], table: str) -> bool:
    """Say whether the table suits: who owns one sits there, the others sit where nobody owns it."""
    mine = set(companies) & set(owners.values())
    return owners[table] in mine if mine else owners[table] is None


def _placed(problem: Any, held: Iterable[Any], wanted: dict[str, dict[str, Any]]) -> Any:
    """Let the engine place these meetings in their slots with the places asked for; None if it cannot."""
    from egiz.meetings import Changes, Limits, repair  # noqa: PLC0415 - loaded when a schedule is made

    slots = {one.id: one.slot for one in held}
    meetings = tuple(
        replace(meeting, fixed_slot=slots[meeting.id], must=True, **wanted.get(meeting.id, {}))
        for meeting in problem.meetings
        if meeting.id in slots
    )
    people = tuple(replace(person, min_meetings=0) for person in problem.participants)
    given = replace(problem, meetings=meetings, participants=people, check_loads=False)
    result = repair(given, slots, Changes(), limits=Limits(QUICK, 1))
    got = {one.id: one.slot for one in result.meetings if one.table is not None or one.online}
    return result.meetings if got == slots else None
