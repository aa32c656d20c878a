"""A small ONNX model written byte by byte: the real runtime is tested without the package onnx."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

INT64, FLOAT = 7, 1


def onnx_folder(folder: Path, words: Mapping[str, int], vectors: Sequence[Sequence[float]]) -> None:
    """A folder whose model looks each word up: ``last_hidden_state = vectors[input_ids]``."""
    (folder / "model.onnx").write_bytes(_model(vectors))
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "vocab": dict(words), "unk_token": "[PAD]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))


def _model(vectors: Sequence[Sequence[float]]) -> bytes:
    """ModelProto, fields as numbered in onnx.proto: one Gather over one initializer."""
    flat = [value for row in vectors for value in row]
    table = (
        _number(1, len(vectors)) + _number(1, len(vectors[0])) + _number(2, FLOAT) + _text(8, "vectors")
    ) + _bytes(9, struct.pack(f"<{len(flat)}f", *flat))
    node = _text(1, "vectors") + _text(1, "input_ids") + _text(2, "last_hidden_state") + _text(4, "Gather")
    graph = (
        _bytes(1, node)
        + _text(2, "words")
        + _bytes(5, table)
        + _bytes(11, _value("input_ids", INT64, ["texts", "length"]))
        + _bytes(12, _value("last_hidden_state", FLOAT, ["texts", "length", "width"]))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 13))


def _value(name: str, kind: int, axes: Sequence[str]) -> bytes:
    shape = b"".join(_bytes(1, _text(2, axis)) for axis in axes)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _varint(value: int) -> bytes:
    made = b""
    while value > 0x7F:
        made += bytes([value & 0x7F | 0x80])
        value >>= 7
    return made + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
