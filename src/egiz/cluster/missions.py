"""The schedules of hundreds of missions, one file each."""

from __future__ import annotations

import json
from pathlib import Path

from egiz import meetings
from egiz.cluster._errors import ClusterError, PartitionError
from egiz.cluster.partitions import fingerprint
from egiz.cluster.pool import Pool
from egiz.cluster.runs import Outcome, Tell, opened

KINDS = (".xlsx", ".json", ".dzn", ".gz")


def schedule_folder(
    pool: Pool, folder: Path, out: Path, *, seconds: float = 20.0, seed: int = 1, tell: Tell | None = None
) -> Outcome:
    """Schedule every problem of a folder: workbooks, JSON problems, `.dzn`.

    Parameters
    ----------
    pool
        The workers.
    folder
        The problems, shared by all workers; one that cannot be read fails by itself.
    out
        Folder of the run.
    seconds
        For each problem. A schedule that was finished before does not depend on the machine; one that was
        stopped by its time may.
    seed
        Same seed, same schedules.
    tell
        Told after every problem.

    Returns
    -------
    Outcome
        Parts are the documents of ``egiz schedule --json``; every schedule went through `meetings.check`.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in KINDS and path.is_file())
    if not files:
        raise ClusterError(f"{folder}: no {', '.join(KINDS)} in it.")
    made_from = {"kind": "schedule", "files": fingerprint(files), "seconds": seconds, "seed": seed}
    with opened(out, made_from) as run:
        pool.looks(out)
        calls = {path.name: (str(path), seconds, seed) for path in files}
        return run.make(pool, "schedules", schedule_file, calls, suffix=".json", tell=tell)


def schedule_file(path: str, seconds: float, seed: int) -> tuple[bytes, int, list[str]]:
    """One problem's schedule, checked; its meetings are counted as rows."""
    issues: list[str] = []
    try:
        problem = meetings.load_problem(Path(path), issues)
    except meetings.MeetingsError as error:
        raise PartitionError(str(error)) from error
    result = meetings.solve(problem, limits=meetings.Limits(seconds, workers=1), seed=seed)
    document = meetings.result_to_document(result)
    broken = meetings.check(document, problem) if result.status in {"optimal", "feasible"} else []
    if broken:
        raise ClusterError(f"{path}: the schedule breaks a rule ({broken[0].text}); please report this.")
    # What the clock said is no part of a schedule: the same schedule is the same bytes.
    document.pop("seconds", None)
    notes = [f"left out: {issue}" for issue in issues]
    if result.stopped_by_limit:
        notes.append(f"stopped by its {seconds:g} s; the bounds say how far it may be from the best")
    data = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    return data, len(result.meetings), notes
