"""`solve`: the one verb of this room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.contest import Contest, settled
from egiz.meetings.finish import finish, learn
from egiz.meetings.model.core import Core, build_core
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.model.problem import GoalName, Problem
from egiz.meetings.model.result import Limits, Progress, Result
from egiz.meetings.portfolio import POLL, fewest_breaks
from egiz.meetings.proving.little import SMALL, hold_most, improve, is_little
from egiz.meetings.proving.prover import Message, Question, answers
from egiz.meetings.proving.stages import State, improve_goal
from egiz.meetings.search.instance import MUST_WORTH
from egiz.meetings.search.local import Search, warm_up
from egiz.meetings.workers import Worker

Starts = NDArray[np.int32]
OnProgress = Callable[[Progress], bool | None]
LARGE = 60_000
MARGIN = 0.3
LOOKS = 50
# How often a schedule without enough places is made again, with what was learnt from it.
ROUNDS = 20


class Clock:
    """Time left, and the log of improvements."""

    def __init__(self, limits: Limits, on_progress: OnProgress | None) -> None:
        self.begin = time.monotonic()
        self.limits = limits
        self.on_progress = on_progress
        self.log: list[Progress] = []
        self.cancelled = False

    @property
    def spent(self) -> float:
        return time.monotonic() - self.begin

    @property
    def left(self) -> float:
        return self.limits.seconds - self.spent

    def compiled(self) -> float:
        """Load the local search, compiling it if need be; the seconds it took are not counted."""
        begin = time.monotonic()
        self.watch("held", None, None, "compiling")
        warm_up()
        spent = time.monotonic() - begin
        self.begin += spent
        return spent

    def watch(self, goal: GoalName, value: int | None, bound: int | None, stage: str) -> bool:
        """Log an improvement; False asks the engine to stop."""
        progress = Progress(round(self.spent, 3), goal, value, bound, stage)
        last = self.log[-1] if self.log else None
        same = last is not None and (last.goal, last.value, last.bound) == (goal, value, bound)
        if not same and (value is not None or bound is not None):
            self.log.append(progress)
        if self.on_progress is not None and self.on_progress(progress) is False:
            self.cancelled = True
        return not self.cancelled


def solve(
    problem: Problem,
    *,
    limits: Limits | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    warm_start: Result | Mapping[str, int] | None = None,
) -> Result:
    """Find the best schedule and prove how good it is.

    Parameters
    ----------
    problem
        What is to be scheduled.
    limits
        Seconds and workers.
    seed
        The same seed with one worker gives the same schedule, as long as the time limit is not reached.
    on_progress
        Called with every improvement and a few times a second; returning False cancels and keeps the best.
    warm_start
        An earlier result, or first slots by meeting id, to start from.

    Returns
    -------
    Result
        Never worse than the warm start where that keeps the rules. Where no schedule within the fairness
        limit was found in time, the nearest to it, with the status "feasible" and the goal "fairness"
        above its limit.

    Notes
    -----
    Loading the local search, which the first schedule of an installation compiles, is not counted;
    `on_progress` hears of the stage "compiling". Small problems are proved without it.
    """
    clock = Clock(limits or Limits(), on_progress)
    core = build_core(problem)
    warm = _warm(core, warm_start)
    for _ in range(ROUNDS):
        state = _goals(core, warm, clock, seed)
        stricter = learn(core, state)
        if stricter is None or clock.left < MARGIN or clock.cancelled:
            break
        core, warm = stricter, None
    return finish(core, state, clock)


def _goals(core: Core, warm: Starts | None, clock: Clock, seed: int) -> State:
    """Goal after goal, most important first."""
    state = State(starts=warm)
    _hold(core, state, clock, seed)
    if state.starts is not None or _complete(core):
        _later_goals(core, state, clock, seed)
    return state


def _later_goals(core: Core, state: State, clock: Clock, seed: int) -> None:
    """All goals after the first; "changes" is improved where places are given."""
    order = core.problem.goals.order
    done: list[GoalName] = ["held"]
    for name in order[1:]:
        if state.infeasible or clock.cancelled or name == "changes":
            continue
        if name == "breaks":
            _fewest_breaks(core, state, clock, seed, alone=len(order) == 2)
        elif state.starts is None:
            break
        elif clock.left > MARGIN:
            _later_goal(core, state, clock, (name, done), seed)
        done.append(name)


def _warm(core: Core, warm_start: Result | Mapping[str, int] | None) -> Starts | None:
    if warm_start is None:
        return None
    given = {p.id: p.slot for p in warm_start.meetings} if isinstance(warm_start, Result) else warm_start
    starts = np.array([given.get(m.id, -1) for m in core.problem.meetings], dtype=np.int32)
    return starts if keeps_rules(core, starts) else None


def _complete(core: Core) -> bool:
    return bool(core.must.all())


def _most_weight(core: Core) -> int:
    """The most weight that could be held if nothing were shared."""
    return int(core.weight[core.allowed.any(axis=1)].sum())


def _hold(core: Core, state: State, clock: Clock, seed: int) -> None:
    """Hold as much weight as possible (a problem of musts alone is left to the contest over breaks)."""
    state.bounds["held"] = _most_weight(core)
    if (core.must & ~core.allowed.any(axis=1)).any():
        state.infeasible = True
        return
    if _complete(core):
        if core.n_meetings == 0:
            state.starts = np.zeros(0, dtype=np.int32)
        return
    if is_little(core):
        _hold_here(core, state, clock)
        if _held_enough(core, state):
            return
    _hold_most(core, state, clock, seed)


def _hold_most(core: Core, state: State, clock: Clock, seed: int) -> None:
    """Search, then an integer program, then the whole model, until as much is held as is proved possible."""
    if _by_search_alone(core):
        _place_most(core, state, clock, seed)
    if not _held_enough(core, state) and core.allowed.sum() <= LARGE:
        _prove_most(core, state, clock)
    if _held_enough(core, state) or core.allowed.sum() > LARGE * 10 or clock.cancelled:
        return
    counted = state.bounds["held"]
    improve_goal(
        core,
        state,
        "held",
        [],
        clock=(max(0.2, clock.left * 0.6), clock.limits.workers, seed),
        watch=clock.watch,
    )
    state.bounds["held"] = min(state.bounds["held"], counted)


def _hold_here(core: Core, state: State, clock: Clock) -> None:
    """Small formulas, before anything heavy is loaded."""
    answer = hold_most(core)
    state.bounds["held"] = min(state.bounds["held"], answer.bound)
    if answer.starts is not None and keeps_rules(core, answer.starts):
        state.starts = answer.starts
        clock.watch("held", _held(core, state), state.bounds["held"], "here")


def _held(core: Core, state: State) -> int:
    return -1 if state.starts is None else goal_value(core, state.starts, "held")


def _held_enough(core: Core, state: State) -> bool:
    return state.infeasible or _held(core, state) == state.bounds["held"]


def _place_most(core: Core, state: State, clock: Clock, seed: int) -> None:
    """A first look by the local search; where nothing can prove what it finds, a longer one."""
    clock.compiled()
    search = Search(core, state.starts, seed)
    # Counted in steps, not in seconds: the same seed must take the same way.
    looks = iter(range(LOOKS if core.allowed.sum() <= LARGE else 10**9))
    patience = min(clock.left * 0.3, 2.0 if core.allowed.sum() < LARGE * 10 else 60.0)
    lost = search.place(
        patience,
        lambda: next(looks, None) is None or not clock.watch("held", None, None, "placing"),
        chunk=2000,
    )
    if lost < MUST_WORTH and keeps_rules(core, search.slot, fair=False):
        state.starts = search.slot.copy()
        clock.watch("held", _held(core, state), state.bounds["held"], "search")


def _prove_most(core: Core, state: State, clock: Clock) -> None:
    """The integer program from above; in a process of its own where it may take long."""
    question = Question(core, 0, "weight", seconds=clock.left * 0.6)
    for message in _listen(question, clock):
        state.infeasible |= message.infeasible
        if message.weight is not None:
            state.bounds["held"] = min(state.bounds["held"], message.weight)
        if message.starts is not None and keeps_rules(core, message.starts):
            better = goal_value(core, message.starts, "held") > _held(core, state)
            state.starts = message.starts if better else state.starts
        if state.starts is not None:
            clock.watch("held", _held(core, state), state.bounds["held"], "program")


def _listen(question: Question, clock: Clock) -> Iterator[Message]:
    if int(question.core.allowed.sum()) <= SMALL:
        yield from answers(question)
        return
    worker = Worker(question)
    try:
        ended = False
        while not ended and clock.watch("held", None, None, "program"):
            found, ended = worker.poll()
            yield from found
            time.sleep(POLL)
    finally:
        worker.close()


def _by_search_alone(core: Core) -> bool:
    """Whether the local search knows all rules on who is held (CP-SAT sees to fairness if it is small)."""
    if len(core.tallies) or core.nogoods:
        return False
    if (core.least > 0).any() or (core.most < [len(x) for x in core.meetings_of]).any():
        return False
    return core.problem.goals.fairness is None or bool(core.allowed.sum() > LARGE)


def _fewest_breaks(core: Core, state: State, clock: Clock, seed: int, *, alone: bool) -> None:
    """Run the contest on the meetings held; its provers look at every choice that holds as much weight."""
    contest = _contest(core, state.starts, clock, seed, share=1.0 if alone else 0.75)
    fewest_breaks(contest)
    if contest.infeasible and state.starts is None:
        state.infeasible = True
        return
    found = contest.result()
    if found is not None:
        state.starts = found
    if state.starts is not None:
        state.bounds["breaks"] = contest.bound


def _contest(core: Core, starts: Starts | None, clock: Clock, seed: int, *, share: float) -> Contest:
    deadline = time.monotonic() + max(0.1, clock.left * share) - _reserve(core, clock)
    if starts is None or _complete(core):
        return Contest(
            core, clock.watch, clock.limits.workers, seed, deadline, given=starts, compiled=clock.compiled
        )
    kept = np.flatnonzero(starts >= 0)
    return Contest(
        settled(core, starts),
        clock.watch,
        clock.limits.workers,
        seed,
        deadline,
        given=starts[kept],
        whole=core,
        kept=kept,
        lost=_most_weight(core) - int(core.weight[kept].sum()),
        compiled=clock.compiled,
    )


def _reserve(core: Core, clock: Clock) -> float:
    """Seconds kept for places and reasons at the end."""
    return 0.0 if clock.limits.seconds <= 3 else min(clock.left * 0.1, MARGIN + core.n_meetings * 3e-4)


def _later_goal(
    core: Core, state: State, clock: Clock, at: tuple[GoalName, list[GoalName]], seed: int
) -> None:
    name, done = at
    assert state.starts is not None  # noqa: S101 - called with a schedule in hand
    value = goal_value(core, state.starts, name)
    floor = 0
    if name in ("fairness", "idle") and "breaks" in done:
        least = state.bounds.get("breaks", 0)
        # Every break is at least one idle slot, and someone has at least one of the breaks.
        floor = least if name == "idle" else min(1, least)
    state.bounds[name] = floor
    clock.watch(name, value, floor, "counting")
    if value <= floor or core.allowed.sum() > LARGE or _improve_here(core, state, (name, done), floor):
        return
    improve_goal(
        core, state, name, done, clock=(clock.left * 0.6, clock.limits.workers, seed), watch=clock.watch
    )
    state.bounds[name] = max(floor, state.bounds.get(name, 0))


def _improve_here(core: Core, state: State, at: tuple[GoalName, list[GoalName]], floor: int) -> bool:
    """Ask small formulas for better; whether the goal is proved by them."""
    name, done = at
    if state.starts is None or not is_little(core):
        return False
    kept: dict[GoalName, int] = {
        goal: goal_value(core, state.starts, goal) for goal in done if goal != "held"
    }
    answer = improve(core, state.starts, name, kept, floor)
    if answer is None or answer.starts is None:
        return False
    state.starts = answer.starts
    state.bounds[name] = answer.bound
    return answer.proved
