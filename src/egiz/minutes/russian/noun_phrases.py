"""Noun phrases of a Russian sentence: their words, and the same in the nominative or accusative."""

from __future__ import annotations

from functools import lru_cache

from egiz.minutes.organisations import ORGANISATION_WORDS
from egiz.minutes.russian.models import load_models
from egiz.minutes.russian.parse import Sentence, Token

_OPEN, _CLOSE = '«“„"', '»”“"'
_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_NOMINAL = {"NOUN", "PROPN"}


def left_edge(sentence: Sentence, head: Token) -> int:
    """Index of the first adjective of the run that stands right before the noun and agrees with it."""
    at = head.index
    while at > 0:
        before = sentence.tokens[at - 1]
        if not _adjectival(before) or not _agree(before, head):
            break
        at -= 1
    return at


def _agree(adjective: Token, noun: Token) -> bool:
    cases = {adjective.case, noun.case} - {""}
    # The tagger mixes up the two cases that look alike.
    if len(cases) > 1 and cases != {"Nom", "Acc"}:
        return False
    return len({adjective.feats.get("Number"), noun.feats.get("Number")} - {None}) < 2


def right_edge(sentence: Sentence, head: Token) -> int:
    """Index after the last word of the phrase: genitives, a place with "в", a name in quotes.

    Linear on purpose: the parser attaches a person's name after a role to almost anything.
    """
    tokens = sentence.tokens
    at = head.index + 1
    while at < len(tokens):
        token = tokens[at]
        if _is_person(sentence, token):
            break
        if token.text in _OPEN:
            closing = next(
                (i for i in range(at + 1, min(at + 9, len(tokens))) if tokens[i].text in _CLOSE), None
            )
            if closing is None:
                break
            at = closing + 1
            continue
        step = _step(sentence, at)
        if step == 0:
            break
        at += step
    return at


def _step(sentence: Sentence, at: int) -> int:
    tokens = sentence.tokens
    token = tokens[at]
    if token.pos in _NOMINAL | {"ADJ", "DET", "X", "NUM"}:
        name = sentence.name_at(token)
        named = name is not None and name.kind != "PER"
        return 1 if token.case == "Gen" or named or token.feats.get("Foreign") else 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return 0
    if token.pos == "ADP" and token.lemma in {"в", "при"}:
        return _place_step(sentence, at)
    if token.pos == "ADP" and token.lemma == "по":
        return _field_step(sentence, at)
    if (
        token.text == "и"
        and _genitive(tokens[at - 1])
        and _genitive(following)
        and not _another(sentence, at + 1)
        and not _is_person(sentence, following)
    ):
        return 1
    return 0


def _another(sentence: Sentence, at: int) -> bool:
    """Whether a second organisation begins here: "of the chamber and the Ministry of Trade"."""
    return any(token.lemma in ORGANISATION_WORDS for token in sentence.tokens[at : at + 3])


def _field_step(sentence: Sentence, at: int) -> int:
    """The words of "committee for external relations" behind its preposition, up to the noun."""
    for step, token in enumerate(sentence.tokens[at + 1 : at + 5], start=2):
        if token.case not in {"Dat", "Loc"} or not (_adjectival(token) or token.pos == "NOUN"):
            return 0
        if token.pos == "NOUN":
            return step
    return 0


def _place_step(sentence: Sentence, at: int) -> int:
    tokens = sentence.tokens
    step = 1
    if at + 1 < len(tokens) and tokens[at + 1].lemma in {"город", "республика"}:
        step = 2
    if at + step < len(tokens):
        name = sentence.name_at(tokens[at + step])
        if name and name.kind == "LOC":
            return step + 1
    return 0


def _genitive(token: Token) -> bool:
    return token.case == "Gen"


def _adjectival(token: Token) -> bool:
    return token.pos in {"ADJ", "DET", "NUM"} or (
        token.feats.get("VerbForm") == "Part" and token.rel in {"amod", "acl"}
    )


def _is_person(sentence: Sentence, token: Token) -> bool:
    name = sentence.name_at(token)
    return name is not None and name.kind == "PER"


def spell(text: str, tokens: list[Token], words: dict[int, str] | None = None) -> str:
    """The tokens as written, gaps closed, some words replaced; `words` maps token index to a new form."""
    parts: list[str] = []
    last: Token | None = None
    for token in tokens:
        if last is not None:
            gap = text[last.end : token.start] if token.index == last.index + 1 else " "
            parts.append(" " if gap.strip() or "\n" in gap else gap)
        parts.append((words or {}).get(token.index, token.text))
        last = token
    return "".join(parts).strip(" ,;:–—-")


def noun_phrase(text: str, sentence: Sentence, head: Token, case: str = "Nom") -> str:
    """The phrase around a noun, head and adjectives put into a case; "наш", "ваш", "свой" are left out."""
    left, right = left_edge(sentence, head), right_edge(sentence, head)
    tokens = [
        token
        for token in sentence.tokens[left:right]
        if not (token.index < head.index and token.lemma in {"наш", "ваш", "свой", "их", "этот", "данный"})
    ]
    return spell(text, tokens, inflected(sentence, left, head, case))


def inflected(sentence: Sentence, left: int, head: Token, case: str) -> dict[int, str]:
    """New forms of a noun and the adjectives from `left` on, put into another case."""
    if head.case == case or ({head.case, case} == {"Nom", "Acc"} and _looks_nominative(sentence, left, head)):
        return {}
    gender, number = head.feats.get("Gender", ""), _number(head)
    words = {head.index: inflect(head.text, "NOUN", case, number, "", head.case)}
    # The accusative of a thing is its nominative, which the dictionary gives for people otherwise.
    things = case == "Acc" and head.feats.get("Animacy") != "Anim" and (number == "Plur" or gender == "Masc")
    for token in sentence.tokens[left : head.index]:
        words[token.index] = inflect(
            token.text, "ADJF", "Nom" if things else case, number, gender, token.case
        )
    return words


def _number(head: Token) -> str:
    """The number that the tagger gives, unless the dictionary knows the form in the other one only."""
    parses = [one for one in load_models().words.parse(head.text.rpartition("-")[2]) if one.tag.POS == "NOUN"]
    known = {"Plur" if "plur" in one.tag else "Sing" for one in parses if one.is_known}
    return known.pop() if len(known) == 1 else head.feats.get("Number", "Sing")


def _looks_nominative(sentence: Sentence, left: int, head: Token) -> bool:
    adjectives = sentence.tokens[left : head.index]
    return any(token.case == "Nom" for token in adjectives)


_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}


@lru_cache(maxsize=20_000)
def inflect(word: str, pos: str, case: str, number: str, gender: str, now: str = "") -> str:
    """One word in another case, capitals kept; the word itself if the dictionary has no such form."""
    head, _, tail = word.rpartition("-")
    prefix = f"{head}-" if head else ""
    analyser = load_models().words
    kinds = {"NOUN": {"NOUN"}, "ADJF": {"ADJF", "PRTF"}}[pos]
    grams = {_CASES[case], "plur" if number == "Plur" else "sing"}
    if pos == "ADJF" and number != "Plur" and gender in _GENDERS:
        grams.add(_GENDERS[gender])
    parses = [one for one in analyser.parse(tail) if one.tag.POS in kinds]
    if now in _CASES:
        parses.sort(key=lambda one: _CASES[now] not in one.tag)
    for one in parses:
        form = one.inflect(grams)
        if form:
            return prefix + like(tail, str(form.word))
    return word


def like(pattern: str, word: str) -> str:
    """The word with the capital letters of the pattern."""
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
