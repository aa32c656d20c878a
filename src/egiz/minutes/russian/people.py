"""People in a Russian report, with role and organisation, and the organisations themselves."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from egiz.minutes._word_lists import words
from egiz.minutes.organisations import ORGANISATION_WORDS, organisation_kind
from egiz.minutes.places import is_place
from egiz.minutes.report import OrganisationKind, Person
from egiz.minutes.russian.models import load_models
from egiz.minutes.russian.noun_phrases import (
    inflect,
    inflected,
    left_edge,
    like,
    noun_phrase,
    right_edge,
    spell,
)
from egiz.minutes.russian.parse import Name, Sentence, Token

ROLES = words(
    "консул генконсул председатель зампредседатель директор член президент вице-президент глава хоким аким "
    "заместитель замаким руководитель начальник министр посол секретарь представитель сотрудник специалист "
    "основатель предприниматель советник ректор менеджер управляющий владелец учредитель координатор депутат "
    "губернатор мэр премьер-министр атташе модератор эксперт заведующий замдиректора гендиректор "
    "сопредседатель архиепископ епископ митрополит муфтий полпред постпред спикер премьер лидер куратор редактор учитель "
    "преподаватель профессор академик доктор делегат пресс-секретарь помощник инспектор инженер аналитик староста казначей "
    "сенатор проректор декан бургомистр обербургомистр уполномоченный ректор генсек генсекретарь замгубернатора зампред "
    "директриса начальница бизнесмен бизнес-омбудсмен омбудсмен торгпред технолог агроном архитектор художник тренер ученый учёный "
    "раис председательница переводчик гид организатор фермер адвокат юрист экономист бухгалтер менеджер бригадир капитан генерал полковник"
)
_RANK = re.compile(
    r"(?i)(?:генеральн|чрезвычайн|полномочн|перв|исполнительн|поч[её]тн|временн|специальн|главн|старш)\w+\Z|и\Z(?<=и)"
)
_PREFIXED = re.compile(
    r"(?i)(?:зам\.?|пом\.?)(?:естител\w+)?(?:руководител|директор|председател|министр|начальник|глав|аким|хоким|губернатор|мэр|заведующ|прокурор|ректор|управляющ|гендиректор)\w*|зампред\w*|врио|и\.о\.?"
)
_STATE_HEADS = {"президент", "аким", "хоким", "глава", "губернатор", "мэр", "премьер-министр"}
_FROM_ROLE = {"консул": "консульство", "генконсул": "генконсульство", "посол": "посольство"}


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person and where the name stands."""

    person: Person
    start: int
    end: int
    nominative: bool = True


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """An organisation and where it stands; `key` is its lemmas, for telling two mentions alike."""

    name: str
    kind: OrganisationKind
    key: tuple[str, ...]
    start: int
    end: int


def find_people(text: str, sentences: list[Sentence]) -> list[FoundPerson]:
    """Every mention of a person's name, each with the fullest name, role and organisation known."""
    mentions: list[FoundPerson] = []
    for sentence in sentences:
        for name in sentence.names:
            if name.kind != "PER":
                continue
            tokens = [token for token in sentence.tokens if name.start <= token.start < name.end]
            while tokens and (_is_role(tokens[0]) or (len(tokens) > 2 and _is_town(tokens[0]))):
                tokens = tokens[1:]
            if (
                not tokens
                or not tokens[0].text[0].isupper()
                or (len(tokens) == 1 and is_place(tokens[0].text))
            ):
                continue
            role, organisation = _role(text, sentence, tokens)
            mentions.append(
                FoundPerson(
                    Person(_full_name(tokens, _stands_by(sentence, tokens)), role, organisation),
                    tokens[0].start,
                    name.end,
                    not _oblique(tokens),
                )
            )
    return _settle(mentions)


def _is_town(token: Token) -> bool:
    """Whether the tagger took the town of "the hokim of Kuvasai Adham Z." into the name."""
    return is_place(token.text) and not any(
        {"Name"} in one.tag for one in load_models().words.parse(token.text)
    )


