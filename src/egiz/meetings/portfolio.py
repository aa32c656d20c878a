"""Fewest breaks: the local search from above, counting and provers from below."""

from __future__ import annotations

import time
from functools import partial

from egiz.meetings.contest import Contest, Starts
from egiz.meetings.model.core import Core
from egiz.meetings.proving.attendance import attendance_bound, flow_size, runs_bound
from egiz.meetings.proving.little import BUDGET, SMALL, is_little
from egiz.meetings.proving.prover import VARIANTS, Question, answers
from egiz.meetings.proving.sat import suits
from egiz.meetings.search.cooling import cool
from egiz.meetings.search.local import Search
from egiz.meetings.workers import Worker

# Columns of the flow program that are still solved within a second or two.
LARGE_FLOW = 60_000
# Choices of meeting and slot up to which clauses are refuted in time; above, only annealing pays.
LARGE_SAT = 15_000
# Steps of a first annealing: at most so many, fewer where there are fewer meetings (at least the least);
# doubled every second round, up to the most. Sizes are those with which the originals closed soonest.
STEPS, LEAST_STEPS, MOST_STEPS, STEPS_A_MEETING = 400_000, 20_000, 64_000_000, 2_000
# Steps between two looks at the clock and at the provers, and the fewest temperatures of one annealing.
CHUNK, LEAST_CHUNKS = 500_000, 25
# First temperatures of even and odd rounds, and the last of both: a break costs 1.
HOT, WARM, COLD = 0.7, 0.45, 0.13
# Of four annealings, three go on from the incumbent and one begins anew.
ANEW = 4
# Rounds without gain after which the search rests and leaves the processors to the provers.
STALE = 2
# Rounds before a single worker turns to a prover.
LONE_ROUNDS = 3
# Seconds between two looks at the workers.
POLL = 0.02
# So many breaks above the bound the second prover asks for, where schedules are found sooner.
ABOVE = 1
# Seconds before the deadline at which further annealings hand over what they have.
HANDOVER = 1.5
# Seconds the search rests beside provers whose formulas are large.
PATIENCE = 1.0
# Share of the time for a first schedule before anything is counted.
EARLY = 0.3


def count_bound(core: Core, seconds: float) -> int | None:
    """The best bound by counting that the size allows; None proves that there is no schedule."""
    runs = runs_bound(core)
    if runs is None:
        return None

    if flow_size(core) > LARGE_FLOW or seconds < 1:
        return runs
    found = attendance_bound(core)
    return None if found is None else max(runs, found)


def fewest_breaks(contest: Contest) -> None:
    """Run the contest until it is closed, cancelled or out of time."""
    if contest.given is not None:
        contest.offer(contest.given, "start")
    if _small(contest) and not _quick(contest):
        return
    contest.deadline += contest.compiled()
    # A large problem has a schedule sooner than a bound.
    search = None if _provable(contest) else _early(contest)
    bound = count_bound(contest.asked, contest.left)
    if bound is None:
        contest.infeasible = True
        return
    contest.counted = bound
    contest.raise_bound(bound, "counting")
    try:
        _compete(contest, search)
    finally:
        for worker in contest.running:
            worker.close()


def _small(contest: Contest) -> bool:
    return is_little(contest.asked) and suits(contest.asked, contest.lost)


def _quick(contest: Contest) -> bool:
    """Counting and one small formula, before anything heavy is loaded; whether the contest goes on."""
    runs = runs_bound(contest.asked)
    if runs is None:
        contest.infeasible = True
        return False
    contest.raise_bound(runs, "counting")
    _ask_here(contest)
    return not contest.over()


def _sized(contest: Contest) -> int:
    """Choices of meeting and slot."""
    return int(contest.asked.allowed.sum())


def _provable(contest: Contest) -> bool:
    return _sized(contest) <= LARGE_SAT


