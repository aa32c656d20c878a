import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from egiz.desk.promises.domain import deciding

GZIP = {"Accept-Encoding": "gzip, br"}


def body_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return gzip.decompress(content) if response.get("Content-Encoding") == "gzip" else content


def test_a_page_travels_compressed_and_says_the_same(page, in_desk, editor):
    for number in range(40):
        deciding.add(in_desk, editor, title=f"Send the list number {number}")
    plain = page.get("/d/atyrau/promises/")
    small = page.get("/d/atyrau/promises/", headers=GZIP)
    assert (plain.get("Content-Encoding"), small["Content-Encoding"]) == (None, "gzip")
    assert "Accept-Encoding" in small["Vary"]
    assert len(small.content) < len(plain.content) / 4
    assert b"Send the list number 39" in body_of(small)


def test_a_list_that_is_streamed_stays_streamed(page, in_desk, editor):
    deciding.add(in_desk, editor, title="Send the list")
    answer = page.get("/d/atyrau/promises/export.csv", headers=GZIP)
    assert answer.streaming
    assert b"Send the list" in body_of(answer)


def test_what_is_compressed_in_itself_is_left_alone(page, in_desk, editor):
    deciding.add(in_desk, editor, title="Send the list")
    assert page.get("/d/atyrau/promises/export.xlsx", headers=GZIP).get("Content-Encoding") is None


@pytest.mark.parametrize("name", ["egiz/base.css", "egiz/desk.js", "egiz/star.svg"])
def test_a_file_with_its_version_is_kept_for_a_year_and_without_it_for_minutes(client, settings, name):
    settings.WHITENOISE_USE_FINDERS = True
    address = static(name)
    assert re.fullmatch(rf"/static/{name}\?v=[0-9a-f]{{10}}", address)
    answer = client.get(address, headers=GZIP)
    assert answer["Cache-Control"] == "max-age=31536000, public, immutable"
    assert answer["Content-Encoding"] == "gzip"
    assert body_of(answer) == Path(finders.find(name)).read_bytes()
    unversioned = client.get(address.split("?")[0])
    assert body_of(unversioned)  # a file that is not read stays open
    assert "immutable" not in unversioned["Cache-Control"]


def test_a_file_that_is_not_there_is_asked_for_again(client, db):
    answer = client.get("/static/egiz/none.css?v=0123456789")
    assert (answer.status_code, "immutable" in answer.get("Cache-Control", "")) == (404, False)


def test_the_address_of_a_file_changes_when_the_file_does(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    try:
        (tmp_path / "own.css").write_text("a {}")
        before = static("own.css")
        (tmp_path / "own.css").write_text("a { color: red }")
        assert static("own.css") != before
        assert static("none.css") == "/static/none.css"
    finally:
        finders.get_finder.cache_clear()
