"""A second opinion on what the rules found: how near a sentence's sense is to that of labelled promises.

A logistic regression on the vectors of `egiz.text.sense`, trained on the sentences of
`benchmarks/minutes/sentences` by `python -m benchmarks.minutes.train`. It moves what the rules are not sure
of to the "perhaps", finds for it what they passed over, and names a kind where they name none. Where the
sentence model does not run, the rules stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from egiz.minutes.confidence import LOWEST
from egiz.minutes.report import KINDS, Kind, Promise, Reason
from egiz.text.sense import Sense, sense

MOST_JUDGED: Final = 240
"""Sentences of one report that are judged; each takes some hundredths of a second."""

_LONGEST: Final = 220
_SPREAD: Final = 10.0
# Chosen on texts by others (docs/minutes.md): what loses few promises, and finds few that are none.
_DOUBT, _DOUBTED_UP_TO = -1.2, 0.7
_SURE: Final = 1.6
_KIND_LEAST, _KIND_MARGIN = 0.35, 1.8
_SOFT: Final = frozenset(
    {
        "future", "announced", "ready", "wished", "proposed", "requested", "needed", "interested",
        "supported", "expected", "invited", "ahead",
    }
)  # fmt: skip
# Without one of these a sentence can hardly promise anything; they keep the model's work small.
_AHEAD: Final = re.compile(
    r"(?i)\b(?:will|shall|would|should|must|to|plan\w*|agree\w*|next|by|until|need\w*|going)\b|"
    r"\b\w+(?:[уюая]т|[еёи]т)(?:ся)?\b|ть\b|ться\b|буд[еу]|план|договор|поруч|обеща|готов|"
    r"(?:adi|ydi|adilar|amiz|aymiz|sin|ish|sh)\b|reja|kerak|(?:ади|йди|амиз|син|иш)\b|режа|керак|"
    r"(?:ады|еді|йды|йді|амыз|еміз|сын|сін|у|мақ|мек)\b|жоспар|керек|тиіс"
)

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model thinks of one sentence: above nought it is rather a promise, and of this kind."""

    promise: float
    kind: Kind
    clear: bool


class Opinion:
    """The model with its weights; get it from `opinion`."""

    def __init__(self, engine: Sense, middle: Numbers, promise: Numbers, kinds: Numbers) -> None:
        self._engine = engine
        self._middle, self._promise, self._kinds = middle, promise, kinds

    def of(self, sentences: Sequence[str]) -> list[Judgement]:
        """Judge sentences of any of the four languages; about the first two lines of each are read."""
        if not sentences:
            return []
        vectors = (self._engine.passages([one[:_LONGEST] for one in sentences]) - self._middle) * _SPREAD
        promise = vectors @ self._promise[:-1] + self._promise[-1]
        kinds = vectors @ self._kinds[:, :-1].T + self._kinds[:, -1]
        found = []
        for score, row in zip(promise, kinds, strict=True):
            second, first = np.sort(row)[-2:]
            clear = bool(first >= _KIND_LEAST and first - second >= _KIND_MARGIN)
            found.append(Judgement(float(score), KINDS[int(row.argmax())], clear))
        return found


@lru_cache(maxsize=1)
def opinion() -> Opinion | None:
    """The second opinion, loaded when first needed; ``None`` where the sentence model cannot run."""
    engine = sense()
    if engine is None:
        return None
    with np.load(str(files("egiz.minutes") / "data" / "opinion.npz"), allow_pickle=False) as file:
        return Opinion(engine, file["middle"], file["promise"], file["kinds"])


def weigh(found: list[Promise]) -> list[Promise]:
    """The promises with the model's opinion: what both doubt sinks below the sure ones.

    Parameters
    ----------
    found : list of Promise
        What the rules found, in the order of the text.
    """
    model = opinion()
    asked = [at for at, one in enumerate(found) if _needs_opinion(one)][:MOST_JUDGED]
    if model is None or not asked:
        return found
    weighed = list(found)
    for at, judged in zip(asked, model.of([found[at].quote for at in asked]), strict=True):
        weighed[at] = _with(found[at], judged)
    return weighed


def _code(one: Promise) -> str:
    return one.reasons[0].code.removeprefix("cue_") if one.reasons else ""


def _needs_opinion(one: Promise) -> bool:
    unsure = _code(one) in _SOFT and LOWEST <= one.confidence < _DOUBTED_UP_TO
    return one.kind == "other" or (unsure and one.due.phrase is None)


def _with(one: Promise, judged: Judgement) -> Promise:
    if one.kind == "other" and judged.clear and judged.kind != "other":
        words = f"Sentences like it are of the kind “{judged.kind}”."
        reason = Reason("kind_sense", {"kind": judged.kind}, words)
        one = replace(one, kind=judged.kind, reasons=(*one.reasons, reason))
    soft = _code(one) in _SOFT and one.confidence < _DOUBTED_UP_TO and one.due.phrase is None
    if soft and judged.promise < _DOUBT:
        reason = Reason("sense_doubts", {}, "Sentences like it are seldom promises.")
        one = replace(one, confidence=min(one.confidence, LOWEST - 0.01), reasons=(*one.reasons, reason))
    return one


def passed_over(text: str, sentences: Iterable[tuple[int, int]], found: Sequence[Promise]) -> list[Promise]:
    """Sentences that the rules passed over and the model takes for promises: something for the "perhaps".

    Parameters
    ----------
    text : str
        The report.
    sentences : iterable of (int, int)
        Where the sentences of running text stand.
    found : sequence of Promise
        What the rules found.
    """
    model = opinion()
    if model is None:
        return []
    silent = [
        (start, end)
        for start, end in sentences
        if _FEWEST <= len(text[start:end].split()) <= _MOST_WORDS
        and _AHEAD.search(text, start, end)
        and not any(one.start < end and start < one.end for one in found)
    ]
    silent = silent[: max(0, MOST_JUDGED - len(found))]
    judged = model.of([text[start:end] for start, end in silent])
    return [
        _perhaps(text, start, end, one)
        for (start, end), one in zip(silent, judged, strict=True)
        if one.promise >= _SURE
    ]


_FEWEST, _MOST_WORDS, _TITLE = 4, 60, 110


def _perhaps(text: str, start: int, end: int, judged: Judgement) -> Promise:
    quote = text[start:end]
    words = " ".join(quote.split()).strip(' .,;:–—-«»“”"')
    title = words if len(words) <= _TITLE else words[: _TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    why = "Sentences like it are often promises; the rules found no words for one."
    reason = Reason("cue_sense", {}, why)
    chance = 1 / (1 + np.exp(-judged.promise))
    return Promise(
        title,
        quote,
        start,
        end,
        judged.kind if judged.clear else "other",
        confidence=round(min(LOWEST - 0.01, 0.5 * float(chance)), 2),
        reasons=(reason,),
    )
