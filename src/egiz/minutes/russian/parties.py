"""Who promises and to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from egiz.minutes.report import Person
from egiz.minutes.russian import cues
from egiz.minutes.russian.acts import Act
from egiz.minutes.russian.models import load_models
from egiz.minutes.russian.noun_phrases import left_edge, noun_phrase
from egiz.minutes.russian.parse import Sentence, Token
from egiz.minutes.russian.people import ROLES, FoundOrganisation, FoundPerson, surname
from egiz.minutes.russian.speech import Speech

_ASKING = {"requested"}
_TOGETHER = {"с", "со", "между"}
_TOWARDS = {"в", "для"}
_TRIPS = {"поездка", "визит", "приезд", "командировка", "выезд", "участие", "посещение", "выступление"}
_OF_ONE_SELF = {"promised", "agreed", "decided", "intended", "ready", "future", "proposed", "announced"}


@dataclass(slots=True)
class Parties:
    """What is known of the people of a report while its sentences are read in order."""

    people: list[FoundPerson]
    organisations: list[FoundOrganisation]
    speeches: list[Speech]
    writer: str | None = None
    reader: str | None = None
    speaker: str | None = None
    earlier: list[str] = field(default_factory=list)
    last_subject: str | None = None

    def speaker_at(self, place: int) -> str | None:
        for speech in self.speeches:
            if speech.start <= place < speech.end:
                return speech.speaker
        return self.speaker or self.writer

    def sides(self, place: int) -> tuple[Person | None, Person | None]:
        """Who speaks at a place of the report, and the first one before who speaks for the other side."""
        speaker = self.speaker_at(place)
        other = next(
            (one for one in self.earlier if one != speaker and not self._same_side(one, speaker)), None
        )
        return self._person(speaker), self._person(other) if speaker else None

    def of(self, text: str, sentence: Sentence, act: Act) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who promises, and to whom, for one act."""
        speaker = self.speaker_at(act.word.start)
        actors = self._actors(text, sentence, act, speaker) or self._unparsed(text, sentence, act)
        receiving = act.cue.code == "wished" and act.content.lemma in cues.RECEIVE
        if act.cue.code in _ASKING or receiving:
            asker = actors or ((speaker,) if speaker else ())
            asked = self._addressed(text, sentence, act, speaker)
            return asked, asker
        others = self._beneficiaries(text, sentence, act, actors)
        return actors, others

    def _actors(self, text: str, sentence: Sentence, act: Act, speaker: str | None) -> tuple[str, ...]:
        # "the guests have yet to see the port": it lies ahead of them
        if act.cue.code == "assigned" or (act.cue.code == "ahead" and act.addressee is not None):
            charged = act.addressee or _told(sentence, act)
            return self._named(text, sentence, charged) if charged else self._by_author(text, sentence, act)
        token = _agreeing(sentence, act)
        if (
            act.cue.code == "wished"
            and act.word.feats.get("Number") == "Sing"
            and act.word.feats.get("Gender") == "Neut"
        ):
            token = None  # "хотелось бы" has no subject: the one who speaks wishes
        if token is None or token.lemma in {"я", "мы"}:
            first = (
                token is not None
                or act.word.feats.get("Person") == "1"
                or act.cue.code in {"wished", "task", "needed"}
            )
            if first and speaker:
                return (speaker,)
            return () if first else self._by_author(text, sentence, act)
        if token.lemma in {"он", "она", "они"}:
            antecedent = self.last_subject if token.lemma == "они" else (speaker or self.last_subject)
            return (antecedent,) if antecedent else ()
        if token.rel == "nsubj:pass" or token.index == act.word.index:
            return self._by_author(text, sentence, act)
        return self._named(text, sentence, token)

    def _unparsed(self, text: str, sentence: Sentence, act: Act) -> tuple[str, ...]:
        """Who acts where the parser hung the subject on the words before it, and whose journey is planned."""
        if act.content.lemma in _TRIPS:
            children = sentence.children(act.content)
            owner = next((one for one in children if one.case == "Gen" and _may_be_asked(one)), None)
            return self._named(text, sentence, owner) if owner is not None else ()
        if act.cue.code not in _OF_ONE_SELF or act.actor is not None:
            return ()
        token = _nominative_before(sentence, act)
        if token is None:
            return ()
        person = _person_after(sentence, token, self.people)
        stop = max(one.end for one in sentence.subtree(token) if one.index < act.word.index)
        return (person or text[token.start : stop],)

    def _by_author(self, text: str, sentence: Sentence, act: Act) -> tuple[str, ...]:
        """In a passive the doer stands in the instrumental, or behind "от" and "со стороны"."""
        for token in sentence.tokens:
            before = sentence.tokens[token.index - 1] if token.index else None
            side = before is not None and token.lemma == "сторона" and before.lemma in {"с", "со"}
            if side:
                owner = next(
                    (
                        one
                        for one in sentence.children(token)
                        if one.case == "Gen" and one.pos in {"NOUN", "PROPN"}
                    ),
                    None,
                )
                return self._named(text, sentence, owner) if owner is not None else ()
            if token.head == act.word.index or (act.word.head >= 0 and token.head == act.word.head):
                preposition = _preposition(sentence, token)
                instrumental = (
                    token.case == "Ins"
                    and not preposition
                    and token.pos in {"NOUN", "PROPN"}
                    and _may_be_asked(token)
                )
                if instrumental or (
                    preposition == "от"
                    and token.pos in {"NOUN", "PROPN"}
                    and act.cue.code in {"proposed", "requested", "invited"}
                ):
                    return self._named(text, sentence, token)
        return ()

    def _named(self, text: str, sentence: Sentence, token: Token) -> tuple[str, ...]:
        heads = [
            token,
            *(one for one in sentence.children(token) if one.rel == "conj" and one.pos in {"NOUN", "PROPN"}),
        ]
        return tuple(
            dict.fromkeys(name for head in heads for name in [self.name(text, sentence, head)] if name)
        )

    def name(self, text: str, sentence: Sentence, token: Token) -> str:
        """A person's full name, or the noun phrase in the nominative."""
        found = sentence.name_at(token)
        if found is not None and found.kind == "PER":
            return next(
                (one.person.name for one in self.people if one.start < found.end and found.start < one.end),
                text[found.start : found.end],
            )
        person = _person_after(sentence, token, self.people)
        if person:
            return person
        phrase = noun_phrase(text, sentence, token)
        # "И.о. губернатора А. Б.": the abbreviation is no name.
        if len(phrase.strip(". ")) <= 3 and not phrase.isupper():
            reach = min(sentence.end, token.end + 90)
            return next((one.person.name for one in self.people if token.end <= one.start < reach), "")
        return "" if len(phrase) < 2 else phrase

    def _addressed(self, text: str, sentence: Sentence, act: Act, speaker: str | None) -> tuple[str, ...]:
        """Whom a request goes to: those named by it, the letter's reader, or the other speaker."""
        token = act.addressee
        for child in sentence.children(act.word):
            if child.rel == "obj" and child.case in {"Acc", "Gen"} and child.pos in {"NOUN", "PROPN"}:
                token = child
        if token is not None and token.pos != "PRON" and _may_be_asked(token):
            return self._named(text, sentence, token)
        if self.reader:
            return (self.reader,)
        other = next(
            (one for one in self.earlier if one != speaker and not self._same_side(one, speaker)), None
        )
        return (other,) if other else ()

    def _same_side(self, one: str, other: str | None) -> bool:
        """Two people whose roles name the same council or chamber speak for one side."""
        first, second = (self._person(one), self._person(other)) if other else (None, None)
        if first is None or second is None:
            return False
        words = [
            set(re.findall(r"\w{5,}", f"{p.role or ''} {p.organisation or ''}".lower()))
            for p in (first, second)
        ]
        return bool(words[0] & words[1] - {"директор", "председатель"})

    def _person(self, name: str | None) -> Person | None:
        return next((one.person for one in self.people if name and one.person.name == name), None)

    def _beneficiaries(
        self, text: str, sentence: Sentence, act: Act, actors: tuple[str, ...]
    ) -> tuple[str, ...]:
        found: list[str] = []
        if act.addressee is not None and act.cue.code not in {"assigned", "ahead"}:
            if act.addressee.pos == "PRON":
                if act.addressee.lemma == "вы" and self.reader:
                    found.append(self.reader)
            else:
                found.extend(self._named(text, sentence, act.addressee))
        for token in sentence.subtree(act.content):
            if token.pos not in {"NOUN", "PROPN"} or not self._is_party(sentence, token):
                continue
            if _preposition(sentence, token) in _TOGETHER | _TOWARDS:
                found.extend(self._named(text, sentence, token))
        return tuple(one for one in dict.fromkeys(found) if one not in actors)

    def _is_party(self, sentence: Sentence, token: Token) -> bool:
        name = sentence.name_at(token)
        if name is not None:
            return name.kind in {"ORG", "PER"}
        return token.lemma in cues.ORGANISATION_LIKE - {"город", "участник"}

    def note(self, text: str, sentence: Sentence) -> None:
        """Remember the subject of a sentence for "they" in the next one, and who spoke."""
        for token in sentence.tokens:
            if token.rel == "nsubj" and token.pos in {"NOUN", "PROPN"} and token.case == "Nom":
                self.last_subject = self.name(text, sentence, token)
                break
        for one in self.people:
            if sentence.start <= one.start < sentence.end and one.person.name not in self.earlier:
                self.earlier.append(one.person.name)


