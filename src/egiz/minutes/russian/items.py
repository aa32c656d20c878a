"""One decision of a Russian list: its infinitive, owner and deadline."""

from __future__ import annotations

import datetime as dt

from egiz.minutes._word_lists import words
from egiz.minutes.confidence import settle
from egiz.minutes.item_labels import is_note_only, read_labels
from egiz.minutes.organisations import ORGANISATION_WORDS
from egiz.minutes.reasons import act_reason
from egiz.minutes.report import Due, Promise
from egiz.minutes.russian.acts import Act, find_acts
from egiz.minutes.russian.clauses import Clause
from egiz.minutes.russian.cues import ORGANISATION_LIKE, Cue
from egiz.minutes.russian.parse import Sentence, Token
from egiz.minutes.russian.parties import Parties
from egiz.minutes.russian.people import surname
from egiz.minutes.russian.promises import Draft, _kind
from egiz.minutes.russian.titles import make_title

_ITEM = Cue("item", 0.88)
_ORDERS = words("поручить рекомендовать обязать просить предложить поручать")


def item_promise(
    text: str, start: int, end: int, sentences: list[Sentence], parties: Parties, report_date: dt.date | None
) -> Draft | None:
    """The promise of one decision; its quote is the whole decision."""
    quote = text[start:end]
    labels = read_labels(quote, "ru", report_date)
    if is_note_only(quote) or not sentences:
        return None
    sentence = sentences[0]
    act = _order(sentence) or next(iter(find_acts(sentence)), None) or _noun(sentence)
    if act is None:
        return None
    cut = [(start + a, start + b) for a, b in labels.cut]
    cut.append((start + labels.body, end))
    title = make_title(text, sentence, act, cut)
    kind, _word = _kind(sentence, act, Clause(start, start + labels.body))
    by = labels.owners or (parties._named(text, sentence, act.addressee) if act.addressee else ())  # noqa: SLF001 -- one job in two modules
    by = tuple(_full(name, parties) for name in by)
    confidence = settle(_ITEM.base, kind=kind, due=labels.due, named=bool(by))
    if confidence is None or not title:
        return None
    reasons = (act_reason("item", act.word.text),)
    promise = Promise(title, quote, start, end, kind, by, (), (), labels.due or Due(), confidence, reasons)
    return Draft(promise, "item", frozenset(one.lemma for one in sentence.subtree(act.content)))


def _full(name: str, parties: Parties) -> str:
    return next(
        (one.person.name for one in parties.people if surname(one.person.name) == surname(name)), name
    )


def _order(sentence: Sentence) -> Act | None:
    infinitives = [token for token in sentence.tokens if token.infinitive]
    if not infinitives:
        return None
    first = infinitives[0]
    content = first
    if first.lemma in _ORDERS and len(infinitives) > 1:
        content = infinitives[1]
    return Act(_ITEM, first, content, None, _doer(sentence, first, content))


def _doer(sentence: Sentence, first: Token, content: Token) -> Token | None:
    """The dative that stands before the infinitive: "to the directorate: draw up …"."""
    window = (
        sentence.tokens[: content.index] if first is content else sentence.tokens[first.index : content.index]
    )
    for token in window:
        bare = not any(child.rel == "case" for child in sentence.children(token))
        if token.case == "Dat" and token.pos in {"NOUN", "PROPN"} and bare:
            return token
    if first is content and window and window[0].pos in {"NOUN", "PROPN", "ADJ"}:
        # The tagger takes a bare dative at the head of a line for a genitive.
        opening = next(
            (token for token in window if token.lemma in ORGANISATION_LIKE | ORGANISATION_WORDS), None
        )
        if opening is not None:
            return opening
    # "ТОО «…» подготовить": a company's form has no case endings.
    return next((token for token in window if token.lemma in {"тоо", "ооо", "ао", "ип", "тпп"}), None)


def _noun(sentence: Sentence) -> Act | None:
    root = next((token for token in sentence.tokens if token.rel == "root" and token.pos == "NOUN"), None)
    return Act(_ITEM, root, root) if root else None
