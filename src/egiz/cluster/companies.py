"""Partners for every company of register A in register B, both cut into Parquet partitions.

Three steps. Each partition of B is read once and its terms are kept (`terms/`). Their counts are added up in
the order of the partitions, so that every partition weighs words as one index over the whole register would.
Each partition of A then asks all of B's, one after the other, carrying its k best along (`partners/`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.cluster.partitions import Company, fingerprint, read_companies, register_files, table_bytes
from egiz.cluster.pool import Pool
from egiz.cluster.runs import Outcome, Tell, opened, put
from egiz.matching.common_form import Terms
from egiz.matching.registers import Best, Gathered, Joining, Shared, ask, gather, part_of

SIDES = ("offers", "needs")
"""What is searched: B's offers for A's needs, and B's needs for A's offers."""
SLICE = 50_000
"""So many companies of A ask at once: their best and their questions are what a worker holds of them."""

Columns = dict[str, list[NDArray[Any]]]


def match_registers(
    pool: Pool, a: Path, b: Path, out: Path, *, top: int = 10, tell: Tell | None = None
) -> Outcome:
    """Find the `top` partners of every company of A in B, for its needs and for its offers.

    Parameters
    ----------
    pool
        The workers.
    a, b
        Folders of Parquet partitions (`partitions.read_companies` says which columns).
    out
        Folder of the run, shared by all workers; started again there, a run goes on.
    top
        Partners kept for each company and side.
    tell
        Told after every part.

    Returns
    -------
    Outcome
        Parts with columns ``a`` (id), ``side`` (of B that was searched), ``rank``, ``b`` (id), ``b_row``
        (number in B, from 0) and ``score``. The rows of a company are what one index over all of B finds, bit
        for bit; ties go to the company that stands first in B. With a partition of B that cannot be read
        nothing is searched, because the scores of all would be others: its failure is the outcome.

    Raises
    ------
    PartitionError, RunError
        If the registers or the folder cannot be used.
    """
    askers, others = register_files(a), register_files(b)
    made_from = {"kind": "match", "a": fingerprint(askers), "b": fingerprint(others), "top": top}
    with opened(out, made_from) as run:
        pool.looks(out)
        calls = {f"{at:05d}-{path.stem}": (str(path),) for at, path in enumerate(others)}
        terms = run.make(pool, "terms", read_terms, calls, suffix=".npz", tell=tell)
        if terms.failed:
            return terms
        files = tuple(str(out / part.file) for part in terms.written)
        register = Others(files, str(out / "shared"), terms.checksum)
        _join(register)
        asking = {f"{at:05d}-{path.stem}": (str(path), register, top) for at, path in enumerate(askers)}
        found = run.make(pool, "partners", find_partners, asking, suffix=".parquet", tell=tell)
        cpu = found.cpu_seconds + terms.cpu_seconds
        return _Joined(found.written, found.failed, found.kept, cpu, tuple(terms.notes))


@dataclass(frozen=True)
class Others:
    """Register B on disk: its partitions' terms, the folder of what they share, a key that names it all."""

    files: tuple[str, ...]
    shared: str
    key: str


@dataclass(frozen=True)
class _Joined(Outcome):
    """Partners, and what had to be left out of B."""

    of_b: tuple[str, ...] = ()

    @property
    def notes(self) -> list[str]:
        """What had to be left out of both registers."""
        return [*self.of_b, *super().notes]


# What a worker calls.


def read_terms(path: str) -> tuple[bytes, int, list[str]]:
    """The terms of one partition of B, both sides, with the companies' ids."""
    companies, notes = read_companies(Path(path))
    arrays: dict[str, Any] = dict(_packed("ids", [each.id for each in companies]))
    for side in SIDES:
        part = gather(each.row(side) for each in companies)
        arrays |= {
            f"{side}_terms": part.terms,
            f"{side}_starts": part.starts,
            **dict(_packed(f"{side}_names", part.names)),
        }
    sink = io.BytesIO()
    np.savez(sink, **arrays)
    return sink.getvalue(), len(companies), notes


def find_partners(path: str, others: Others, top: int) -> tuple[bytes, int, list[str]]:
    """The partners of one partition of A."""
    companies, notes = read_companies(Path(path))
    asking = [each for each in companies if each.id]
    columns: Columns = {name: [] for name in ("a", "side", "rank", "b", "b_row", "score")}
    for side in SIDES:
        for first in range(0, len(asking), SLICE):
            _search(asking[first : first + SLICE], side, others, top, columns)
    return (*_table(columns), notes)


