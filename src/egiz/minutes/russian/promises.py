"""Commitments of a Russian report: acts in sentences, and items of lists of decisions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from egiz.minutes.confidence import SOFT, settle
from egiz.minutes.dates import FoundDue, aside_in, find_dues, is_over
from egiz.minutes.kinds import choose_kind
from egiz.minutes.reasons import act_reason
from egiz.minutes.report import Due, Kind, Promise, Reason
from egiz.minutes.russian import cues
from egiz.minutes.russian.acts import Act, find_acts
from egiz.minutes.russian.clauses import Clause, cut_clauses
from egiz.minutes.russian.deixis import resolve_pronouns
from egiz.minutes.russian.parse import Sentence, Token
from egiz.minutes.russian.parties import Parties
from egiz.minutes.russian.titles import make_title
from egiz.text.dates import MONTH

_NEAR = 0.86  # how much a word counts for each step away from the verb
_ELSEWHERE = 0.25


@dataclass(slots=True)
class Draft:
    """A promise in the making."""

    promise: Promise
    code: str
    words: frozenset[str] = field(default_factory=frozenset)


def sentence_promises(
    text: str, sentence: Sentence, parties: Parties, report_date: dt.date | None
) -> list[Draft]:
    """The promises of one sentence of running text."""
    acts = find_acts(sentence)
    acts = acts or _next_event(sentence, text)
    drafts = []
    for act, clause in zip(acts, cut_clauses(text, sentence, acts, parties.speeches), strict=True):
        draft = _draft(text, sentence, act, clause, parties, report_date)
        if draft:
            drafts.append(draft)
    return drafts


def _next_event(sentence: Sentence, text: str) -> list[Act]:
    """Without a verb: "Next call: 16 March", and "In their plans: a visit"."""
    for token in sentence.tokens:
        if token.lemma in _PLANS and token.case == "Loc" and token.rel == "root":
            planned = (one for one in sentence.children(token) if one.rel == "nsubj" and one.case == "Nom")
            found = next(planned, None)
            if found is not None:
                return [Act(cues.ANNOUNCED, token, found)]
        if token.pos != "NOUN" or token.case not in {"Nom", ""} or token.rel not in {"root", "nsubj"}:
            continue
        following = any(
            child.lemma in {"следующий", "очередной", "ближайший"} for child in sentence.children(token)
        )
        if following and re.search(r"\d", text[token.end : sentence.end]):
            return [Act(cues.ANNOUNCED, token, token)]
    return []


_PLANS = frozenset({"план", "программа", "повестка"})


def _draft(
    text: str, sentence: Sentence, act: Act, clause: Clause, parties: Parties, report_date: dt.date | None
) -> Draft | None:
    quote = text[clause.start : clause.end]
    at = max(act.word.end, act.content.end) - clause.start
    aside = aside_in(quote, max(0, at))
    dues = [one for one in find_dues(quote, "ru", report_date) if not aside or one.start < aside.start()]
    dues = [one for one in dues if not is_over(one.due, report_date)]
    found = _fitting_due(dues, act, clause.start)
    cut = [(clause.start + one.start, clause.start + one.end) for one in dues]
    cut += _aside_spans(sentence, act)
    others = _other_deeds(sentence, act)
    if others:
        cut.append((min(one.start for one in others), max(one.end for one in others)))
    title = resolve_pronouns(make_title(text, sentence, act, cut), *parties.sides(act.word.start))
    kind, word = _kind(sentence, act, clause)
    by, to = parties.of(text, sentence, act)
    code = act.cue.code
    reasons = [act_reason(code, act.word.text)]
    if word:
        reasons.append(
            Reason("kind_word", {"word": word, "kind": kind}, f"“{word}” speaks for the kind “{kind}”.")
        )
    drawbacks = ["background"] if _BACKGROUND.match(text[sentence.start : sentence.end]) else []
    if _is_generic(sentence, act, kind):
        drawbacks.append("generic wish" if code in SOFT else "generic")
    if any(
        token.lemma in cues.EARLIER for token in sentence.tokens if clause.start <= token.start < clause.end
    ):
        drawbacks.append("earlier")
    confidence = settle(
        act.cue.base, kind=kind, due=found.due if found else None, named=bool(by), drawbacks=drawbacks
    )
    if confidence is None or not title:
        return None
    due = found.due if found else Due()
    promise = Promise(
        title, quote, clause.start, clause.end, kind, by, to, (), due, confidence, tuple(reasons)
    )
    own = (one for one in sentence.subtree(act.content) if one not in others)
    return Draft(promise, code, frozenset(one.lemma for one in own))


def _other_deeds(sentence: Sentence, act: Act) -> list[Token]:
    """The words of what is told in a row behind the deed: "A will see the port and will meet B"."""
    verbs = [
        one for one in sentence.tokens if one.rel == "conj" and one.finite and one.index > act.content.index
    ]
    below = sentence.subtree(act.content) if act.content.finite else []
    return [one for verb in verbs if verb in below for one in sentence.subtree(verb)]


# "Let us recall …": what follows was reported before.
_BACKGROUND = re.compile(
    r"(?i)\W*(?:напомн(?:им|ю)|как\s+(?:ранее\s+)?(?:сообщалось|мы\s+писали|писали)|ранее\s+сообщалось|к\s+слову|справочно)\b|"
    rf"(?:[^.]*\bдоговорил(?:ись|ся|ась)\s+(?:ещё\s+|еще\s+)?(?:в\s+(?:{MONTH}|прошлом)|на\s+прошлой|ранее))|"
    r"\W*(?:изначально|первоначально|поначалу|прежде|до\s+этого)\s+(?:[\w-]+\s+){0,3}?(?:планир|предпол|намечал|намерев|собирал|хотел|предлаг)|"
    r"(?:[^.]*\b(?:изначально|первоначально|поначалу)\s+(?:планир|предпол|намечал|намерев|собирал|хотел|предлаг))|"
    r"(?:[^.]*\b(?:отложен|перенес[её]н|отмен[её]н)[аоы]?\b)"
)


def _fitting_due(dues: list[FoundDue], act: Act, offset: int) -> FoundDue | None:
    """The deadline nearest to the promise's own words; an exact one before a vague one."""
    if not dues:
        return None
    return min(
        dues,
        key=lambda one: (one.due.date is None, abs(offset + one.start - act.content.start)),
    )


