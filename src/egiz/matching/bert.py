"""A sentence-transformers folder with BERT weights, run by NumPy: no ONNX export and no torch is needed.

The network is that of Devlin et al. 2019: word, place and segment vectors, then layers of attention and of
two dense steps, each with a residual and a layer normalisation; the word vectors are averaged and given
unit length.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from egiz.matching._errors import EmbeddingError
from egiz.matching._packages import package

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_BATCH = 32
_LONGEST = 256
_FAR = np.float32(-1e9)


@dataclass(frozen=True)
class _Shape:
    """What ``config.json`` says of the network."""

    layers: int
    heads: int
    epsilon: float
    words: int

    @classmethod
    def of(cls, folder: Path) -> _Shape:
        said = _json(folder / "config.json")
        if said.get("model_type") != "bert" or said.get("hidden_act") != "gelu":
            raise EmbeddingError(
                f"{folder / 'config.json'}: the model is {said.get('model_type')!r} with "
                f"{said.get('hidden_act')!r}; without an ONNX export only 'bert' with 'gelu' can be run"
            )
        pooling = _json(folder / "1_Pooling" / "config.json", missing={"pooling_mode_mean_tokens": True})
        if not pooling.get("pooling_mode_mean_tokens"):
            raise EmbeddingError(f"{folder}: only the mean of the word vectors is supported as a pooling")
        limits = _json(folder / "sentence_bert_config.json", missing={"max_seq_length": _LONGEST})
        return cls(
            int(said["num_hidden_layers"]),
            int(said["num_attention_heads"]),
            float(said["layer_norm_eps"]),
            min(int(limits["max_seq_length"] or _LONGEST), int(said["max_position_embeddings"])),
        )


class BertEmbedder:
    """Sentence vectors from ``config.json``, ``tokenizer.json`` and ``model.safetensors``.

    Parameters
    ----------
    folder
        A sentence-transformers folder.

    Raises
    ------
    EmbeddingError
        If the folder lacks a file, is another kind of network, or the optional packages are not installed.
    """

    def __init__(self, folder: str | Path) -> None:
        source = Path(folder)
        needed = ("config.json", "tokenizer.json", "model.safetensors")
        missing = [name for name in needed if not (source / name).is_file()]
        if missing:
            raise EmbeddingError(f"{source}: {', '.join(missing)} is missing; a BERT folder needs {needed}")
        self._shape = _Shape.of(source)
        tokenizers, safetensors = package("tokenizers"), package("safetensors.numpy")
        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(source / "tokenizer.json"))
        self._tokenizer.enable_truncation(self._shape.words)
        self._tokenizer.enable_padding()
        loaded = safetensors.load_file(str(source / "model.safetensors"))
        self._weights: dict[str, Floats] = {
            name.removeprefix("bert."): np.asarray(value, np.float32) for name, value in loaded.items()
        }
        if f"encoder.layer.{self._shape.layers - 1}.output.dense.weight" not in self._weights:
            raise EmbeddingError(f"{source}: model.safetensors lacks layers that config.json names")

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of unit length, float32 of shape (texts, dimensions)."""
        width = self._weights["embeddings.word_embeddings.weight"].shape[1]
        found = np.zeros((len(texts), width), dtype=np.float32)
        # Texts of like length together: padding costs as much as words do.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            found[rows] = self._batch([texts[at] for at in rows])
        return found

    def _batch(self, texts: Sequence[str]) -> Floats:
        read = self._tokenizer.encode_batch(list(texts))
        ids = np.array([entry.ids for entry in read], dtype=np.int64)
        mask = np.array([entry.attention_mask for entry in read], dtype=np.int64)
        state = self._start(ids)
        away = np.where(mask[:, None, None, :] > 0, np.float32(0), _FAR)
        for layer in range(self._shape.layers):
            name = f"encoder.layer.{layer}"
            heard = self._dense(self._attend(state, away, name), f"{name}.attention.output.dense")
            state = self._normal(state + heard, f"{name}.attention.output.LayerNorm")
            risen = _gelu(self._dense(state, f"{name}.intermediate.dense"))
            state = self._normal(
                state + self._dense(risen, f"{name}.output.dense"), f"{name}.output.LayerNorm"
            )
        return unit(pooled(state, mask))

    def _start(self, ids: Ints) -> Floats:
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._normal(words + places + segment, "embeddings.LayerNorm")

    def _attend(self, state: Floats, away: Floats, name: str) -> Floats:
        texts, length, width = state.shape
        heads = self._shape.heads

        def split(part: str) -> Floats:
            made = self._dense(state, f"{name}.attention.self.{part}")
            return made.reshape(texts, length, heads, width // heads).transpose(0, 2, 1, 3)

        query, key, value = split("query"), split("key"), split("value")
        near = query @ key.transpose(0, 1, 3, 2) / np.float32((width // heads) ** 0.5) + away
        near = np.exp(near - near.max(axis=-1, keepdims=True))
        near /= near.sum(axis=-1, keepdims=True)
        return np.ascontiguousarray((near @ value).transpose(0, 2, 1, 3)).reshape(texts, length, width)

    def _dense(self, state: Floats, name: str) -> Floats:
        made: Floats = state @ self._weights[f"{name}.weight"].T
        made += self._weights[f"{name}.bias"]
        return made

    def _normal(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self._shape.epsilon))
        return np.asarray(
            centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], np.float32
        )


def pooled(vectors: Floats, mask: Ints) -> Floats:
    """Mean over the words that `mask` counts; vectors of whole texts are left as they are."""
    if vectors.ndim == 2:
        return vectors
    counted = mask[:, :, None].astype(np.float32)
    total = np.maximum(counted.sum(axis=1), 1.0)
    return np.asarray((vectors * counted).sum(axis=1) / total, dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    """Rows of unit length; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return scaled


def _gelu(values: Floats) -> Floats:
    return np.asarray(0.5 * values * (1 + erf(values / np.float32(2**0.5))), dtype=np.float32)


def _json(path: Path, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    if missing is not None and not path.is_file():
        return missing
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EmbeddingError(f"{path}: not readable as JSON") from error
    if not isinstance(found, dict):
        raise EmbeddingError(f"{path}: a JSON object is needed")
    return found
