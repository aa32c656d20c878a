"""Russian sentences as trees: words with lemma, morphology, head and relation, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from egiz.minutes._word_lists import words
from egiz.minutes.places import is_place
from egiz.minutes.russian.models import Models, load_models
from egiz.minutes.structure import cut_long

_LONGEST = 120  # words; the parser's memory grows with the square of a sentence
_GLUE = re.compile(
    r"(?:онлайн|офлайн|бизнес|видео|веб|пресс|город|страна|дилер|медиа|экспресс)\Z", re.IGNORECASE
)
_INITIALS = re.compile(
    r"(?<!\w)(?:[А-ЯЁҚҒҮӘІ]\.\s?){1,2}[А-ЯЁҚҒҮӘІ][а-яёқғүәі]{2,}(?!\w)|"
    r"(?<![\w.] )(?<!\w)[А-ЯЁ][а-яё]{2,}\s[А-ЯЁ]\.(?:[А-ЯЁ]\.)?(?=[\s),])"
)
TITLES = words("хоким аким консул директор председатель президент посол министр губернатор мэр глава")
_DASHES = frozenset("-–—")


@dataclass(slots=True)
class Token:
    """A word: offsets count the report's characters; `head` is an index in the sentence, -1 at the root."""

    index: int
    text: str
    start: int
    end: int
    lemma: str = ""
    pos: str = ""
    feats: dict[str, str] = field(default_factory=dict)
    head: int = -1
    rel: str = "root"

    @property
    def infinitive(self) -> bool:
        return self.feats.get("VerbForm") == "Inf"

    @property
    def finite(self) -> bool:
        return self.pos in {"VERB", "AUX"} and self.feats.get("VerbForm") == "Fin"

    @property
    def case(self) -> str:
        return self.feats.get("Case", "")


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity found in the text: kind is PER, ORG or LOC."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A parsed sentence of the report."""

    start: int
    end: int
    tokens: list[Token]
    names: list[Name]

    def children(self, token: Token) -> list[Token]:
        return [other for other in self.tokens if other.head == token.index]

    def subtree(self, token: Token, *, without: Iterable[int] = ()) -> list[Token]:
        """The token and all that hangs on it, in the order of the text; branches in `without` are cut."""
        stop = set(without)
        found: list[Token] = []
        queue = [token]
        seen: set[int] = set()
        while queue:
            one = queue.pop()
            if one.index in seen or one.index in stop:
                continue
            seen.add(one.index)
            found.append(one)
            queue.extend(self.children(one))
        return sorted(found, key=lambda item: item.index)

    def name_at(self, token: Token) -> Name | None:
        for name in self.names:
            if name.start <= token.start < name.end:
                return name
        return None


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one block; a line break inside it counts as a space."""
    from razdel import sentenize  # noqa: PLC0415 -- Russian only

    part = text[start:end].replace("\n", " ").replace("\r", " ")
    spans = [(start + found.start, start + found.stop) for found in sentenize(part)]
    return [piece for a, b in _rejoined(text, spans) for piece in cut_long(text, a, b)]


_ABBREVIATED = re.compile(
    r"(?i)(?<!\w)(?:г|гг|ул|им|обл|р-н|тыс|млн|млрд|акад|проф|т\.\s?[ге]|и\.\s?о|в\.\s?т\.\s?ч|н\.\s?э|руб|пос|р)\.\Z"
)


def _rejoined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that were cut behind "г." or "им." put together again."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if (
            joined
            and _ABBREVIATED.search(text[joined[-1][0] : joined[-1][1]])
            and re.match(r"[А-ЯЁ«\"\d]", text[start:end])
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def parse(text: str, spans: Sequence[tuple[int, int]]) -> list[Sentence]:
    """Tag and parse the sentences; equal sentences are parsed once.

    Parameters
    ----------
    text : str
        The report.
    spans : sequence of (int, int)
        Start and end of each sentence.
    """
    models = load_models()
    words = [_words(text[start:end]) for start, end in spans]
    pieces: dict[tuple[str, ...], tuple[list[Token], ...]] = {}
    wanted = dict.fromkeys(tuple(word for word, _, _ in chunk) for row in words for chunk in _chunks(row))
    for key, tokens in zip(wanted, _analyse(list(wanted), models), strict=True):
        pieces[key] = (tokens,)
    names = _names([text[start:end].replace("\n", " ") for start, end in spans], models)
    sentences = []
    for (start, end), row, found in zip(spans, words, names, strict=True):
        for chunk in _chunks(row):
            template = pieces[tuple(word for word, _, _ in chunk)][0]
            tokens = [
                Token(t.index, t.text, start + a, start + b, t.lemma, t.pos, t.feats, t.head, t.rel)
                for t, (_, a, b) in zip(template, chunk, strict=True)
            ]
            left, right = (tokens[0].start, tokens[-1].end) if len(row) > _LONGEST else (start, end)
            here = [Name(kind, start + a, start + b) for kind, a, b in found if left <= start + a < right]
            sentences.append(Sentence(left, right, tokens, _mended(text, left, right, tokens, here)))
    return sentences


def _mended(text: str, left: int, right: int, tokens: list[Token], names: list[Name]) -> list[Name]:
    """The tagger's names with its two habits undone: a title taken for a name, initials not seen as one."""
    initials = [
        Name("PER", left + match.start(), left + match.end())
        for match in _INITIALS.finditer(text[left:right])
    ]
    kept = [one for one in names if not any(one.start < new.end and new.start < one.end for new in initials)]
    kept = [_place_not_person(one, tokens) for one in kept]
    titles = {token.start for token in tokens if token.lemma in TITLES}
    return [one for one in kept if not (one.kind == "PER" and one.start in titles)] + initials


