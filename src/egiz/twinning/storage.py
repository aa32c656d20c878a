"""Model files: numbers in one compressed archive, never pickled."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from egiz.twinning._errors import ModelFileError
from egiz.twinning.learning import Logit, Model
from egiz.twinning.net import Net
from egiz.twinning.places import Ints, world
from egiz.twinning.tendencies import Counts, Tendencies

if TYPE_CHECKING:
    from egiz.twinning.network import Network

VERSION = 1


def _ids(rows: Ints) -> np.ndarray[Any, Any]:
    return world().ids[rows].astype(np.int32)


def write(models: Mapping[str, Model], t: Tendencies, network: Network | None, path: Path) -> None:
    """Write what a ranker is made of; city vectors as halves, with the links where the network is given."""
    arrays: dict[str, Any] = {
        "nodes": _ids(t.nodes),
        "degree": t.degree.astype(np.uint16),
        "partners": t.partners.astype(np.float16),
        "vectors": t.vectors.astype(np.float16),
        "country": np.stack([t.to_country.i, t.to_country.j]).astype(np.int32),
        "country_n": t.to_country.n.astype(np.uint16),
        "region": np.stack([t.regions.i, t.regions.j]).astype(np.int32),
        "region_n": t.regions.n.astype(np.uint16),
    }
    if network is not None:
        arrays["links"] = _ids(network.pairs().ravel()).reshape(-1, 2)
    for name, model in models.items():
        arrays[f"{name}.logit"] = np.stack(
            [*np.split(model.logit.weights, 4), model.logit.mean, model.logit.scale]
        )
        for layer, (weights, biases) in enumerate(zip(model.net.weights, model.net.biases, strict=True)):
            arrays[f"{name}.net{layer}"] = np.vstack([weights, biases])
    head = {
        "version": VERSION,
        "countries": list(world().country_codes),
        "regions": list(world().admin1_codes),
        "models": {name: list(model.logit.names) for name, model in models.items()},
    }
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    # A fixed time stamp: the same model is the same file.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.save(data, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data.getvalue(), zipfile.ZIP_DEFLATED)


def read(path: Path) -> tuple[dict[str, Model], Tendencies, Network | None]:
    """Read what a ranker is made of (ModelFileError when that cannot be)."""
    if not path.exists():
        raise ModelFileError(f"No model file at {path}; make one with `egiz twins fit`.")
    try:
        with path.open("rb") as whole, np.load(whole, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        head = json.loads(arrays["head"].tobytes())
    except (OSError, EOFError, ValueError, KeyError, AttributeError, zipfile.BadZipFile) as error:
        raise ModelFileError(f"{path} is not a model file of egiz: {error}") from error
    if head.get("version") != VERSION:
        raise ModelFileError(
            f"{path} is a model of version {head.get('version')}; {VERSION} is expected. Fit anew."
        )
    models = {name: _model(arrays, name, names) for name, names in head["models"].items()}
    if "links" in arrays:
        rows = world().rows(arrays["links"].astype(np.int64).ravel()).reshape(-1, 2)
        from egiz.twinning.network import Network  # noqa: PLC0415 - only where the links are in the file

        network = Network.build(rows)
        return models, network.tendencies, network
    return models, _tendencies(arrays, head), None


def _model(arrays: dict[str, Any], name: str, names: list[str]) -> Model:
    table = arrays[f"{name}.logit"]
    logit = Logit(tuple(names), table[4], table[5], table[:4].ravel())
    layers = [arrays[key] for key in sorted(arrays) if key.startswith(f"{name}.net")]
    net = Net(tuple(layer[:-1] for layer in layers), tuple(layer[-1] for layer in layers))
    return Model(logit, net)


def _tendencies(arrays: dict[str, Any], head: dict[str, Any]) -> Tendencies:
    places = world()
    ids = arrays["nodes"].astype(np.int64)
    spot = np.minimum(np.searchsorted(places.ids, ids), len(places) - 1)
    # A place that a later release of the atlas dropped takes its row with it.
    held = places.ids[spot] == ids
    country = _renumber(head["countries"], places.country_codes)
    region = _renumber(head["regions"], places.admin1_codes)
    width, regions = len(places.country_codes), len(places.admin1_codes)
    i, j = arrays["country"]
    at = np.cumsum(held) - 1  # the row of each that is held
    known = (country[j] >= 0) & held[i]
    counted = arrays["country_n"][known].astype(np.float32)
    to_country = Counts.of(at[i[known]], country[j[known]], counted, (int(held.sum()), width))
    r, s = region[arrays["region"][0]], region[arrays["region"][1]]
    known = (r >= 0) & (s >= 0)
    counted = arrays["region_n"][known].astype(np.float32)
    between = Counts.of(r[known], s[known], counted, (regions, regions))
    return Tendencies(
        nodes=spot[held],
        degree=arrays["degree"][held].astype(np.float32),
        partners=arrays["partners"][held].astype(np.float32),
        to_country=to_country,
        regions=between,
        vectors=arrays["vectors"][held].astype(np.float32),
    )


def _renumber(codes: list[str], now: tuple[str, ...]) -> Ints:
    at = {code: i for i, code in enumerate(now)}
    return np.array([at.get(code, -1) for code in codes], dtype=np.int64)