def _early(contest: Contest) -> Search:
    search = Search(contest.core, contest.starts, contest.seed)
    if contest.starts is None:
        search.place(contest.left * EARLY, lambda: contest.stopped)
        if (search.slot[contest.core.must] >= 0).all():
            contest.offer(search.slot, "placed")
    return search


def _compete(contest: Contest, search: Search | None) -> None:
    search = search or Search(contest.core, contest.starts, contest.seed)
    provable = _provable(contest)
    if not suits(contest.asked, contest.lost):
        contest.exhausted |= {v for v in VARIANTS if v != "cp-sat"}
    if not _begin(contest, search, provable=provable):
        return
    if provable:
        _alternate(contest, search)
    else:
        _anneal_only(contest, search)


def _begin(contest: Contest, search: Search, *, provable: bool) -> bool:
    """A first schedule with every must in it; False where there is none or none was found."""
    if contest.starts is None:
        if contest.incumbent.unfair is None:
            search.place(min(contest.left, 1.0 if provable else contest.left), lambda: contest.stopped)
        else:
            search.load(contest.incumbent.unfair)
    if (search.slot[contest.core.must] >= 0).all():
        contest.offer(search.slot, "placed")
        return True
    if not provable:
        return False
    _until_placed(contest, search)
    found = contest.starts
    if contest.over() or found is None:
        return False
    search.load(found)
    return True


def _alternate(contest: Contest, search: Search) -> None:
    """Annealings beside a prover, then provers alone, until schedule and bound meet."""
    core, begun = contest.core, search.slot.copy()
    steps, rounds, stale = min(STEPS, max(LEAST_STEPS, STEPS_A_MEETING * core.n_meetings)), 0, 0
    lone = contest.workers == 1
    while not contest.over():
        if search.core is not contest.core and contest.starts is not None:
            # A prover chose other meetings: the search goes on from those.
            search, begun, stale = _anew(contest), contest.starts.copy(), 0
        search.load(begun if contest.starts is None or rounds % ANEW == ANEW - 1 else contest.starts)
        if rounds == 1 and not contest.running and not _small(contest) and _sized(contest) <= SMALL:
            _ask_here(contest)
            if contest.over():
                break
        if rounds >= (LONE_ROUNDS if lone else 1):
            _keep_provers(contest, contest.workers - (0 if stale >= STALE or lone else 1))
            if contest.over():
                break
            if (stale >= STALE or lone) and contest.running and not _wait(contest, _patience(contest)):
                continue
        before = contest.value
        _round(contest, search, steps, rounds)
        rounds += 1
        stale = stale + 1 if contest.value == before else 0
        if rounds % 2 == 0:
            steps = min(steps * 2, MOST_STEPS)


def _anew(contest: Contest) -> Search:
    return Search(contest.core, contest.starts, contest.seed)


def _anneal_only(contest: Contest, search: Search) -> None:
    """Where only time decides: one slow annealing, with other seeds in further processes."""
    begun = search.slot.copy()
    while not contest.over():
        _helpers(contest, begun)
        search.load(begun)
        _cool_within(contest, search)
        _gather(contest)
        if contest.left <= 1:
            break


def _cool_within(contest: Contest, search: Search) -> None:
    def go_on() -> bool:
        contest.offer(search.best, "search")
        contest.report("search")
        return not contest.over()

    cool(search, contest.left - 0.1, go_on, target=contest.bound)


def _helpers(contest: Contest, begun: Starts) -> None:
    """The same annealing in further processes."""
    seconds = contest.left - HANDOVER
    if seconds < HANDOVER:
        return
    for k in range(1, contest.workers):
        # By the clock, because a process takes seconds to start.
        until = time.time() + seconds
        question = Question(contest.core, 0, "anneal", contest.seed + k, begun, seconds, until=until)
        contest.running.append(Worker(question))


def _gather(contest: Contest) -> None:
    """Take what the further processes have found; they end a little before the deadline."""
    while contest.running and not contest.stopped and contest.left > 0:
        contest.collect()
        time.sleep(POLL)


