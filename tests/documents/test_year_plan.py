import datetime as dt
import io

import pytest
from pypdf import PdfReader

from egiz.documents._errors import DocumentError
from egiz.documents.year_plan import LANGUAGES, PAPERS, PlanEntry, YearPlan, year_plan_pdf
from egiz.documents.year_plan.sheet import document

TODAY = dt.date(2026, 11, 22)
SECTORS = {"energy": "Energy", "trade": "Trade"}


def entry(name="Pumps", **changes):
    values = {
        "sector": "energy", "status": "confirmed", "first_day": dt.date(2027, 5, 12),
        "last_day": dt.date(2027, 5, 14), "place": "Nukus", "country": "UZ",
    }  # fmt: skip
    return PlanEntry(name, **(values | changes))


def usual(name="Usual", month=5, **changes):
    return PlanEntry(name, "energy", "expected", month=month, **changes)


def plan(*entries, year=2027):
    return YearPlan(year, "Chamber", SECTORS, entries, TODAY, "https://egiz.example/")


def test_what_is_expected_never_gets_a_day():
    with pytest.raises(DocumentError, match="has a month and no day"):
        usual(first_day=dt.date(2027, 5, 1))
    with pytest.raises(DocumentError, match="has a month and no day"):
        entry(status="confirmed", first_day=None, last_day=None)
    [cell] = [c for c in document(plan(usual()), lang="en", paper="a4")["rows"][0]["cells"] if c["entries"]]
    assert (cell["entries"][0]["when"], cell["entries"][0]["status"]) == ("", "expected")


def test_an_entry_stands_in_its_month_and_only_sectors_with_entries_have_a_row():
    data = document(plan(entry(), usual(part="late")), lang="en", paper="a3")
    assert [row["name"] for row in data["rows"]] == ["Energy"]
    may = data["rows"][0]["cells"][4]["entries"]
    assert [(e["name"], e["when"], e["where"]) for e in may] == [
        ("Pumps", "12–14", "Nukus, UZ"),
        ("Usual", "late", ""),
    ]
    assert sum(len(cell["entries"]) for cell in data["rows"][0]["cells"]) == 2


def test_an_event_over_the_turn_of_the_year_stands_in_both_years_once():
    long = entry(first_day=dt.date(2026, 12, 30), last_day=dt.date(2027, 1, 2))
    assert (list(long.months(2026)), list(long.months(2027)), list(long.months(2028))) == ([12], [1], [])


def test_a_full_month_says_how_many_it_could_not_hold():
    entries = [entry(f"n{number}") for number in range(10)]
    cell = document(plan(*entries), lang="en", paper="a4")["rows"][0]["cells"][4]
    assert (len(cell["entries"]), cell["more"]) == (4, "and 6 more")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_is_one_page_of_its_size_in_every_language(lang, paper):
    reader = PdfReader(io.BytesIO(year_plan_pdf(plan(entry("Ұңғыма – quduq oʻqi")), lang=lang, paper=paper)))
    [page] = reader.pages
    width = round(float(page.mediabox.width) / 72 * 25.4)
    assert width == {"a3": 420, "a4": 297}[paper]
    assert "12–14" in page.extract_text()


def test_a_year_without_events_says_so():
    text = PdfReader(io.BytesIO(year_plan_pdf(plan()))).pages[0].extract_text()
    assert "No event of this kind is on record for this year" in text.replace("\n", " ")


@pytest.mark.parametrize(("lang", "paper"), [("de", "a4"), ("en", "letter")])
def test_an_unknown_language_or_paper_is_refused(lang, paper):
    with pytest.raises(DocumentError):
        year_plan_pdf(plan(), lang=lang, paper=paper)
