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

from egiz.minutes.confidence import LOWEST, WEAK
from egiz.minutes.opinion_words import word_features
from egiz.minutes.report import KINDS, Kind, Promise, Reason
from egiz.text.sense import Sense, sense

MOST_JUDGED: Final = 240
"""Sentences of one report that are judged; each takes some hundredths of a second."""

_LONGEST: Final = 220
SPREAD: Final = 10.0
"""Cosines of the sentence model are bunched; this pulls them apart."""

# Chosen on texts by others (docs/minutes.md): what loses few promises, and finds few that are none.
_SURE, _AGREES = 1.6, 0.8
_DOUBT, _DOUBT_SOFT, _DOUBT_NEED, _UNSURE = -2.0, 0.0, 0.7, 0.62
_RISES_FROM = 0.4
_A_PART = 0.6
_KIND_LEAST, _KIND_MARGIN, _KIND_AGAINST = -1.0, 0.8, 2.5
_SOFT: Final = frozenset({"ready", "wished", "needed", "interested"})
_TASKS: Final = frozenset({"item", "task", "promised"})
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
    """What the model thinks of one sentence: above nought it is rather a promise, and of this kind.

    `lead` says by how much the kind is ahead of the next; 0 if none stands out.
    """

    promise: float
    kind: Kind
    lead: float


class Opinion:
    """The model with its weights; get it from `opinion`."""

    def __init__(self, engine: Sense, middle: Numbers, promise: Numbers, kinds: Numbers) -> None:
        self._engine = engine
        self._middle, self._promise, self._kinds = middle, promise, kinds

    def of(self, sentences: Sequence[str]) -> list[Judgement]:
        """Judge sentences of any of the four languages; about the first two lines of each are read."""
        if not sentences:
            return []
        read = [one[:_LONGEST] for one in sentences]
        senses = (self._engine.passages(read) - self._middle) * SPREAD
        vectors = np.hstack([senses, word_features(read)])
        promise = vectors @ self._promise[:-1] + self._promise[-1]
        kinds = vectors @ self._kinds[:, :-1].T + self._kinds[:, -1]
        found = []
        for score, row in zip(promise, kinds, strict=True):
            second, first = np.sort(row)[-2:]
            lead = float(first - second) if first >= _KIND_LEAST else 0.0
            found.append(Judgement(float(score), KINDS[int(row.argmax())], lead))
        return found


@lru_cache(maxsize=1)
def opinion() -> Opinion | None:
    """The second opinion, loaded when first needed; ``None`` where the sentence model cannot run."""
    engine = sense()
    if engine is None:
        return None
    with np.load(str(files("egiz.minutes") / "data" / "opinion.npz"), allow_pickle=False) as file:
        weights = [file[name].astype(np.float32) for name in ("middle", "promise", "kinds")]
    return Opinion(engine, *weights)


def weigh(text: str, sentences: Sequence[tuple[int, int]], found: list[Promise]) -> list[Promise]:
    """The promises with the model's opinion: what it doubts sinks, what the rules alone doubted may rise.

    Parameters
    ----------
    text : str
        The report.
    sentences : sequence of (int, int)
        Where the sentences of running text stand.
    found : list of Promise
        What the rules found, in the order of the text.
    """
    model = opinion()
    judged = _judged(model, text, sentences, found[:MOST_JUDGED]) if model else []
    weighed = [*map(_with, found, judged), *found[len(judged) :]]
    return [one for one in weighed if one.confidence > WEAK]


def _judged(
    model: Opinion, text: str, sentences: Sequence[tuple[int, int]], found: list[Promise]
) -> list[Judgement]:
    """What the model thinks of each: a few words of a long sentence are judged with all of it, too."""
    around = []
    for one in found:
        start, end = next(((a, b) for a, b in sentences if a <= one.start < b), (one.start, one.end))
        around.append(text[start:end] if len(one.quote) < _A_PART * (end - start) else one.quote)
    both = model.of([one.quote for one in found] + around)
    halves = zip(both[: len(found)], both[len(found) :], strict=True)
    return [replace(own, promise=max(own.promise, whole.promise)) for own, whole in halves]


def _code(one: Promise) -> str:
    return one.reasons[0].code.removeprefix("cue_") if one.reasons else ""


def _least(one: Promise) -> float:
    """Below which score the model's doubt outweighs the rules: the surer they are, the lower."""
    if one.due.phrase is not None or one.kind in {"assistance", "twinning"}:
        return _DOUBT
    if _code(one) == "needed":  # "it is necessary to …" is an opinion as often as a task
        return _DOUBT_NEED
    return _DOUBT_SOFT if _code(one) in _SOFT or one.confidence < _UNSURE else _DOUBT


def _with(one: Promise, judged: Judgement) -> Promise:
    one = _with_kind(one, judged)
    if _code(one) in _TASKS:
        return one
    if judged.promise < _least(one):
        reason = Reason("sense_doubts", {}, "Sentences like it are seldom promises.")
        return replace(one, confidence=min(one.confidence, LOWEST - 0.01), reasons=(*one.reasons, reason))
    may_rise = one.confidence == WEAK or _RISES_FROM <= one.confidence < LOWEST
    if may_rise and judged.promise >= _AGREES:
        reason = Reason("sense_agrees", {}, "Sentences like it are mostly promises.")
        return replace(one, confidence=LOWEST, reasons=(*one.reasons, reason))
    return one


def _with_kind(one: Promise, judged: Judgement) -> Promise:
    """With the model's kind where the rules name none, or where it is far surer of another."""
    needed = _KIND_MARGIN if one.kind == "other" else _KIND_AGAINST
    if judged.kind in {one.kind, "other"} or judged.lead < needed or one.kind == "twinning":
        return one
    reason = Reason(
        "kind_sense", {"kind": judged.kind}, f"Sentences like it are of the kind “{judged.kind}”."
    )
    kept = tuple(each for each in one.reasons if each.code != "kind_word")
    return replace(one, kind=judged.kind, reasons=(*kept, reason))


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
        judged.kind if judged.lead >= _KIND_MARGIN else "other",
        confidence=round(min(LOWEST - 0.01, 0.5 * float(chance)), 2),
        reasons=(reason,),
    )