def _place_not_person(name: Name, tokens: list[Token]) -> Name:
    """A city's name alone, as "Ургенчем", is a place whatever the tagger says."""
    inside = [token for token in tokens if name.start <= token.start < name.end]
    if name.kind != "PER" or len(inside) != 1 or not is_place(inside[0].lemma.capitalize()):
        return name
    return Name("LOC", name.start, name.end)


def _chunks(row: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    for at in range(0, len(row), _LONGEST):
        yield row[at : at + _LONGEST]


def _words(sentence: str) -> list[tuple[str, int, int]]:
    """Words with offsets; "онлайн – встреча" typed with a spaced dash is one word, and so is B2B."""
    from razdel import tokenize  # noqa: PLC0415 -- Russian only

    raw = [(token.text, token.start, token.stop) for token in tokenize(sentence.replace("\n", " "))]
    words: list[tuple[str, int, int]] = []
    at = 0
    while at < len(raw):
        text, start, end = raw[at]
        if at + 2 < len(raw) and raw[at + 1][0] in _DASHES and _glued(raw[at], raw[at + 2]):
            text, end = f"{text}-{raw[at + 2][0]}", raw[at + 2][2]
            at += 2
        elif re.match(r"(?i)[bв]2[bвcg]", sentence[start : start + 3]) and end - start == 1:
            text, end = "B2B", start + 3
            at += 2
        words.append((text, start, end))
        at += 1
    return words


def _glued(left: tuple[str, int, int], right: tuple[str, int, int]) -> bool:
    if not right[0].isalpha() or not right[0].islower():
        return False
    return bool(_GLUE.match(left[0])) or (
        left[0].lower().startswith("город") and right[0].startswith("побратим")
    )


def _analyse(rows: list[tuple[str, ...]], models: Models) -> Iterator[list[Token]]:
    # The taggers have seen few words with ё.
    filled = [[word.replace("ё", "е").replace("Ё", "Е") for word in row] for row in rows]
    order = sorted(range(len(filled)), key=lambda at: len(filled[at]))  # alike lengths pad little in a batch
    results: dict[int, list[Token]] = {}
    sorted_rows = [filled[at] for at in order]
    for at, morph, syntax in zip(
        order, models.morph.map(sorted_rows), models.syntax.map(sorted_rows), strict=True
    ):
        results[at] = [
            _token(position, word, tag, tree)
            for position, (word, tag, tree) in enumerate(
                zip(rows[at], morph.tokens, syntax.tokens, strict=True)
            )
        ]
    for at in range(len(filled)):
        yield results[at]


def _token(position: int, word: str, tag: Any, tree: Any) -> Token:
    pos, feats = _mended_tag(word, tag.pos, dict(tag.feats))
    role = _role_word(word)
    came = word.lower() == "пришли" and feats.get("Tense") == "Past"
    return Token(
        index=position,
        text=word,
        start=0,
        end=0,
        lemma=role or ("прийти" if came else lemma(word, pos)),
        pos="NOUN" if role else pos,
        feats=feats,
        head=int(tree.head_id) - 1,
        rel=tree.rel,
    )


def _mended_tag(word: str, pos: str, feats: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A part of speech unknown to the dictionary is the tagger's guess: «Договорились» is a verb."""
    if pos in {"NOUN", "PROPN", "ADJ", "X"} and (verb := _only("VERB", word)):
        return "VERB", {"VerbForm": "Fin", **verb}
    if pos == "VERB" and feats.get("VerbForm") == "Conv" and (verb := _only("VERB", word)):
        return "VERB", {"VerbForm": "Fin", **verb}
    if pos == "VERB" and (noun := _only("NOUN", word)):
        return "NOUN", noun
    return pos, _mended_tense(word, pos, feats)


_FEATS = {
    "past": ("Tense", "Past"),
    "pres": ("Tense", "Pres"),
    "futr": ("Tense", "Fut"),
    "sing": ("Number", "Sing"),
    "plur": ("Number", "Plur"),
    "1per": ("Person", "1"),
    "2per": ("Person", "2"),
    "3per": ("Person", "3"),
    "masc": ("Gender", "Masc"),
    "femn": ("Gender", "Fem"),
    "neut": ("Gender", "Neut"),
    "perf": ("Aspect", "Perf"),
    "impf": ("Aspect", "Imp"),
    "nomn": ("Case", "Nom"),
    "gent": ("Case", "Gen"),
    "datv": ("Case", "Dat"),
    "accs": ("Case", "Acc"),
    "ablt": ("Case", "Ins"),
    "loct": ("Case", "Loc"),
}


@lru_cache(maxsize=20_000)
def _only(part: str, word: str) -> dict[str, str]:
    """What the dictionary says of a word that is this part of speech alone; else nothing."""
    parses = [one.tag for one in load_models().words.parse(word) if one.is_known]
    if not parses or any(part != tag.POS or {"impr"} in tag for tag in parses):
        return {}
    return dict(_FEATS[gram] for gram in parses[0].grammemes if gram in _FEATS)


def may_be_nominative(word: str) -> bool:
    """Whether the dictionary has the form among its nominatives, whatever the tagger says."""
    return any({"nomn"} in one.tag for one in load_models().words.parse(word))


# The dictionary has no such words and guesses at adjectives and verbs.
_ROLE_WORDS = re.compile(
    r"(?i)((?:зам|вице-|экс-|и\.о\.)?(?:хоким|аким))(?:а|у|ом|е|ы|ов|ам|ами|ах)?|(полпред|постпред|(?:со|зам)?председател|бургомистр|обербургомистр)(?:а|у|ом|е|ы|ов|ь|я|ю|ем|и|ей|ям|ями)?"
)


@lru_cache(maxsize=20_000)
def _role_word(word: str) -> str | None:
    match = _ROLE_WORDS.fullmatch(word)
    if match is None:
        return None
    stem = (match[1] or match[2]).lower()
    return stem + "ь" if stem.endswith("председател") else stem


def _names(texts: list[str], models: Models) -> list[list[tuple[str, int, int]]]:
    unique = dict.fromkeys(texts)
    rows = [
        [(span.type, span.start, span.stop) for span in markup.spans]
        for markup in models.names.map(list(unique))
    ]
    found = dict(zip(unique, rows, strict=True))
    return [found[text] for text in texts]


def _mended_tense(word: str, pos: str, feats: dict[str, str]) -> dict[str, str]:
    """The tagger takes rare futures such as "вышлем" for a present; the dictionary knows better."""
    if (
        pos == "VERB"
        and feats.get("Tense") == "Pres"
        and feats.get("VerbForm") == "Fin"
        and _only_future(word)
    ):
        return {**feats, "Tense": "Fut", "Aspect": "Perf"}
    return feats


@lru_cache(maxsize=20_000)
def _only_future(word: str) -> bool:
    verbs = [
        one.tag for one in load_models().words.parse(word) if {"VERB", "indc"} in one.tag and one.is_known
    ]
    return bool(verbs) and all({"futr"} in tag for tag in verbs)


_POS = {
    "VERB": {"VERB", "INFN", "GRND", "PRTF", "PRTS"},
    "AUX": {"VERB", "INFN"},
    "NOUN": {"NOUN"},
    "PROPN": {"NOUN"},
    "ADJ": {"ADJF", "ADJS", "PRTF"},
    "DET": {"ADJF", "NPRO"},
    "ADV": {"ADVB", "PRED"},
}


@lru_cache(maxsize=50_000)
def lemma(word: str, pos: str) -> str:
    """The dictionary form that agrees with the tagger's part of speech, in small letters."""
    parses = load_models().words.parse(word.rsplit("-", maxsplit=1)[-1] if "-" in word else word)
    wanted = _POS.get(pos, set())
    best = next((one for one in parses if one.tag.POS in wanted), parses[0])
    form = str(best.normal_form)
    head = word.lower().rsplit("-", 1)[0] + "-" if "-" in word else ""
    return head + form
