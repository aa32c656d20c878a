"""The published benchmark's `.dzn` files and the generated JSON of the same shape."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from egiz.meetings._errors import FormatError
from egiz.meetings.model.problem import GoalName, Goals, Meeting, Participant, Problem, Slot, Table

JAIR_GOALS: tuple[GoalName, ...] = ("held", "breaks")
SIZES = ("nBusiness", "nMeetings", "nTables", "nTotalSlots")
SESSIONS = {1: "morning", 2: "afternoon"}
T = TypeVar("T")


def _assignments(text: str) -> dict[str, str]:
    text = re.sub(r"%.*", "", text)
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            found[name.strip()] = value.strip()
    return found


def _numbers(text: str) -> list[int]:
    return [int(x) for x in re.findall(r"-?\d+", text)]


def _sets(text: str) -> list[list[int]]:
    """Sets of indices, from 0; a 0 in the file stands for none."""
    return [[n - 1 for n in _numbers(inner) if n > 0] for inner in re.findall(r"\{([^}]*)\}", text)]


def read_dzn(text: str, name: str = "", fairness: int | None = 2) -> Problem:
    """Read a published instance.

    Parameters
    ----------
    text
        The MiniZinc data.
    name
        Name of the problem.
    fairness
        Largest difference between two participants' numbers of breaks; the publication's main case is 2.

    Returns
    -------
    Problem
        Every meeting a must; participants and meetings named 1, 2, … in file order.

    Raises
    ------
    FormatError
        Where a parameter is missing or of the wrong size.
    """
    data = _assignments(text)
    missing = [k for k in (*SIZES, "requested") if k not in data]
    if missing:
        raise FormatError(f"Not a meeting instance: {', '.join(missing)} missing.")
    people, count, tables, slots = (int(data[k]) for k in SIZES)
    flat = _numbers(data["requested"])
    if len(flat) != 3 * count:
        raise FormatError(f"requested: expected {count} rows of three numbers, found {len(flat)} numbers.")
    fixed = _numbers(data.get("fixed", data.get("fixat", "")))
    return _problem(
        name=name,
        people=people,
        slots=slots,
        morning=int(data.get("nMorningSlots", slots)),
        tables=tables,
        meetings=[(a - 1, b - 1, SESSIONS.get(s, "")) for a, b, s in zip(*[iter(flat)] * 3, strict=True)],
        forbidden=_one_each(_sets(data.get("forbidden", "")), people, []),
        fixed=[f - 1 for f in _one_each(fixed, count, 0)],
        before=_one_each(_sets(data.get("precedences", "")), count, []),
        fairness=fairness,
        first=1,
    )


def _one_each(found: list[T], count: int, empty: T) -> list[T]:
    """What a file gives for each of `count`; where it gives nothing at all, nothing for each."""
    found = found or [empty] * count
    if len(found) != count:
        raise FormatError("forbidden, fixed or precedences: the number of entries does not fit.")
    return found


def read_generated(data: dict[str, Any], fairness: int | None = None) -> Problem:
    """Read a generated instance (indices from 0; see the benchmark's notes)."""
    count = len(data["meetings"])
    before: list[list[int]] = [[] for _ in range(count)]
    for a, b in data.get("prec", ()):
        before[b].append(a)
    return _problem(
        name=data.get("name", ""),
        people=data["participants"],
        slots=data["slots"],
        morning=data.get("morning", data["slots"]),
        tables=data["tables"],
        meetings=[(a, b, SESSIONS.get(s, "")) for a, b, s in data["meetings"]],
        forbidden=data["forbidden"],
        fixed=data.get("fixed", [-1] * count),
        before=before,
        fairness=data.get("fairness") if fairness is None else fairness,
        first=0,
    )


def _problem(  # noqa: PLR0913 - one parameter of the format each
    *,
    name: str,
    people: int,
    slots: int,
    morning: int,
    tables: int,
    meetings: list[tuple[int, int, str]],
    forbidden: list[list[int]],
    fixed: list[int],
    before: list[list[int]],
    fairness: int | None,
    first: int,
) -> Problem:
    halves = {"": None, "morning": frozenset(range(morning)), "afternoon": frozenset(range(morning, slots))}
    return Problem(
        name=name,
        slots=tuple(Slot(session="morning" if s < morning else "afternoon") for s in range(slots)),
        participants=tuple(
            Participant(id=str(p + first), unavailable=frozenset(forbidden[p]), mode="in_person")
            for p in range(people)
        ),
        meetings=tuple(
            Meeting(
                id=str(m + first),
                participants=(str(a + first), str(b + first)),
                must=True,
                slots=halves[session],
                fixed_slot=fixed[m] if fixed[m] >= 0 else None,
                after=tuple(str(b + first) for b in before[m]),
            )
            for m, (a, b, session) in enumerate(meetings)
        ),
        tables=tuple(Table(id=str(t + 1)) for t in range(tables)),
        goals=Goals(order=JAIR_GOALS, fairness=fairness, breaks_per="event"),
        check_loads=False,
    )