def _agreeing(sentence: Sentence, act: Act) -> Token | None:
    """The subject, unless another noun agrees with the verb: in "город посетят послы" it is the envoys."""
    actor = act.actor
    verb = act.content if act.content.pos == "VERB" and not act.content.infinitive else act.word
    if actor is None or verb.feats.get("Number") != "Plur" or actor.feats.get("Number") != "Sing":
        return actor
    if any(one.rel == "conj" for one in sentence.children(actor)):
        return actor
    for token in sentence.tokens:
        beside = token.head in {verb.index, act.word.index} and token.pos in {"NOUN", "PROPN"}
        free = beside and token.feats.get("Number") == "Plur" and not _preposition(sentence, token)
        if free and any({"nomn", "plur"} in one.tag for one in load_models().words.parse(token.text)):
            return token
    return actor


def _nominative_before(sentence: Sentence, act: Act) -> Token | None:
    """The nearest noun before a predicate that may be its subject: "в ходе визита главы … намерены"."""
    number = {"Plur": "plur", "Sing": "sing"}.get(act.word.feats.get("Number", ""))
    feats = act.word.feats
    if number is None or feats.get("Person") in {"1", "2"} or feats.get("Gender") == "Neut":
        return None
    for token in reversed(sentence.tokens[max(0, act.word.index - 8) : act.word.index]):
        if token.pos in {"VERB", "AUX", "PUNCT"} and token.text not in {"-", "«", "»"}:
            return None
        if (
            token.pos in {"NOUN", "PROPN"}
            and _may_be_asked(token)
            and not _preposition_before(sentence, token)
        ):
            parses = load_models().words.parse(token.text)
            if any({"nomn", number} in one.tag for one in parses):
                return token
    return None


