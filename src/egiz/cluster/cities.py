"""All pairs of the world's cities for the ranker, in blocks of cities."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from egiz.cluster._errors import ClusterError
from egiz.cluster.partitions import table_bytes
from egiz.cluster.pool import Pool
from egiz.cluster.runs import Outcome, Tell, opened, sha256_of
from egiz.twinning.places import MIN_PEOPLE, world
from egiz.twinning.ranker import MODEL_FILE, load, shipped, stream_pairs

BLOCK = 200
"""Cities of one part."""


def rank_pairs(
    pool: Pool,
    out: Path,
    *,
    cities: tuple[int, ...] | None = None,
    top: int = 100,
    model: Path | None = None,
    block: int = BLOCK,
    tell: Tell | None = None,
) -> Outcome:
    """Score every pair of places of 15,000 people or more in different countries; keep each one's best.

    Parameters
    ----------
    pool
        The workers.
    out
        Folder of the run, shared by all workers.
    cities
        GeoNames ids of those that ask; None for every place of 15,000 people or more.
    top
        Partners kept for each city.
    model
        A model of your own (`egiz twins fit`), at a path that all workers see; None for the one that ships.
    block
        Cities of one part.
    tell
        Told after every part.

    Returns
    -------
    Outcome
        Parts with columns ``city``, ``rank``, ``candidate`` (GeoNames ids) and ``score``, as
        `twinning.stream_pairs` gives them.

    Raises
    ------
    ClusterError
        If no model is at hand.
    UnknownPlaceError
        If a city is not in the atlas.
    """
    used = model or MODEL_FILE
    if not used.is_file():
        raise ClusterError(f"{used}: no model; `egiz twins fit` makes one.")
    places = world()
    asked = places.ids[places.population >= MIN_PEOPLE].tolist() if cities is None else list(cities)
    places.rows(np.asarray(asked, dtype=np.int64))  # says which is unknown before anything is begun
    made_from = {"kind": "rank", "cities": cities, "top": top, "block": block, "model": sha256_of(used)}
    calls = {
        f"{first // block:05d}": (asked[first : first + block], top, str(model or ""))
        for first in range(0, len(asked), block)
    }
    with opened(out, made_from) as run:
        pool.looks(out)
        return run.make(pool, "pairs", rank_block, calls, suffix=".parquet", tell=tell)


def rank_block(cities: list[int], top: int, model: str) -> tuple[bytes, int, list[str]]:
    """The best partners of some cities."""
    ranker = load(model) if model else shipped()
    if ranker is None:
        raise ClusterError("This worker's installation ships no model; install the same package everywhere.")
    columns: dict[str, list[np.ndarray]] = {"city": [], "rank": [], "candidate": [], "score": []}
    for city, candidates, scores in stream_pairs(ranker, cities, top=top):
        columns["city"].append(np.full(len(candidates), city, np.int64))
        columns["rank"].append(np.arange(1, len(candidates) + 1, dtype=np.int32))
        columns["candidate"].append(candidates)
        columns["score"].append(scores)
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    return table_bytes(whole), len(whole["city"]), []
