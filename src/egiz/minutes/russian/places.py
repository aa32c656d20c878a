"""Names of places in a Russian report, put into the nominative."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from egiz.minutes.places import country_name, is_place, spelt_so
from egiz.minutes.russian.models import load_models
from egiz.minutes.russian.noun_phrases import inflect, inflected, left_edge, like, noun_phrase
from egiz.minutes.russian.parse import Sentence, Token

_REGION_HEADS = {"область", "республика", "край", "район", "вилоят"}
_NO_PLACES = frozenset({"СНГ", "ЕАЭС", "ШОС", "ЕС", "ООН", "ОБСЕ", "Европа", "Азия"})
_EITHER = {"и", "либо", "или", ",", "да"}


def find_place_names(text: str, sentences: list[Sentence]) -> list[tuple[str, int, int]]:
    """Place names with offsets in the report, in the order of the text."""
    found: dict[int, tuple[str, int, int]] = {}
    for sentence in sentences:
        inside = -1  # the second word of a name of two
        for token in sentence.tokens:
            pair = _two_words(sentence, token)
            one = pair or (_place(text, sentence, token) if token.index != inside else None)
            inside = token.index + 1 if pair else inside
            if one:
                found[one[1]] = one
            found |= {region[1]: region for region in _listed_regions(sentence, token)}
    return [found[start] for start in sorted(found)]


def _two_words(sentence: Sentence, token: Token) -> tuple[str, int, int] | None:
    """A city called by an adjective and a noun, in the nominative: «Кривого Рога» is «Кривой Рог»."""
    after = sentence.tokens[token.index + 1 : token.index + 2]
    if not (after and token.text[:1].isupper() and after[0].text[:1].isupper()):
        return None
    name = sentence.name_at(token)
    if after[0].start != token.end + 1 or (name is not None and name.kind == "PER"):
        return None
    shown = next((one for one in _nominatives(token.text, after[0].text) if spelt_so(one)), None)
    return (shown, token.start, after[0].end) if shown else None


def _nominatives(first: str, second: str) -> Iterator[str]:
    """Each pair of an adjective and a noun that agree, put into the nominative."""
    parse = load_models().words.parse
    for one, two in product(parse(first), parse(second)):
        if one.tag.POS != "ADJF" or two.tag.POS != "NOUN" or one.tag.number != two.tag.number:
            continue
        gender = {two.tag.gender} if two.tag.number == "sing" and two.tag.gender else set()
        plain = one.inflect({"nomn", two.tag.number, *gender}), two.inflect({"nomn", two.tag.number})
        if one.tag.case == two.tag.case and all(plain):
            yield f"{like(first, plain[0].word)} {like(second, plain[1].word)}"


def _place(text: str, sentence: Sentence, token: Token) -> tuple[str, int, int] | None:
    if token.text[:1].isupper() and _country_follows(sentence, token):
        shown = _town(token.text)
        if is_place(shown):
            return shown, token.start, token.end
    if token.pos not in {"NOUN", "PROPN", "X"} or _part_of_region(sentence, token):
        return None
    if token.lemma in _REGION_HEADS:
        return _region(text, sentence, token)
    if not token.text[:1].isupper():
        return None
    shown = nominative(token)
    if "побратим" in shown.casefold() or shown in _NO_PLACES:
        return None
    return (shown, token.start, token.end) if _is_named_place(sentence, token, shown) else None


def _is_named_place(sentence: Sentence, token: Token, shown: str) -> bool:
    name = sentence.name_at(token)
    single = name is not None and token.start == name.start and token.end == name.end
    if name is not None and name.kind == "LOC":
        # "Мэры городов …": a common word at the head of a sentence is no place, whatever the tagger says.
        return (single and (token.index > 0 or _is_proper(token.text))) or is_place(shown)
    if name is None and country_name(shown):
        return True
    # The tagger misses the second city of "Nukus or Urgench" and takes some for people.
    if name is not None and name.kind == "PER" and not single:
        return False
    if name is not None and name.kind == "ORG" and not _after_preposition(sentence, token):
        return False
    proper = token.pos == "PROPN" and _is_proper(token.text)
    return (proper or _joined(sentence, token)) and is_place(shown)


def _country_follows(sentence: Sentence, token: Token) -> bool:
    """Whether a country stands in brackets behind the word: «Минском (Белоруссия)»."""
    after = sentence.tokens[token.index + 1 : token.index + 4]
    return len(after) == 3 and after[0].text == "(" and after[2].text == ")" and country_name(after[1].text)


def _town(word: str) -> str:
    """The nominative of a town's name, where the dictionary knows it for one."""
    towns = (one for one in load_models().words.parse(word) if {"Geox"} in one.tag)
    form = next((one.inflect({"nomn"}) for one in towns), None)
    return like(word, form.word) if form else word


def _is_proper(word: str) -> bool:
    """Whether a capital at the head of a sentence is that of a name and not of a common word."""
    parses = load_models().words.parse(word)
    return any({"Geox"} in one.tag for one in parses) or not any(one.is_known for one in parses)


def _region(text: str, sentence: Sentence, head: Token) -> tuple[str, int, int] | None:
    left = left_edge(sentence, head)
    if left < head.index and sentence.tokens[left].text[0].isupper():
        words = inflected(sentence, left, head, "Nom")
        tokens = sentence.tokens[left : head.index + 1]
        return " ".join(words.get(one.index, one.text) for one in tokens), tokens[0].start, head.end
    following = sentence.tokens[head.index + 1 : head.index + 2]
    if head.lemma == "республика" and following and following[0].text[0].isupper():
        return noun_phrase(text, sentence, head).split(" в ")[0], head.start, following[0].end
    return None


def _listed_regions(sentence: Sentence, head: Token) -> Iterator[tuple[str, int, int]]:
    """«Костанайская и Навоийская области»: each adjective names a region of its own."""
    if head.lemma != "область" or head.feats.get("Number") != "Plur":
        return
    for token in reversed(sentence.tokens[: head.index]):
        if token.text in _EITHER:
            continue
        if not token.text[:1].isupper() or token.pos not in {"ADJ", "PROPN", "NOUN"}:
            return
        name = inflect(token.text, "ADJF", "Nom", "Sing", "Fem", token.case)
        yield f"{name} область", token.start, token.end


def _part_of_region(sentence: Sentence, token: Token) -> bool:
    before = sentence.tokens[token.index - 1] if token.index else None
    return before is not None and before.lemma == "республика"


def _after_preposition(sentence: Sentence, token: Token) -> bool:
    before = sentence.tokens[token.index - 1] if token.index else None
    return before is not None and (before.pos == "ADP" or before.lemma == "город")


def _joined(sentence: Sentence, token: Token) -> bool:
    before = sentence.tokens[token.index - 1] if token.index else None
    return before is not None and before.text in _EITHER


def nominative(token: Token) -> str:
    """The name as a dictionary would give it."""
    if token.case in {"", "Nom"} or token.feats.get("Foreign"):
        return token.text
    plain = inflect(token.text, "NOUN", "Nom", "Sing", "", token.case)
    return plain if is_place(plain) or not is_place(token.text) else token.text
