"""Who speaks where: quotations and their speakers, "X said that …", "X: …", "according to X"."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

import re
from dataclasses import dataclass

from egiz.minutes._word_lists import words
from egiz.minutes.russian.parse import Sentence, Token
from egiz.minutes.russian.people import FoundPerson

SPEECH = words(
    "отметить сказать сообщить добавить заявить рассказать подчеркнуть пояснить уточнить заверить отмечать говорить "
    "подытожить резюмировать ответить объяснить напомнить выразить предложить констатировать прокомментировать "
    "поделиться заключить поблагодарить указать обратить признать считать высказаться доложить проинформировать "
    "информировать обозначить выступить озвучить акцентировать поведать ответствовать"
)
_QUOTED = re.compile(
    r"«(?P<inside>[^«»]*(?:«[^«»]*»[^«»]*)*)»|“(?P<curly>[^“”]{30,})”|\"(?P<plain>[^\"]{30,})\""
)
_SHORTEST = 30
_ATTRIBUTION = re.compile(r"\s*[,.!?…]*\s*[-–—]")
_SAID_AT_END = re.compile(
    r"(?i)[,»”\"]\s*[—–-]?\s*(?:сказал|отметил|заявил|сообщил|подчеркнул|добавил|пообещал|рассказал|заверил|пояснил|уточнил|написал|поделился)[аи]?\s"
)
_BY_WORDS = re.compile(r"(?i)(?:по словам|по мнению|как (?:отметил|сообщил|сказал|подчеркнул|заявил)\w*)\s+")


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that somebody says: `speaker` is None if the text does not tell who."""

    start: int
    end: int
    speaker: str | None


def find_speeches(text: str, sentences: list[Sentence], people: list[FoundPerson]) -> list[Speech]:
    """Quotations of at least thirty characters, each with the person the text puts beside it."""
    speeches = []
    last: str | None = None
    for match in _QUOTED.finditer(text):
        start, end = next(
            match.span(group) for group in ("inside", "curly", "plain") if match[group] is not None
        )
        if end - start < _SHORTEST or not re.search(r"[а-яё]{3,}\s+\S+\s+\S+", text[start:end]):
            continue
        speaker = _speaker_after(text, match.end(), sentences, people) or _speaker_before(
            text, match.start(), people
        )
        if speaker is None and _ATTRIBUTION.match(text[match.end() : match.end() + 5]):
            speaker = last
        speeches.append(Speech(start, end, speaker))
        last = speaker or last
    return speeches


def _speaker_after(text: str, at: int, sentences: list[Sentence], people: list[FoundPerson]) -> str | None:
    if not _ATTRIBUTION.match(text[at : at + 8]):
        return None
    sentence = next((one for one in sentences if one.start <= at <= one.end), None)
    stop = sentence.end if sentence else text.find("\n", at)
    found = [one for one in people if at <= one.start < stop]
    return found[0].person.name if found else None


def _speaker_before(text: str, at: int, people: list[FoundPerson]) -> str | None:
    lead = text[:at].rstrip()
    if not lead.endswith(":"):
        return None
    begin = max(lead.rfind("\n"), lead.rfind(". "), 0)
    found = [one for one in people if begin <= one.start < at]
    return found[-1].person.name if found else None


def sentence_speaker(
    text: str, sentence: Sentence, people: list[FoundPerson], previous: str | None
) -> tuple[str | None, int]:
    """Who says a sentence that is not in quotation marks, and where the words said begin.

    "X: …" and "X added that …" name the speaker; "according to him" goes on with the previous one.
    """
    here = [one for one in people if sentence.start <= one.start < sentence.end]
    head = text[sentence.start : sentence.end]
    label = re.match(r"(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?(?:\s\([^)]*\))?:\s", head)
    if label:
        name = next(
            (one.person.name for one in here if one.start < sentence.start + label.end()),
            label[0].strip(": "),
        )
        return name, sentence.start + label.end()
    if re.match(r"(?i)по (?:его|е[её]|их) (?:словам|мнению)", head):
        return previous, sentence.start
    by_words = _BY_WORDS.search(head)
    if by_words and here:
        return here[0].person.name, sentence.start
    closing = _SAID_AT_END.search(head)
    if closing and here:
        spoken = next(
            (one.person.name for one in here if one.start >= sentence.start + closing.start()), None
        )
        if spoken:
            return spoken, sentence.start
    verb = next((one for one in sentence.tokens if one.lemma in SPEECH and one.finite), None)
    if verb is not None and here and _that_clause(sentence, verb):
        return here[0].person.name, sentence.start
    return None, sentence.start


def _that_clause(sentence: Sentence, verb: Token) -> bool:
    following = sentence.tokens[verb.index + 1 : verb.index + 12]
    return any(token.lemma in {"что", "о", "про"} for token in following)