def _settle(mentions: list[FoundPerson]) -> list[FoundPerson]:
    """Give every mention the fullest name and the first role known under the same surname."""
    groups: dict[str, list[FoundPerson]] = {}
    for mention in mentions:
        groups.setdefault(_key(mention.person.name), []).append(mention)
    best: dict[str, Person] = {}
    for key, group in groups.items():
        often = Counter(one.person.name for one in group if one.nominative)
        # The tagger takes a man's genitive for a woman's nominative now and then: the usual form wins.
        name = max(
            (one.person.name for one in group), key=lambda name: (_fullness(name), often[name], -len(name))
        )
        role = next((one.person.role for one in group if one.person.role), None)
        organisations = [one.person.organisation for one in group if one.person.organisation]
        best[key] = Person(name, role, organisations[0] if organisations else None)
    return [FoundPerson(best[_key(one.person.name)], one.start, one.end) for one in mentions]


def _fullness(name: str) -> int:
    return sum(len(part) > 2 for part in name.split())


def _key(name: str) -> str:
    """The same for every case of a name: the surname without its ending and how the first name begins."""
    last = re.sub(r"(?:ыми|ого|ому|ым|им|ом|ем|ой|ей|[аеиоуыюя])\Z", "", surname(name))
    first = next((part for part in name.split() if part.casefold() != surname(name)), "")
    return f"{last} {first[:1].casefold()}"


def surname(name: str) -> str:
    """What a person is called by when the first name is left out; initials do not count."""
    parts = [part for part in re.split(r"[\s.]+", name) if len(part) > 1]
    if len(parts) > 1 and re.search(r"(?i)(вич|вна|угли|оглы|кызы|қызы|улы|ұлы)$", parts[-1]):
        return parts[0].casefold() if len(parts) == 2 else parts[-2].casefold()
    return parts[-1].casefold() if parts else name.casefold()


def _oblique(tokens: list[Token]) -> bool:
    return any(token.case not in {"", "Nom"} for token in tokens)


def _stands_by(sentence: Sentence, name: list[Token]) -> bool:
    """Whether a surname with an initial stands by a role in the nominative, and so is a woman's.

    "The head of the centre E. Chernova": the tagger takes it for a man's genitive.
    """
    if len(name[0].text) > 1 or not _WOMANS.search(name[-1].text):
        return False
    before = sentence.tokens[max(0, name[0].index - _NEAR_ROLE) : name[0].index]
    role = next((token for token in reversed(before) if _is_role(token)), None)
    helper = role is not None and role.lemma in _OF_SOMEBODY and role.index == name[0].index - 1
    return role is not None and role.case == "Nom" and not helper


_NEAR_ROLE = 5
_WOMANS = re.compile(r"(?:[оеё]ва|[иы]на)\Z")
_OF_SOMEBODY = frozenset(
    {"помощник", "советник", "заместитель", "представитель", "секретарь", "пресс-секретарь"}
)


def _full_name(tokens: list[Token], nominative: bool) -> str:
    declined = _oblique(tokens)
    if len(tokens[0].text) == 1 and (nominative or tokens[-1].case in {"", "Nom"}):
        return "".join(token.text if token.text == "." else f" {token.text}" for token in tokens).strip()
    gender = {"Masc": "masc", "Fem": "femn"}.get(tokens[0].feats.get("Gender", ""), "")
    words: list[str] = []
    for token in tokens:
        if token.text == ".":
            if words:
                words[-1] += "."
            continue
        words.append(_nominative_name(token, gender) if declined else token.text)
    return " ".join(words)


def _nominative_name(token: Token, gender: str) -> str:
    if len(token.text) == 1 or re.search(r"(?:ов|ев|ёв|ин|ын)\Z", token.text):
        return token.text
    if gender == "masc" and re.search(r"[^аеиоуыэюя]а\Z", token.text) and token.case == "Nom":
        return token.text
    parses = load_models().words.parse(token.text)
    named = [one for one in parses if {"Name"} in one.tag or {"Surn"} in one.tag or {"Patr"} in one.tag]
    # "Турсынбекова" is a woman's nominative or a man's genitive: the first name tells.
    for one in sorted(
        named, key=lambda found: (bool(gender) and gender not in found.tag, {"nomn"} in found.tag)
    ):
        form = one.inflect({"nomn", "sing"})
        if form:
            return like(token.text, str(form.word))
    return token.text


