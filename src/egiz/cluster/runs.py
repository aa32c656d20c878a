"""A run in a folder: a file a part, written whole or not at all, with its checksum; what is done stays done.

The folder holds `manifest.json` (what the run was made from), `done.jsonl` (a line for each part that is
written) and the parts. A run that is started again in its folder keeps every part whose file still has the
checksum it was written with.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from egiz._compiled import keep_compiled
from egiz.cluster._errors import ClusterError, RunError
from egiz.cluster.pool import Pool

FORMAT = 1
Work = Callable[..., "tuple[bytes, int, list[str]]"]
"""What a worker calls: bytes of the part, how many rows they hold, what had to be left out."""


@dataclass(frozen=True, slots=True)
class Written:
    """One part on disk: its file with checksum, rows, what was left out, CPU seconds of the work."""

    name: str
    file: str
    sha256: str
    rows: int
    notes: tuple[str, ...] = ()
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    stage: str
    done: int
    parts: int
    failed: int
    rows: int
    seconds: float


Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Parameters
    ----------
    written
        Every part on disk, in the order of the parts.
    failed
        Parts that could not be made, with the reason.
    kept
        How many were there before this call.
    cpu_seconds
        Of the parts made by this call.
    """

    written: tuple[Written, ...]
    failed: Mapping[str, str]
    kept: int = 0
    cpu_seconds: float = 0.0

    @property
    def rows(self) -> int:
        """Rows of all parts."""
        return sum(part.rows for part in self.written)

    @property
    def checksum(self) -> str:
        """SHA-256 over the names and checksums of the parts: equal where every byte of every part is."""
        lines = "".join(f"{part.name} {part.sha256}\n" for part in self.written)
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def notes(self) -> list[str]:
        """What had to be left out, with the part it stood in."""
        return [f"{part.name}: {note}" for part in self.written for note in part.notes]


@dataclass
class Run:
    """A folder that a run writes into; made by `opened`."""

    folder: Path
    _done: dict[str, Written] = field(default_factory=dict)

    def _log(self) -> Path:
        return self.folder / "done.jsonl"

    def read(self) -> None:
        """Take in what an earlier start has written; a line that was cut off counts as not written."""
        if not self._log().exists():
            return
        for line in self._log().read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                record = json.loads(line)
                part = Written(**{**record, "notes": tuple(record["notes"])})
            except (ValueError, TypeError, KeyError):
                continue
            self._done[part.file] = part

    def kept(self, file: str) -> Written | None:
        """The part written to this file, if the file is still what was written."""
        part = self._done.get(file)
        path = self.folder / file
        return part if part and path.is_file() and sha256_of(path) == part.sha256 else None

    def record(self, part: Written) -> None:
        """Note that a part is written."""
        with self._log().open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(part), ensure_ascii=False) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def make(
        self,
        pool: Pool,
        stage: str,
        work: Work,
        calls: Mapping[str, Sequence[Any]],
        *,
        suffix: str,
        tell: Tell | None = None,
    ) -> Outcome:
        """Make the parts that are not there yet.

        Parameters
        ----------
        pool
            The workers.
        stage
            Folder of the parts inside the run's.
        work, calls
            What a worker calls, and the arguments of each part by its name.
        suffix
            Ending of the parts' files.
        tell
            Told after every part.
        """
        (self.folder / stage).mkdir(exist_ok=True)
        files = {name: f"{stage}/{name}{suffix}" for name in calls}
        found = {name: part for name, file in files.items() if (part := self.kept(file)) is not None}
        kept, failed, cpu, begun = len(found), {}, 0.0, time.monotonic()
        missing = {
            name: (work, str(self.folder), name, files[name], tuple(arguments))
            for name, arguments in calls.items()
            if name not in found
        }
        for name, part, error in pool.each(carry_out, missing):
            if error is not None:
                failed[name] = _why(error)
            else:
                self.record(part)
                found[name], cpu = part, cpu + part.cpu_seconds
            if tell is not None:
                rows = sum(each.rows for each in found.values())
                spent = time.monotonic() - begun
                tell(Progress(stage, len(found), len(calls), len(failed), rows, spent))
        return Outcome(tuple(found[name] for name in calls if name in found), failed, kept, cpu)


def _why(error: BaseException) -> str:
    if isinstance(error, ClusterError):
        return str(error)
    if type(error).__name__ == "KilledWorker":
        return (
            "every worker that took it died: too little memory (--memory), or a file that breaks its reader"
        )
    return f"{type(error).__name__}: {error}"


def carry_out(work: Work, folder: str, name: str, file: str, arguments: Sequence[Any]) -> Written:
    """On a worker: do the work of one part and put its file in place, whole."""
    keep_compiled()
    clock = time.process_time()
    data, rows, notes = work(*arguments)
    put(Path(folder) / file, data)
    spent = round(time.process_time() - clock, 3)
    return Written(name, file, hashlib.sha256(data).hexdigest(), rows, tuple(notes), spent)


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def opened(folder: Path, made_from: Mapping[str, Any]) -> Iterator[Run]:
    """The run of this folder, begun or begun again; nobody else may write into it meanwhile.

    Raises
    ------
    RunError
        If the folder holds a run made from something else, or another one is at work in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        _alone(lock, folder)
        manifest = folder / "manifest.json"
        wanted = {"format": FORMAT, **made_from}
        if manifest.exists():
            _same(manifest, wanted)
        elif any(each.name != "lock" for each in folder.iterdir()):
            raise RunError(f"{folder} holds files that are no run of ours: give a new folder.")
        else:
            put(manifest, json.dumps(wanted, ensure_ascii=False, indent=1, sort_keys=True).encode())
        run = Run(folder)
        run.read()
        yield run


def _alone(lock: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise RunError(f"{folder}: another run is at work in this folder.") from error


def _same(manifest: Path, wanted: Mapping[str, Any]) -> None:
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{manifest} cannot be read ({error}): give a new folder.") from error
    plain = json.loads(json.dumps(wanted))
    if found != plain:
        other = ", ".join(sorted(key for key in {*found, *plain} if found.get(key) != plain.get(key)))
        raise RunError(
            f"{manifest.parent} holds a run made from something else ({other}): give a new folder."
        )