def _kind(sentence: Sentence, act: Act, clause: Clause) -> tuple[Kind, str]:
    nearness = {act.content.index: 1.0}
    queue = [act.content]
    others = {one.index for one in _other_deeds(sentence, act)}
    while queue:
        top = queue.pop(0)
        for child in sentence.children(top):
            if child.index in nearness or child.index in others or child.rel in {"advcl", "parataxis"}:
                continue
            step = 1.0 if child.rel in {"amod", "case", "compound"} else _NEAR
            if child.rel in {"nsubj", "obl"} and top.pos == "VERB":
                step = 0.6 if top.lemma not in cues.HAPPEN else 0.8
            nearness[child.index] = nearness[top.index] * step * _as_place(sentence, child)
            queue.append(child)
    if act.content.lemma in cues.HAPPEN and act.actor is not None:
        nearness |= {one.index: _NEAR for one in sentence.subtree(act.actor)} | {act.actor.index: 1.0}
    aside = {one.index for one in _asides(sentence, act)}
    words = [
        (sentence.tokens[index].lemma, near * (0.2 if index in aside else 1.0))
        for index, near in nearness.items()
    ]
    words += [
        (token.lemma, _ELSEWHERE)
        for token in sentence.tokens
        if token.index not in nearness
        and token.index not in aside
        and clause.start <= token.start < clause.end
        and token.index != act.word.index
    ]
    return choose_kind(words, "ru")


def _as_place(sentence: Sentence, token: Token) -> float:
    """How much a word counts: "to the twin city" only says where, "the twin city's name" whose."""
    if "побратим" not in token.lemma or not token.lemma.startswith("город"):
        return 1.0
    head = sentence.tokens[token.head] if token.head >= 0 else None
    about = head is not None and head.lemma in _OF_TWINNING
    towards = any(one.lemma in {"в", "из", "к", "от", "для", "у", "на"} for one in sentence.children(token))
    owned = token.case == "Gen" and token.feats.get("Number") == "Sing" and not about
    return 0.5 if towards or owned else 1.0


_OF_TWINNING = frozenset(
    {"отношение", "связь", "статус", "соглашение", "договор", "установление", "вопрос", "выбор", "поиск"}
)


def _aside_spans(sentence: Sentence, act: Act) -> list[tuple[int, int]]:
    """Where "on the part of …", "in line with …" and "during …" stand: they are no part of a task's name."""
    spans = []
    for token in sentence.tokens:
        before = sentence.tokens[token.index - 1] if token.index else None
        opened = before is not None and before.lemma in {"в", "по", "со", "с", "во"}
        if not opened or before is None or token.lemma not in _IN_LINE_WITH | {"сторона"}:
            continue
        tokens = sentence.subtree(token)
        if all(one.index not in {act.content.index, act.word.index} for one in tokens):
            spans.append((before.start, max(one.end for one in tokens)))
    return spans


_IN_LINE_WITH = {
    "соответствие",
    "рамка",
    "ход",
    "итог",
    "результат",
    "словo",
    "основа",
    "время",
    "присутствие",
    "участие",
    "согласно",
}


def _asides(sentence: Sentence, act: Act) -> list[Token]:
    """Words that do not tell what a deed is about: who does it, and "in line with …", "during …"."""
    found: list[Token] = []
    if act.actor is not None and act.actor.index != act.content.index and act.content.pos in {"VERB", "AUX"}:
        passive = act.actor.rel == "nsubj:pass" or act.content.feats.get("Voice") == "Pass"
        found += [] if passive or act.content.lemma in cues.HAPPEN else sentence.subtree(act.actor)
    for token in sentence.tokens:
        before = sentence.tokens[token.index - 1] if token.index else None
        if (
            token.lemma in _IN_LINE_WITH
            and before is not None
            and before.lemma in {"в", "по", "на", "при", "во"}
        ):
            found += sentence.subtree(token)
        field_of = token.lemma in {"сфера", "область", "отрасль"} and token.text.islower()
        if field_of and before is not None and before.lemma == "в":
            found += [one for one in sentence.subtree(token) if one.index > token.index]
    return found


def _is_generic(sentence: Sentence, act: Act, kind: Kind) -> bool:
    """Nothing can be done and ticked off: only abstract nouns, as in "develop cooperation"."""
    if kind in {"twinning", "assistance"}:
        return False
    nouns = [token for token in sentence.subtree(act.content) if token.pos == "NOUN" and not _is_time(token)]
    if act.content.infinitive or act.content.pos == "VERB":
        nouns = [token for token in nouns if token.index != act.content.index]
        if not nouns:
            return act.content.lemma in {
                "развивать",
                "развить",
                "укреплять",
                "сотрудничать",
                "продолжить",
                "активизировать",
            }
    return all(token.lemma in cues.ABSTRACT for token in nouns[:3])


def _is_time(token: Token) -> bool:
    return token.lemma in {"день", "время", "год", "месяц", "квартал", "неделя", "срок", "конец", "начало"}