def _role(text: str, sentence: Sentence, name: list[Token]) -> tuple[str | None, str | None]:
    before = _window_before(sentence, name[0].index)
    heads = [token for token in before if _is_role(token)]
    if not heads:
        before = _shared_window(sentence, name[0].index) or before
        heads = [token for token in before if _is_role(token)]
    if not heads:
        before = _window_after(sentence, name[-1].index + 1)
        heads = [token for token in before[:4] if _is_role(token)][:1]
    if not heads:
        return None, None
    first, last = heads[0], heads[-1]
    stop = before[-1].index + 1
    organisation = _organisation_of(text, sentence, last, stop)
    first_left = left_edge(sentence, first)
    while first_left > 0 and _RANK.match(sentence.tokens[first_left - 1].text):
        first_left -= 1
    end = organisation[0] if organisation else stop
    tokens = sentence.tokens[first_left:end]
    role = spell(text, tokens, _singular(sentence, first_left, first)).strip(" ,(").removeprefix("и ")
    name_of = organisation[1] if organisation else None
    if name_of is None and last.lemma in _FROM_ROLE:
        name_of = _office(text, sentence, last, stop)
    return role or None, name_of


def _singular(sentence: Sentence, left: int, head: Token) -> dict[int, str]:
    """The role in the nominative singular: each of several chairmen is a chairman."""
    if head.feats.get("Number") != "Plur":
        return inflected(sentence, left, head, "Nom")
    gender = head.feats.get("Gender", "Masc")
    words = {head.index: inflect(head.text, "NOUN", "Nom", "Sing", "", head.case)}
    for token in sentence.tokens[left : head.index]:
        words[token.index] = inflect(token.text, "ADJF", "Nom", "Sing", gender, token.case)
    return words


def _is_role(token: Token) -> bool:
    # "Chamber of entrepreneurs" names members, not the role of whoever follows.
    if _PREFIXED.fullmatch(token.text):
        return True
    head = token.lemma.rsplit("-", 1)[-1]
    known = token.lemma in ROLES or (head != token.lemma and head in ROLES)
    many = token.case == "Gen" and token.feats.get("Number") == "Plur"
    return known and not (many and re.search(r"(?:ов|ев|ей)\Z", token.text.lower()))


def _window_before(sentence: Sentence, stop: int) -> list[Token]:
    """Words before a name that may tell its role: nouns, adjectives, "в городе …", commas; no verbs."""
    at = stop
    while at > 0:
        token = sentence.tokens[at - 1]
        name = sentence.name_at(token)
        if (
            (name and name.kind == "PER")
            or token.pos in {"VERB", "AUX", "SCONJ", "PRON"}
            or token.text in "-–—:;"
            or (token.text == "." and (at < 2 or sentence.tokens[at - 2].text not in {"г", "обл", "р-н"}))
        ):
            break
        if token.pos == "ADP" and token.lemma not in {"в", "по", "при", "на"}:
            break
        at -= 1
    return sentence.tokens[at:stop]


def _shared_window(sentence: Sentence, stop: int) -> list[Token]:
    """For B of "chairmen A and B" the words before A, if the role is in the plural."""
    tokens = sentence.tokens
    if stop < 2 or tokens[stop - 1].text not in {"и", ","}:
        return []
    name = sentence.name_at(tokens[stop - 2])
    if name is None or name.kind != "PER":
        return []
    first = next(token.index for token in tokens if token.start >= name.start)
    before = _window_before(sentence, first) or _shared_window(sentence, first)
    many = any(
        _is_role(token)
        and re.search(r"(?:[иы]|а|ями|ами|ов|ей|ям|ам)\Z", token.text.lower())
        and token.feats.get("Number") == "Plur"
        for token in before
    )
    return before if many else []


def _window_after(sentence: Sentence, start: int) -> list[Token]:
    tokens = sentence.tokens
    if start >= len(tokens) or tokens[start].text not in {",", "(", "–", "—", "-"}:
        return []
    head = next((token for token in tokens[start + 1 : start + 5] if token.lemma in ROLES), None)
    if head is None:
        return []
    return tokens[start + 1 : right_edge(sentence, head)]


