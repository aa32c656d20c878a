"""Every requirement is answered once, every yes names tests that exist, every link leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
# ASVS 5.0.0, levels 1 and 2: how many requirements each section has; numbers alone, the text is OWASP's.
SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 "
    "4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 "
    "7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 "
    "10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 "
    "13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 "
    "16.5:3 17.1:1 17.2:4 17.3:2"
)
IDS = [
    f"V{section}.{number}"
    for section, count in (part.split(":") for part in SECTIONS.split())
    for number in range(1, int(count) + 1)
]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| V")
]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def _ids(cell):
    first, _dash, last = cell.partition("–")
    return IDS[IDS.index(first) : IDS.index(last or first) + 1]


def test_each_requirement_is_answered_once():
    assert len(IDS) == 253
    assert [one for row in ROWS for one in _ids(row[0])] == IDS


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_yes_names_its_test_and_a_no_says_what_to_do(row):
    assert len(row) == 5, row
    _id, asks, answer, how, shown = row
    assert asks
    assert answer in {"yes", "–", "**no**"}
    if answer == "yes":
        assert "::" in shown
    else:
        assert len(how) > 3
        assert not shown


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_exists(path, name):
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def _anchors(text):
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_link_of_the_page_leads_somewhere():
    links = re.findall(r"\]\(((?!https?:)[^)]*)\)", PAGE)
    assert len(links) > 20
    for link in links:
        file, _hash, anchor = link.partition("#")
        text = (ROOT / "docs" / file).read_text(encoding="utf-8") if file else PAGE
        assert not anchor or anchor in _anchors(text), link


def test_every_part_of_others_is_pinned_with_its_sums():
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        pins = re.findall(
            r"^[\w.\-]+(?:\[[\w,]+\])?==\S+[^\n]*\\\n((?:\s+--hash=sha256:\w{64}[^\n]*\n?)+)",
            text,
            re.MULTILINE,
        )
        assert len(pins) == len(re.findall(r"^[\w.\-]+(?:\[[\w,]+\])?==", text, re.MULTILINE)) > 0, file.name


def test_what_the_page_says_in_figures_is_what_holds():
    from django.conf import settings

    assert settings.UPLOAD_MAX_BYTES == 10 * 2**20
    assert settings.UPLOAD_MAX_UNPACKED == 200 * 2**20
    assert (settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE) == (72 * 3600, 14 * 86400)
    assert settings.ACCOUNT_REAUTHENTICATION_TIMEOUT == 15 * 60
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "30/m/ip,10/5m/key"
    kinds = {kind.upper() for kind in settings.UPLOAD_EXTENSIONS if kind != "jpg"}
    assert kinds == {"PDF", "DOCX", "XLSX", "CSV", "TXT", "MD", "PNG", "JPEG", "ICS"}
