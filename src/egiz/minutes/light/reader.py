"""A report in Uzbek, Kazakh or English from its blocks to all that it holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from egiz.minutes.light.english import ENGLISH
from egiz.minutes.light.kazakh import KAZAKH
from egiz.minutes.light.organisations import find_organisations
from egiz.minutes.light.parties import Scene
from egiz.minutes.light.people import FoundPerson, find_people
from egiz.minutes.light.places import find_places
from egiz.minutes.light.promises import item_promise, sentence_promises
from egiz.minutes.light.rules import Language
from egiz.minutes.light.subjects import english_subject, is_pronoun, turkic_subject
from egiz.minutes.light.text import fold, sentence_spans
from egiz.minutes.light.uzbek import UZBEK
from egiz.minutes.reading_parts import Parts
from egiz.minutes.structure import Block, is_labelled

_LANGUAGES = {"uz": UZBEK, "kk": KAZAKH, "en": ENGLISH}
_LETTER = re.compile(r"(?i)(?:dear|hurmatli|ҳурматли|құрметті)\s+(?P<name>[^,!\n]{3,60})[,!]")
_CLOSING = re.compile(
    r"(?i)(?:yours\s+(?:sincerely|faithfully)|best\s+regards|kind\s+regards|hurmat\s+bilan|ҳурмат\s+билан|құрметпен)"
)


def read_light(
    text: str,
    blocks: list[Block],
    language: str,
    report_date: dt.date | None,
    on_progress: Callable[[float], None] | None = None,
) -> Parts:
    """Read a report in a language without trained models.

    Parameters
    ----------
    text : str
        The report.
    blocks : list of Block
        The parts of it that are in this language.
    language : {"uz", "kk", "en"}
        Their language; Uzbek in either script.
    report_date : date or None
        What relative deadlines are counted from.
    on_progress : callable, optional
        Called with the share done, 0..1.
    """
    tell = on_progress or (lambda _: None)
    rules = _LANGUAGES[language]
    spans = [(block.start, block.end) for block in blocks]
    people = find_people(text, rules, spans)
    tell(0.3)
    opening, closing = _LETTER.search(text), _CLOSING.search(text)
    reader = opening["name"].strip() if opening else None
    writer = _signature(text, people, closing.end()) if closing else None
    parts = Parts(people=[person for person, _, _ in people])
    state = _State(people, writer, reader)
    for block in blocks:
        sentences = sentence_spans(text, block.start, block.end)
        parts.sentences.extend(sentences)
        state.read_block(text, block, sentences, rules, report_date, parts)
    tell(0.8)
    parts.organisations = find_organisations(text, rules, spans, people)
    parts.places = find_places(text, spans, [(a, b) for _, a, b in people])
    return parts


def _signature(text: str, people: list[FoundPerson], at: int) -> str | None:
    named = next((person.name for person, a, _ in people if a >= at), None)
    if named:
        return named
    line = next((line.strip() for line in text[at:].splitlines() if len(line.split()) in {2, 3}), None)
    return line.strip(" ,") if line else None


_FINITE = re.compile(
    r"\b(?:will|would|shall|should|is|are|was|were|has|have|had|said|says|noted|agreed|proposed|confirmed|expressed|asked|informed|reported|met|visited|arrived|\w{3,}ed)\b"
)


def _initials(people: list[FoundPerson]) -> dict[str, str]:
    """What "TF" stands for, where one person alone has these initials."""
    names: dict[str, set[str]] = {}
    for person, _, _ in people:
        parts = [part for part in re.split(r"[\s-]+", person.name) if part[:1].isupper()]
        if len(parts) > 1:
            names.setdefault("".join(part[0] for part in parts), set()).add(person.name)
            names.setdefault(parts[0][0] + parts[-1][0], set()).add(person.name)
    return {letters: next(iter(found)) for letters, found in names.items() if len(found) == 1}


_NEXT_TO = 60
_TURKIC_SAID = re.compile(r"(?i)[»”\",]\s*[–—-]\s*(?:деді|дейді|деп|деди|дейди|дея|dedi|deydi|deb|deya)\b")
_OPENS = re.compile(r"[«“\"]|(?:\A|\n)\s*[–—-]\s")


class _State:
    """Who spoke last, while the blocks are read in order."""

    def __init__(self, people: list[FoundPerson], writer: str | None, reader: str | None) -> None:
        self.people, self.writer, self.reader = people, writer, reader
        self.last: str | None = None
        self.before: str | None = None
        self.initials = _initials(people)

    def read_block(
        self,
        text: str,
        block: Block,
        sentences: list[tuple[int, int]],
        rules: Language,
        report_date: dt.date | None,
        parts: Parts,
    ) -> None:
        if block.section in {"attendance", "agenda"}:
            return
        if block.section == "decisions" or (block.item and is_labelled(text[block.start : block.end])):
            scene = self._scene(rules, report_date, None)
            found = item_promise(text, block.start, block.end, scene)
            parts.promises.extend([found] if found else [])
            return
        for start, end in sentences:
            speaker = self._speaker(text, start, end, rules)
            scene = self._scene(rules, report_date, speaker)
            parts.promises.extend(sentence_promises(text, start, end, scene))
            self._note(text, start, end, rules)

    def _scene(self, rules: Language, report_date: dt.date | None, speaker: str | None) -> Scene:
        return Scene(
            rules,
            report_date,
            speaker,
            self.writer,
            self.reader,
            tuple(self.people),
            self.before,
            self.initials,
        )

    def _note(self, text: str, start: int, end: int, rules: Language) -> None:
        """Remember whom "he", "she" or "they" of the next sentence means: the subject of this one."""
        if not rules.verb_first:
            folded = fold(text, start, end, rules.code)
            named = turkic_subject(folded.plain, 0, len(folded.plain), rules)
            if named:
                a, b = folded.back(named[1] - len(named[0]), named[1])
                self.before = " ".join(text[a:b].split())
            return
        verb = _FINITE.search(text, start, end)
        found = english_subject(text, start, verb.start()) if verb else None
        if found is None or is_pronoun(found[0]):
            return
        inside = [person.name for person, a, _ in self.people if start <= a < found[1]]
        self.before = " and ".join(inside) if inside else found[0]

    def _speaker(self, text: str, start: int, end: int, rules: Language) -> str | None:
        here = next((person.name for person, a, _ in self.people if start <= a < end), None)
        here = here or self._by_surname(text[start:end])
        plain = fold(text, start, end, rules.code).plain
        said = (
            rules.speech.search(plain) is not None
            or re.match(r"[^\s:]+(?:\s[^\s:]+){0,3}:\s", plain) is not None
        )
        if said and rules.verb_first:
            here = self._beside_speech(text, start, end, rules) or here
        if here:
            self.last = here
            return here if said else None
        if rules.verb_first and not said and plain.count("“") > plain.count("”"):
            close = text.find("”", end)
            return self._beside_speech(text, close, close + 2 * _NEXT_TO, rules) if close > 0 else None
        if not rules.verb_first and not said:
            return self._after_quotation(text, start, end)
        if said and (re.search('[«“"]', plain) or rules.pronouns.search(plain) or not rules.verb_first):
            return self.last
        return None

    def _after_quotation(self, text: str, start: int, end: int) -> str | None:
        """Who is named behind "…», – dedi" that closes the quotation in which a sentence stands."""
        line = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        stop = stop if stop >= 0 else len(text)
        said = _TURKIC_SAID.search(text, end - 1, stop)
        opened = _OPENS.search(text, max(0, line - 1), start + 3)
        if said is None or opened is None or _TURKIC_SAID.search(text, opened.end(), start):
            return None
        behind = said.end()
        return self._by_surname(text[behind : min(stop, behind + _NEXT_TO)])

    def _beside_speech(self, text: str, start: int, end: int, rules: Language) -> str | None:
        """Who stands next to "said": a person, a surname, or "the mayor" where one person is mayor."""
        said = list(rules.speech.finditer(text, start, end))
        if not said:
            return None
        at = (said[-1].start() + said[-1].end()) // 2
        near: list[tuple[int, str]] = []
        for person, _, _ in self.people:
            surname = re.compile(rf"(?<!\w){re.escape(person.name.split()[-1])}(?!\w)")
            near.extend((abs(one.start() - at), person.name) for one in surname.finditer(text, start, end))
        for one in rules.roles.finditer(text, start, end):
            named = {p.name for p, _, _ in self.people if p.role and one[0].casefold() in p.role.casefold()}
            if len(named) == 1:
                near.append((abs(one.start() - at), named.pop()))
        distance, name = min(near, default=(_NEXT_TO + 1, ""))
        return name if distance <= _NEXT_TO else None

    def _by_surname(self, sentence: str) -> str | None:
        for person, _, _ in self.people:
            if re.search(rf"(?<!\w){re.escape(person.name.split()[-1])}(?!\w)", sentence):
                return person.name
        return None