def _organisation_of(text: str, sentence: Sentence, head: Token, stop: int) -> tuple[int, str] | None:
    """Where the organisation begins in the words after a role, and its name in the nominative."""
    state = head.lemma.rsplit("-", 1)[-1] in _STATE_HEADS or _PREFIXED.fullmatch(head.text) is not None
    for token in sentence.tokens[head.index + 1 : stop]:
        if token.pos not in {"NOUN", "PROPN", "X"}:
            continue
        named = sentence.name_at(token)
        if (named and named.kind == "ORG") or (token.lemma in ORGANISATION_WORDS and token.lemma != "совет"):
            left = max(left_edge(sentence, token), head.index + 1)
            return left, noun_phrase(text, sentence, token)
        if (
            named
            and named.kind == "LOC"
            and token.pos in {"NOUN", "PROPN"}
            and (state or (token.case == "Gen" and head.lemma not in _FROM_ROLE))
        ) or (
            token.lemma in {"область", "город", "район", "край", "округ", "республика", "регион"} and state
        ):
            phrase = noun_phrase(text, sentence, token)
            following = sentence.tokens[token.index + 1] if token.index + 1 < stop else None
            place = sentence.name_at(following) if following is not None else None
            if (
                token.lemma in {"город", "район"}
                and place is not None
                and following is not None
                and following.text not in phrase
            ):
                phrase = f"{phrase} {following.text}"
            return stop, phrase
    council = next((one for one in sentence.tokens[head.index + 1 : stop] if one.lemma == "совет"), None)
    if council:
        return max(left_edge(sentence, council), head.index + 1), noun_phrase(text, sentence, council)
    return None


def _office(text: str, sentence: Sentence, head: Token, stop: int) -> str:
    """A consul's office: "Генеральный консул …" keeps the consulate called "Генеральное консульство …"."""
    left = left_edge(sentence, head)
    adjectives = [
        str(form.word)
        for token in sentence.tokens[left : head.index]
        for form in [load_models().words.parse(token.lemma)[0].inflect({"neut", "sing", "nomn"})]
        if form
    ]
    words = [*adjectives, _FROM_ROLE[head.lemma]]
    tail = spell(text, sentence.tokens[head.index + 1 : stop])
    return f"{' '.join(words).capitalize()} {tail}".strip()


def find_organisations(text: str, sentences: list[Sentence]) -> list[FoundOrganisation]:
    """Organisations in the order of the text: named ones, and "the regional council" by its head word."""
    found: list[FoundOrganisation] = []
    for sentence in sentences:
        taken = -1
        for token in sentence.tokens:
            if token.start < taken or token.pos not in {"NOUN", "PROPN", "X"}:
                continue
            name = sentence.name_at(token)
            if not (name and name.kind == "ORG") and token.lemma not in ORGANISATION_WORDS:
                continue
            one = _organisation(text, sentence, token, name)
            if one:
                found.append(one)
                taken = one.end
    return found


_COMMON = words("предприятие компания завод фабрика комбинат холдинг отдел комитет агентство фонд")


def _bears_a_name(head: Token, tokens: list[Token]) -> bool:
    """Tell one enterprise with a name from "enterprises of the region"."""
    return head.feats.get("Number") != "Plur" and any(token.text in '«“"' for token in tokens)


def _organisation(text: str, sentence: Sentence, head: Token, name: Name | None) -> FoundOrganisation | None:
    left, right = left_edge(sentence, head), right_edge(sentence, head)
    tokens = sentence.tokens[left:right]
    if head.lemma in _COMMON and not _bears_a_name(head, tokens):
        return None
    while tokens and tokens[0].lemma in {"наш", "ваш", "свой", "их", "этот", "весь", "данный"}:
        tokens = tokens[1:]
    if len(tokens[0].text) == 1 or (
        name and head.lemma not in ORGANISATION_WORDS and head.start != name.start
    ):
        return None
    if not name and len(tokens) < 2:
        return None
    title = noun_phrase(text, sentence, head)
    lemmas = tuple(token.lemma for token in tokens if token.text.isalnum() or "-" in token.text)
    return FoundOrganisation(title, organisation_kind(title), lemmas, tokens[0].start, tokens[-1].end)