def _search(asking: Sequence[Company], side: str, others: Others, top: int, columns: Columns) -> None:
    """Add the best of one side for some companies."""
    shared, known = _shared(others.shared, others.key, side)
    mine = "needs" if side == "offers" else "offers"
    questions = ask((each.row(mine) for each in asking), shared, known)
    best, first = Best.nothing(questions, top), 0
    for at, file in enumerate(others.files):
        with np.load(file) as part:
            gathered = Gathered((), part[f"{side}_terms"], part[f"{side}_starts"])
        numbers = np.load(_numbers(others, side, at))
        best.take(questions, part_of(gathered, numbers, shared), first)
        first += len(gathered.starts) - 1
    places = best.places[questions.place]
    rows, ranks = np.nonzero(places >= 0)
    columns["a"].append(np.array([each.id for each in asking], dtype=object)[rows])
    columns["side"].append(np.full(len(rows), side, dtype=object))
    columns["rank"].append((ranks + 1).astype(np.int32))
    columns["b"].append(_ids_of(places[rows, ranks], others.files))
    columns["b_row"].append(places[rows, ranks])
    columns["score"].append((best.sums * questions.units[:, None])[questions.place][rows, ranks])


def _ids_of(places: NDArray[np.int64], files: Sequence[str]) -> NDArray[np.object_]:
    """Ids of companies of B by their numbers; one partition's ids are held at a time."""
    ids = np.empty(len(places), dtype=object)
    first = 0
    for file in files:
        with np.load(file) as part:
            own = _unpacked(part["ids_text"], part["ids_ends"])
        here = (places >= first) & (places < first + len(own))
        ids[here] = np.array(own, dtype=object)[places[here] - first]
        first += len(own)
    return ids


def _table(columns: dict[str, list[NDArray[Any]]]) -> tuple[bytes, int]:
    import pyarrow as pa  # noqa: PLC0415 - the extra may be missing

    kinds = {"a": pa.string(), "side": pa.string(), "rank": pa.int32(), "b": pa.string(), "b_row": pa.int64()}
    whole = {
        name: pa.array(np.concatenate(parts) if parts else [], kinds.get(name, pa.float64()))
        for name, parts in columns.items()
    }
    return table_bytes(whole), len(whole["a"])


# What all partitions of B share, made by whoever runs the run.


def _join(others: Others) -> None:
    """Add up the partitions' terms, in their order."""
    folder = Path(others.shared)
    folder.mkdir(exist_ok=True)
    for side in SIDES:
        joining = Joining()
        for at, file in enumerate(others.files):
            put(_numbers(others, side, at), _npy(joining.add(_part(file, side))))
        shared = joining.shared()
        sink = io.BytesIO()
        np.savez(sink, worth=shared.worth, usual=shared.usual, **dict(_packed("names", shared.names)))
        put(folder / f"{side}.npz", sink.getvalue())


def _numbers(others: Others, side: str, at: int) -> Path:
    """Where the numbers of one partition's terms among all are kept."""
    return Path(others.shared) / f"{side}-{at:05d}.npy"


def _part(file: str, side: str) -> Gathered:
    with np.load(file) as part:
        names = _unpacked(part[f"{side}_names_text"], part[f"{side}_names_ends"])
        return Gathered(names, part[f"{side}_terms"], part[f"{side}_starts"])


def _npy(array: NDArray[np.int32]) -> bytes:
    sink = io.BytesIO()
    np.save(sink, array)
    return sink.getvalue()


@lru_cache(maxsize=len(SIDES))
def _shared(folder: str, key: str, side: str) -> tuple[Shared, Terms]:  # noqa: ARG001 - the key tells runs apart
    with np.load(Path(folder) / f"{side}.npz") as file:
        names = _unpacked(file["names_text"], file["names_ends"])
        shared = Shared(names, file["worth"], float(file["usual"]))
    return shared, Terms(shared.names)


def _packed(name: str, texts: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Texts as one array of bytes and where each ends: what NumPy reads back without running anything."""
    coded = [text.encode() for text in texts]
    yield f"{name}_text", np.frombuffer(b"".join(coded), np.uint8)
    yield f"{name}_ends", np.cumsum([0, *map(len, coded)], dtype=np.int64)


def _unpacked(text: NDArray[np.uint8], ends: NDArray[np.int64]) -> list[str]:
    blob, places = text.tobytes(), ends.tolist()
    return [blob[a:b].decode() for a, b in pairwise(places)]
