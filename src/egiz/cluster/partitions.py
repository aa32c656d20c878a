"""Registers of companies as Parquet files, one a partition: written, checked while read, cut from a list."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from egiz import matching
from egiz.cluster._errors import PartitionError
from egiz.cluster.runs import put, sha256_of
from egiz.matching.profiles import MAX_CODES, normal_activity_code, normal_goods_code

TEXTS = ("offers", "needs")
CODES = ("codes", "hs_codes", "need_codes", "need_hs_codes")
MOST_ROWS = 1_000_000
MOST_BYTES = 2_000_000_000
"""Unpacked columns of one partition; more belongs into several."""
BATCH = 20_000
NOTES = 20
"""So many of a partition's faulty rows are named one by one."""


@dataclass(frozen=True, slots=True)
class Company:
    """A row of a register: what matching looks at, and the id by which it is found again."""

    id: str
    offers: str = ""
    needs: str = ""
    codes: tuple[str, ...] = ()
    hs_codes: tuple[str, ...] = ()
    need_codes: tuple[str, ...] = ()
    need_hs_codes: tuple[str, ...] = ()

    def row(self, side: str) -> tuple[str, tuple[str, ...]]:
        """Text and codes of one side, ``offers`` or ``needs``."""
        if side == "offers":
            return self.offers, (*self.codes, *self.hs_codes)
        return self.needs, (*self.need_codes, *self.need_hs_codes)


def register_files(folder: Path) -> list[Path]:
    """The partitions of a register, in the order of their names, which is the order of its companies.

    Raises
    ------
    PartitionError
        If there is none.
    """
    if folder.is_file() and folder.suffix == ".parquet":
        return [folder]
    found = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
    if not found:
        raise PartitionError(
            f"{folder}: give a folder with .parquet files; `egiz cluster split LIST.xlsx FOLDER` makes "
            "one of a list."
        )
    return found


def fingerprint(files: Sequence[Path]) -> list[list[str]]:
    """Names and checksums of files."""
    return [[path.name, sha256_of(path)] for path in files]


def write_companies(path: Path, companies: Iterable[Company]) -> int:
    """Write one partition; how many companies it holds."""
    import pyarrow as pa  # noqa: PLC0415 - the extra may be missing

    rows = list(companies)
    columns: dict[str, Any] = {name: [getattr(each, name) for each in rows] for name in ("id", *TEXTS)}
    columns |= {
        name: pa.array([list(getattr(each, name)) for each in rows], pa.list_(pa.string())) for name in CODES
    }
    put(path, table_bytes(columns))
    return len(rows)


def table_bytes(columns: dict[str, Any]) -> bytes:
    """Columns as one Parquet file; the same columns give the same bytes."""
    import pyarrow as pa  # noqa: PLC0415 - the extra may be missing
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return sink.getvalue()


def read_companies(path: Path) -> tuple[list[Company], list[str]]:
    """The companies of one partition, and what had to be left out.

    Raises
    ------
    PartitionError
        If the file is no Parquet, lacks what is needed, or is larger than a partition may be.
    """
    import pyarrow as pa  # noqa: PLC0415 - the extra may be missing
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    try:
        with pq.ParquetFile(path) as file:
            names = _checked(path, file)
            companies: list[Company] = []
            notes = _Notes()
            for batch in file.iter_batches(BATCH, columns=names):
                for row in batch.to_pylist():
                    _take(row, companies, notes)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise PartitionError(
            f"{path.name}: no Parquet file that can be read ({_first_line(error)})."
        ) from error
    return companies, notes.said()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]


def _checked(path: Path, file: Any) -> list[str]:
    """The columns to read, once size and types are known to be what they should."""
    import pyarrow as pa  # noqa: PLC0415 - the extra may be missing

    rows = file.metadata.num_rows
    size = sum(file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
    if rows > MOST_ROWS or size > MOST_BYTES:
        raise PartitionError(
            f"{path.name}: {rows:,} rows, {size / 1e6:,.0f} MB; a partition holds at most {MOST_ROWS:,} rows "
            f"and {MOST_BYTES // 10**6:,} MB: cut it into several."
        )
    schema = file.schema_arrow
    known = [name for name in ("id", *TEXTS, *CODES) if name in schema.names]
    if "id" not in known or len(known) == 1:
        raise PartitionError(
            f"{path.name}: columns {', '.join(schema.names)[:200]}; needed are id and some of "
            f"{', '.join((*TEXTS, *CODES))}."
        )
    for name in known:
        kind = schema.field(name).type
        inner = (
            kind.value_type
            if name in CODES and (pa.types.is_list(kind) or pa.types.is_large_list(kind))
            else kind
        )
        if not (pa.types.is_string(inner) or pa.types.is_large_string(inner)):
            raise PartitionError(f"{path.name}: column {name} holds {kind}; it must hold text.")
    return known


class _Notes:
    """Faulty rows: the first named, the others counted."""

    def __init__(self) -> None:
        self._named: list[str] = []
        self._count = 0

    def add(self, row: int, text: str) -> None:
        self._count += 1
        if len(self._named) < NOTES:
            self._named.append(f"row {row}: {text}")

    def said(self) -> list[str]:
        more = self._count - len(self._named)
        return [*self._named, f"and {more} more"] if more else self._named


def _take(row: dict[str, Any], companies: list[Company], notes: _Notes) -> None:
    number = len(companies) + 1
    codes = {name: _codes(name, row.get(name), number, notes) for name in CODES}
    identity = (row["id"] or "").strip()
    if not identity:
        notes.add(number, "no id; it is searched for nobody and found by nobody")
        # The row keeps its place: the numbers of the others are what results are ordered by.
        companies.append(Company(""))
        return
    companies.append(Company(identity, row.get("offers") or "", row.get("needs") or "", **codes))


def _codes(name: str, found: Any, number: int, notes: _Notes) -> tuple[str, ...]:
    written = found.split(";") if isinstance(found, str) else found or ()
    good: list[str] = []
    for code in written[: MAX_CODES + 1]:
        if code is None or not code.strip():
            continue
        normal = _normal(name, code[:40])
        if normal is None or len(good) == MAX_CODES:
            notes.add(number, f"{name}: {code[:40]!r} is left out")
        else:
            good.append(normal)
    return tuple(good)


@lru_cache(maxsize=100_000)
def _normal(name: str, code: str) -> str | None:
    try:
        return normal_goods_code(code) if "hs" in name else normal_activity_code(code)
    except matching.ProfileError:
        return None


def split_list(source: Path, folder: Path, *, rows: int = 50_000) -> tuple[int, list[str]]:
    """Cut a list of companies, as `egiz match` reads it, into partitions; how many companies, and problems.

    Raises
    ------
    PartitionError
        If the folder holds partitions already.
    WorkbookError
        If the list cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.parquet")):
        raise PartitionError(f"{folder} holds partitions already: give a new folder.")
    loaded = matching.read_profiles(source)
    companies = [
        Company(
            each.id,
            ". ".join(each.offers),
            ". ".join(each.needs),
            **{name: tuple(getattr(each, name)) for name in CODES},
        )
        for each in loaded.profiles
    ]
    for number, first in enumerate(range(0, len(companies), rows)):
        write_companies(folder / f"part-{number:05d}.parquet", companies[first : first + rows])
    return len(companies), [str(problem) for problem in loaded.problems]
