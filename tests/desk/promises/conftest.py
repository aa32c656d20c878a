import datetime as dt

import pytest

from egiz.desk.promises.domain import reading

TEXT = (
    "Встреча в Атырау\n"
    "Генеральный консул предложил провести онлайн-встречу в ближайшие дни. Палата направит календарь.\n"
    "\n"
    "Совет окажет содействие."
)

CONSULATE = "Генеральное консульство Республики Узбекистан в городе Актау"


def found(quote, **more):
    start = TEXT.index(quote)
    return {
        "title": quote.capitalize(), "quote": quote, "start": start, "end": start + len(quote),
        "kind": "meeting", "by": ["Палата"], "to": [], "candidates": [],
        "due": {"date": None, "phrase": None, "proposed": None}, "confidence": 0.8, **more,
    }  # fmt: skip


ONLINE = found(
    "провести онлайн-встречу в ближайшие дни",
    by=["Атабек Турсынбеков"],
    due={"date": None, "phrase": "в ближайшие дни", "proposed": "2026-11-27"},
)
CALENDAR = found("Палата направит календарь", kind="events")
HELP = found("Совет окажет содействие", kind="assistance", by=["Региональный совет"])
REPORT = {
    "language": "ru",
    "report_date": None,
    "commitments": [HELP, ONLINE, CALENDAR],
    "people": [
        {"name": "Атабек Турсынбеков", "role": "генеральный консул",
         "organisation": CONSULATE},
    ],
    "organisations": [
        {"name": CONSULATE, "kind": "consulate", "place": 610612},
        {"name": "Палата", "kind": "chamber", "place": None},
    ],
    "places": [{"name": "Атырау", "geonameid": 610529, "country": "KZ", "ambiguous": False}],
    "twinnings": [],
}  # fmt: skip


@pytest.fixture
def meeting(in_desk, editor):
    """A meeting whose report was read: three suggestions wait."""
    made = reading.begin_meeting(in_desk, editor, text=TEXT, held_on=dt.date(2026, 11, 12))
    reading.store(made, REPORT, editor)
    return made


@pytest.fixture
def suggestions(meeting):
    return list(meeting.promises.order_by("number"))
