"""Sentence embeddings as one more kind of evidence: a door for models, and one that runs from a local folder.

Nothing is fetched. The model is a folder that the caller names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from egiz.matching._errors import EmbeddingError
from egiz.matching._packages import package
from egiz.matching.bert import BertEmbedder, pooled, unit

Floats = NDArray[np.float32]
_BATCH = 32
_LONGEST = 256
_MODELS = ("onnx/model.onnx", "model.onnx", "onnx/model_quantized.onnx", "model_quantized.onnx")


class Embedder(Protocol):
    """What a model of sentences must do to stand behind matching."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """One vector for each text, float32 of shape (texts, dimensions)."""
        ...


class OnnxEmbedder:
    """A sentence-transformers folder with an ONNX export, run by onnxruntime.

    Parameters
    ----------
    folder
        Holds ``tokenizer.json`` and ``model.onnx`` (or ``onnx/model.onnx``).

    Raises
    ------
    EmbeddingError
        If the folder lacks a file, or the optional packages are not installed.
    """

    def __init__(self, folder: str | Path) -> None:
        source = Path(folder)
        model = next((source / name for name in _MODELS if (source / name).is_file()), None)
        if model is None or not (source / "tokenizer.json").is_file():
            raise EmbeddingError(f"{source}: needs tokenizer.json and one of {', '.join(_MODELS)}")
        runtime, tokenizers = package("onnxruntime"), package("tokenizers")
        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(source / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._session: Any = runtime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Mean of the word vectors, of unit length; a text without words gives a vector of zeros."""
        parts = [self._batch(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)

    def _batch(self, texts: Sequence[str]) -> Floats:
        read = self._tokenizer.encode_batch(list(texts))
        mask = np.array([entry.attention_mask for entry in read], dtype=np.int64)
        given = {
            "input_ids": np.array([entry.ids for entry in read], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([entry.type_ids for entry in read], dtype=np.int64),
        }
        out = self._session.run(None, {name: given[name] for name in self._inputs if name in given})[0]
        return unit(pooled(np.asarray(out, dtype=np.float32), mask))


def open_embedder(folder: str | Path) -> Embedder:
    """The model of a folder: its ONNX export where there is one, else its BERT weights run by NumPy.

    Raises
    ------
    EmbeddingError
        If the folder holds neither, or the optional packages are not installed.
    """
    source = Path(folder)
    if any((source / name).is_file() for name in _MODELS):
        return OnnxEmbedder(source)
    if (source / "model.safetensors").is_file():
        return BertEmbedder(source)
    raise EmbeddingError(
        f"{source}: no model; a sentence-transformers folder with tokenizer.json and either model.onnx or "
        "model.safetensors is needed"
    )


@dataclass(frozen=True)
class LateFusion:
    """How much the cosine of two sentence vectors adds to the evidence joined without it.

    Parameters
    ----------
    weight
        Learned by `fit_late_fusion`; 0 leaves the order as it was.
    """

    weight: float

    def joined(self, scores: Floats, queries: Floats, texts: Floats) -> Floats:
        """Scores of shape (queries, texts) with the cosines added."""
        return np.asarray(scores + np.float32(self.weight) * (unit(queries) @ unit(texts).T), np.float32)


def fit_late_fusion(
    scores: Floats, queries: Floats, texts: Floats, right: Mapping[int, Sequence[int]], *, ridge: float = 1e-3
) -> LateFusion:
    """Learn the weight by which the right texts come out likeliest (softmax over each query's texts).

    Parameters
    ----------
    scores
        Evidence without the model, shape (queries, texts), as `Index.scores` gives it.
    queries, texts
        Their vectors.
    right
        For each query (by row) the positions of its right texts.
    ridge
        Weight of the squared weight; keeps it finite.

    Raises
    ------
    EmbeddingError
        If no query has a right text.
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - not needed to search

    rows = [(row, np.asarray(sorted(found))) for row, found in sorted(right.items()) if len(found)]
    if not rows:
        raise EmbeddingError("no query has a right text to learn from")
    cosines = (unit(queries) @ unit(texts).T).astype(np.float64)

    def loss(weight: float) -> float:
        total = 0.0
        for row, found in rows:
            values = scores[row] + weight * cosines[row]
            total += float(np.logaddexp.reduce(values) - np.logaddexp.reduce(values[found]))
        return total / len(rows) + ridge * weight**2

    best = minimize_scalar(loss, bounds=(0.0, 50.0), method="bounded")
    return LateFusion(round(float(best.x), 4))