def _round(contest: Contest, search: Search, steps: int, rounds: int) -> None:
    """One annealing, cut into chunks that look at the clock and at the provers."""
    hot, cold = HOT if rounds % 2 == 0 else WARM, COLD
    size = max(LEAST_CHUNKS, -(-steps // CHUNK))
    for k in range(size):
        if contest.over():
            return
        temperature = hot * (cold / hot) ** (k / (size - 1))
        search.anneal(steps // size, temperature, target=float(contest.bound))
        contest.offer(search.best, "search")
        contest.report("search")
        if contest.running:
            contest.collect()


def _keep_provers(contest: Contest, count: int) -> None:
    """Keep `count` provers at work on questions that still matter."""
    contest.collect()
    for prover in list(filter(partial(_settled_by_now, contest), contest.running)):
        prover.close()
        contest.running.remove(prover)
    variants = _unasked(contest)
    while not contest.over() and len(contest.running) < count and variants:
        variant = variants.pop(0)
        if variant == "climb" or contest.value is not None:
            contest.running.append(Worker(_question(contest, variant)))


def _unasked(contest: Contest) -> list[str]:
    """The ways of proving that no prover tries now and none has exhausted."""
    busy = {p.question.variant for p in contest.running}
    return [v for v in VARIANTS if v not in contest.exhausted | busy]


def _settled_by_now(contest: Contest, worker: Worker) -> bool:
    """Whether others have answered what a prover is asked (climbing goes on by itself)."""
    found = contest.value is not None and worker.asked >= contest.value
    return worker.question.variant != "climb" and (found or worker.asked < contest.bound)


def _question(contest: Contest, variant: str, conflicts: int = 0) -> Question:
    most = contest.bound
    if contest.value is not None and variant in ("descend", "cp-sat"):
        most = contest.value - 1 if variant == "cp-sat" else min(contest.value - 1, contest.bound + ABOVE)
    return Question(
        contest.asked,
        most,
        variant,
        contest.seed,
        None if contest.starts is None else contest.widen(contest.starts),
        contest.left,
        conflicts,
        contest.lost,
        anything=contest.starts is None,
        # Where counting people says nothing, the second solver does without it: what is hard for clauses
        # that count people is often easy for those that count meetings.
        people=variant != "descend" or contest.counted > 0,
    )


def _ask_here(contest: Contest) -> None:
    """Small formulas are answered sooner than a process starts."""
    if "climb" in contest.exhausted:
        return
    for message in answers(_question(contest, "here", BUDGET)):
        contest.receive(message, "here")
        if contest.over():
            return


def _patience(contest: Contest) -> float:
    """How long the search rests beside the provers, in seconds.

    Where other meetings might be held instead, formulas are large and provers slow: the search goes on in
    between. Where all meetings are given it has found what it finds, and disturbs them.
    """
    return contest.left if contest.whole is None else PATIENCE


def _wait(contest: Contest, seconds: float) -> bool:
    """Wait for a prover (with one worker, it has the processor for itself); whether patience ended first."""
    count = len(contest.running)
    begun = last = time.monotonic()
    while not contest.over() and len(contest.running) == count:
        if time.monotonic() - begun > seconds:
            return True
        time.sleep(POLL)
        contest.collect()
        if any(map(partial(_settled_by_now, contest), contest.running)):
            return False
        if time.monotonic() - last > 0.3:
            last = time.monotonic()
            contest.report("proof")
    contest.stopped |= not contest.running and len(contest.exhausted) == len(VARIANTS)
    return False


def _until_placed(contest: Contest, search: Search) -> None:
    """Ask for any schedule while the local search goes on looking for one."""
    variant = "cp-sat" if "climb" in contest.exhausted else "climb"
    contest.running.append(Worker(_question(contest, variant)))
    while contest.running and not contest.over() and contest.starts is None:
        if search.place(0.2, chunk=2000) == 0:
            contest.offer(search.slot, "placed")
        contest.report("placing")
        contest.collect()
