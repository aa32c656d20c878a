"""Registers made from real code lists, and what one index on one machine finds in them."""

from __future__ import annotations

from itertools import count, pairwise

import pyarrow.parquet as pq

from egiz.cluster import Company, write_companies
from egiz.matching.bulk import TextIndex
from egiz.matching.codes import activity_labels

OTHER = {"offers": "needs", "needs": "offers"}


def companies(scheme, step, *, prefix):
    """One company for every `step`-th class: it offers what the class is, and needs what the next one is."""
    codes = sorted(activity_labels(scheme).items())[::step]
    for number, ((code, label), (wanted, need)) in enumerate(pairwise(codes)):
        yield Company(f"{prefix}{number}", label, need, (code[:5],), need_codes=(wanted[:5],))


def laid(folder, rows, size):
    """A folder of partitions with `size` companies each."""
    folder.mkdir()
    for number, first in zip(count(), range(0, len(rows), size), strict=False):
        write_companies(folder / f"part-{number:03d}.parquet", rows[first : first + size])
    return folder


def on_one_machine(a, b, top):
    """Rows as `match_registers` writes them, by one index over all of B."""
    found = []
    for side in ("offers", "needs"):
        index = TextIndex((str(at), *each.row(side)) for at, each in enumerate(b))
        for asker in a:
            text, codes = asker.row(OTHER[side])
            hits = index.search(text, top, codes=codes, words=False)
            found += [
                (asker.id, side, rank, b[int(hit.id)].id, int(hit.id), hit.score)
                for rank, hit in enumerate(hits, 1)
            ]
    return sorted(found)


def written(out, outcome):
    """All rows of a run."""
    tables = [pq.read_table(out / part.file).to_pylist() for part in outcome.written]
    return sorted(tuple(row.values()) for table in tables for row in table)