def _preposition_before(sentence: Sentence, token: Token) -> bool:
    return token.index > 0 and sentence.tokens[token.index - 1].pos == "ADP"


def _told(sentence: Sentence, act: Act) -> Token | None:
    """Who is obliged ("обязал подрядчиков"), or before whom a task is set ("перед главами")."""
    for token in sentence.tokens[act.word.index + 1 : act.word.index + 9]:
        if token.pos not in {"NOUN", "PROPN"} or token.index == act.content.index:
            continue
        before = _preposition(sentence, token)
        obliged = token.head == act.word.index and token.rel == "obj" and _may_be_asked(token) and not before
        if obliged or (before == "перед" and token.case == "Ins"):
            return token
    return None


def _person_after(sentence: Sentence, token: Token, people: list[FoundPerson]) -> str | None:
    """For "the chamber's director A. B." the person's name: the role stands for the person."""
    if token.lemma not in ROLES:
        return None
    for one in people:
        if token.end <= one.start < min(sentence.end, token.end + 120):
            between = [t for t in sentence.tokens if token.end <= t.start < one.start]
            if not any(t.pos in {"VERB", "AUX"} or t.text in {";", "."} for t in between):
                return one.person.name
    return None


def _may_be_asked(token: Token) -> bool:
    return token.feats.get("Animacy") == "Anim" or token.lemma in cues.ORGANISATION_LIKE


def _preposition(sentence: Sentence, token: Token) -> str:
    at = left_edge(sentence, token) - 1
    if at >= 0 and sentence.tokens[at].pos == "ADP":
        return sentence.tokens[at].lemma
    case = next((one.lemma for one in sentence.children(token) if one.rel == "case"), "")
    if not case and token.rel == "conj" and token.head >= 0:
        return _preposition(sentence, sentence.tokens[token.head])
    return case


def letter_parties(text: str, people: list[FoundPerson]) -> tuple[str | None, str | None]:
    """The writer (after "С уважением") and the reader ("Уважаемый …") of a letter."""
    closing = re.search(r"(?i)с\s+(?:глубоким\s+)?уважением", text)
    opening = re.search(r"(?i)уважаем(?:ый|ая)\s+(?P<name>[^!,\n]{3,60})", text)
    writer = next((one.person.name for one in people if closing and one.start > closing.end()), None)
    reader = opening["name"].strip() if opening else None
    if reader:
        reader = next(
            (one.person.name for one in people if surname(one.person.name) == surname(reader)), reader
        )
    return writer, reader
