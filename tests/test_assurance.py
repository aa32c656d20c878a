"""Every promise on the page names a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "assurance.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_the_page_names_tests():
    rows = [
        line
        for line in PAGE.splitlines()
        if line.startswith("| ") and not line.startswith(("| promise", "|--"))
    ]
    assert rows
    assert all("::" in row for row in rows)


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_exists_and_is_run(path, name):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", text, re.MULTILINE)
    if not Path(path).name.startswith("test_"):  # a scenario: it runs when it stands in the list
        assert re.search(rf"^    {name},$", text, re.MULTILINE)
