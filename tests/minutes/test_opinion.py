"""The second opinion: what it knows, what it may change, and how the rules stand without it."""

import datetime as dt

import pytest

from egiz.minutes import opinion as module
from egiz.minutes import read
from egiz.minutes.confidence import LOWEST
from egiz.minutes.opinion import opinion
from egiz.text.sense import sense

pytestmark = pytest.mark.skipif(sense() is None, reason="the sentence model has no build for this machine")
DAY = dt.date(2026, 11, 10)


@pytest.mark.parametrize(
    ("promise", "fact"),
    [
        ("Палата отправит перечень заводов до мая.", "Палата работает с 1995 года и объединяет 300 заводов."),
        ("Palata mayda zavodlar roʻyxatini yuboradi.", "Palata 1995-yildan beri ishlaydi."),
        ("Палата зауыттар тізімін мамырда жібереді.", "Палата 1995 жылдан бері жұмыс істейді."),
        ("The chamber will send a list of mills by May.", "The chamber has worked since 1995."),
    ],
)
def test_a_promise_is_told_from_a_fact_in_four_languages(promise, fact):
    first, second = opinion().of([promise, fact])
    assert first.promise > 0 > second.promise


def test_it_names_the_kind_that_the_rules_do_not_see():
    (judged,) = opinion().of(["The orchestra of the town will play at the celebrations in Navoi."])
    assert judged.kind == "events"


def test_what_was_passed_over_goes_to_the_perhaps():
    text = "The report was read. The neighbours hand over three ambulances to the hospital next week."
    report = read(text, date=DAY, lang="en")
    assert [one.reasons[0].code for one in report.perhaps] == ["cue_sense"]
    assert report.promises == ()
    assert report.perhaps[0].confidence < LOWEST


def test_without_the_model_the_rules_stand_alone(monkeypatch):
    monkeypatch.setattr(module, "opinion", lambda: None)
    report = read(
        "The chamber will send the list by 1 May. It hands over two cars next week.", date=DAY, lang="en"
    )
    assert len(report.promises) == 1


def test_work_is_bounded():
    text = "".join(f"The club number {n} hands over a lorry to village {n} next week. " for n in range(400))
    report = read(text, date=DAY, lang="en")
    assert len(report.perhaps) <= module.MOST_JUDGED
