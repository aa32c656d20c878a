"""A short title for a promise: an infinitive or noun phrase made from its clause."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

import re

from egiz.minutes.russian.acts import Act
from egiz.minutes.russian.models import load_models
from egiz.minutes.russian.noun_phrases import inflect, inflected, left_edge, noun_phrase, spell
from egiz.minutes.russian.parse import Sentence, Token

LONGEST = 150
_CUT_RELATIONS = {"advcl", "acl:relcl", "parataxis", "ccomp", "discourse", "vocative"}
_LEAD = {
    "также",
    "кроме",
    "одновременно",
    "теперь",
    "далее",
    "затем",
    "ещё",
    "еще",
    "уже",
    "касательно",
    "и",
    "что",
}


def make_title(text: str, sentence: Sentence, act: Act, cut: list[tuple[int, int]]) -> str:
    """The promise in a few words, without its deadline and without who made it.

    Parameters
    ----------
    text : str
        The report.
    sentence : Sentence
        Where the act stands.
    act : Act
        The promise.
    cut : list of (int, int)
        Parts of the report to leave out, such as the deadline.
    """
    content = act.content
    if act.cue.code == "wished" and content.infinitive and content.lemma in _GIVEN:
        # Who asks wants to receive; who owes it is to send.
        return shorten(_verbal(text, sentence, content, _GIVEN[content.lemma], act, cut))
    if "побратим" in content.text.lower() and content.pos in {"NOUN", "PROPN"} and not content.infinitive:
        return shorten(_twins(text, sentence, act))
    if content.infinitive:
        title = _verbal(text, sentence, content, content.text.lower(), act, cut)
    elif content.lemma in _ARRIVALS and (arrival := _arrival(text, sentence, act, cut)):
        title = arrival
    elif content.pos in {"VERB", "AUX"}:
        title = _future(text, sentence, act, cut)
    else:
        title = _nominal(text, sentence, act, cut)
    return shorten(title or _capital(spell(text, sentence.subtree(content))))


_GIVEN = {
    "получить": "прислать", "получать": "присылать", "увидеть": "показать", "услышать": "рассказать",
    "узнать": "сообщить",
}  # fmt: skip


def _twins(text: str, sentence: Sentence, act: Act) -> str:
    """What is to be done where the text only says that two places may be twins."""
    subject = act.actor
    names = [noun_phrase(text, sentence, subject)] if subject is not None else []
    if subject is not None:
        others = [one for one in sentence.children(subject) if one.rel == "conj"]
        names += [noun_phrase(text, sentence, one) for one in others]
    pair = f": {' – '.join(names)}" if len(names) > 1 else ""
    return f"Установить побратимские отношения{pair}"


def _future(text: str, sentence: Sentence, act: Act, cut: list[tuple[int, int]]) -> str:
    content = act.content
    verb = infinitive(content)
    if content.feats.get("Voice") == "Pass" and content.feats.get("Variant") == "Short":
        subject = next((one for one in sentence.children(content) if one.rel.startswith("nsubj")), None)
        if subject is not None:
            left = left_edge(sentence, subject)
            words = (
                inflected(sentence, left, subject, "Acc") if subject.feats.get("Animacy") != "Anim" else {}
            )
            tokens = _body(sentence, subject, act, cut)
            others = [
                one
                for one in _body(sentence, content, act, cut)
                if one not in tokens and one.index != content.index and one.pos != "AUX"
            ]
            return _capital(f"{verb} {spell(text, tokens, words)} {spell(text, others)}")
    return _verbal(text, sentence, content, verb, act, cut)


_ARRIVALS = {
    "прибыть": "Прибытие", "приехать": "Приезд", "приезжать": "Приезд", "прилететь": "Приезд",
    "отправиться": "Поездка",
    "поехать": "Поездка", "выехать": "Выезд", "вылететь": "Вылет",
}  # fmt: skip


def _arrival(text: str, sentence: Sentence, act: Act, cut: list[tuple[int, int]]) -> str:
    """Say "Arrival of a delegation from Urgench" for "a delegation from Urgench will arrive"."""
    subject = act.actor
    if subject is None or subject.pos not in {"NOUN", "PROPN"}:
        return ""
    left = left_edge(sentence, subject)
    who = _body(sentence, subject, act, cut, keep_actor=True)
    rest = [
        one
        for one in _body(sentence, act.content, act, cut)
        if one not in who and one.index != act.content.index and one.pos != "AUX"
    ]
    tail = spell(text, rest)
    tail = tail[:1].lower() + tail[1:] if rest and rest[0].pos == "ADP" else tail
    noun = _ARRIVALS[act.content.lemma]
    return _capital(f"{noun} {spell(text, who, inflected(sentence, left, subject, 'Gen'))} {tail}")


def infinitive(token: Token) -> str:
    """The dictionary form of a verb in the future tense or of a participle."""
    parses = load_models().words.parse(token.text)
    verbs = [one for one in parses if one.tag.POS in {"VERB", "PRTS", "INFN"}]
    # "открою" is of "открыть", not of a verb the dictionary only guesses at.
    fitting = [one for one in verbs if one.is_known and ("futr" in one.tag or one.tag.POS != "VERB")]
    best = min(fitting, key=lambda one: len(one.normal_form)) if fitting else None
    best = best or next((one for one in verbs if one.is_known), None) or next(iter(verbs), parses[0])
    return str(best.normal_form)


def _verbal(
    text: str, sentence: Sentence, verb: Token, form: str, act: Act, cut: list[tuple[int, int]]
) -> str:
    tokens = [one for one in _body(sentence, verb, act, cut) if one.index != verb.index]
    before = [one for one in tokens if one.index < verb.index and one.rel not in {"aux", "cc"}]
    after = [one for one in tokens if one.index > verb.index]
    left = spell(text, before)
    if before and before[0].index == 0 and before[0].pos != "PROPN":
        left = left[:1].lower() + left[1:]
    right = spell(text, after, _anaphora(sentence, after))
    return _capital(
        " ".join(part for part in (form, right if not before else f"{left} {right}".strip()) if part)
    )


def _nominal(text: str, sentence: Sentence, act: Act, cut: list[tuple[int, int]]) -> str:
    noun = act.content
    tokens = _body(sentence, noun, act, cut)
    if act.cue.code == "announced":
        tokens += [
            one
            for child in sentence.children(act.word)
            if child.rel in {"obl", "advmod"} and child.index > act.word.index
            for one in _body(sentence, child, act, cut)
        ]
        tokens = sorted({one.index: one for one in tokens}.values(), key=lambda one: one.index)
    left = left_edge(sentence, noun)
    by_verb = _told_by_verb(text, sentence, noun, tokens)
    if by_verb:
        return _capital(by_verb)
    tokens = [
        one for one in tokens if one.index >= left and not (one.pos == "ADP" and one.index < noun.index)
    ]
    return _capital(
        spell(text, tokens, {**inflected(sentence, left, noun, "Nom"), **_anaphora(sentence, tokens)})
    )


def _told_by_verb(text: str, sentence: Sentence, noun: Token, tokens: list[Token]) -> str:
    """The name of a task by its verb: for "the organisation of trips" one says "organise trips"."""
    verb = _DEEDS.get(noun.lemma)
    thing = next(
        (one for one in tokens if one.index > noun.index and one.case == "Gen" and one.rel == "nmod"), None
    )
    if verb is None or thing is None or thing.head != noun.index:
        return ""
    left = max(left_edge(sentence, thing), noun.index + 1)
    shown = {**inflected(sentence, left, thing, "Acc"), **_anaphora(sentence, tokens)}
    # Other things in the same genitive ("of trips and meetings") become objects, too.
    for other in tokens:
        if other.rel == "conj" and other.head == thing.index and other.case == "Gen":
            shown |= inflected(sentence, left_edge(sentence, other), other, "Acc")
    return f"{verb} {spell(text, [one for one in tokens if one.index > noun.index], shown)}"


_DEEDS = {
    "организация": "организовать", "проведение": "провести", "подготовка": "подготовить", "направление": "направить",
    "создание": "создать", "подписание": "подписать", "установление": "установить", "оказание": "оказать",
    "открытие": "открыть", "реализация": "реализовать", "разработка": "разработать", "развитие": "развивать",
    "расширение": "расширить", "укрепление": "укрепить", "запуск": "запустить", "приглашение": "пригласить",
    "формирование": "сформировать", "обеспечение": "обеспечить", "предоставление": "предоставить",
    "рассмотрение": "рассмотреть", "изучение": "изучить", "согласование": "согласовать", "строительство": "построить",
    "увеличение": "увеличить", "внедрение": "внедрить", "передача": "передать", "отправка": "отправить",
    "назначение": "назначить", "выбор": "выбрать", "составление": "составить", "публикация": "опубликовать",
}  # fmt: skip


def _body(
    sentence: Sentence, top: Token, act: Act, cut: list[tuple[int, int]], *, keep_actor: bool = False
) -> list[Token]:
    """The words under `top` that belong in a title."""
    gone = {
        child.index
        for token in sentence.subtree(top)
        for child in sentence.children(token)
        if child.rel in _CUT_RELATIONS
        or (child.rel == "acl" and child.index > token.index + 1)
        or (token.index == top.index and child.rel in {"nsubj", "mark", "conj"} and _leaves(top, child))
    }
    if act.actor is not None and not keep_actor:
        gone.add(act.actor.index)
    if act.addressee is not None and act.cue.code in {"item", "assigned"}:
        gone |= {one.index for one in sentence.tokens if _opens(sentence, one, act)}
    if top.pos == "VERB":
        gone |= {child.index for child in sentence.children(top) if child.pos == "AUX"}
    tokens = [
        one
        for one in sentence.subtree(top, without=gone)
        if (not any(start <= one.start < end for start, end in cut) and one.text not in '«»“”"()')
        or _inside_name(sentence, one)
    ]
    tokens = _one_clause(tokens, top)
    while (
        tokens
        and tokens[0].index != top.index
        and (tokens[0].lemma in _LEAD or tokens[0].pos in {"PUNCT", "CCONJ"})
    ):
        tokens = tokens[1:]
    return [one for one in tokens if not _lonely(one, tokens)]


def _opens(sentence: Sentence, token: Token, act: Act) -> bool:
    """The words at the head of a decision that say who is to do it."""
    doer = act.addressee
    return (
        doer is not None
        and token.index < act.content.index
        and (
            token.index <= doer.index
            or token.text in "()"
            or (token.start < act.content.start and _bracketed(sentence, token))
        )
    )


def _bracketed(sentence: Sentence, token: Token) -> bool:
    opened = [one for one in sentence.tokens[: token.index] if one.text in "()"]
    return bool(opened) and opened[-1].text == "("


def _leaves(top: Token, child: Token) -> bool:
    if child.rel == "conj":
        return not (child.pos == top.pos and child.feats.get("VerbForm") == top.feats.get("VerbForm"))
    return top.pos in {"VERB", "AUX"}


def _inside_name(sentence: Sentence, token: Token) -> bool:
    if token.text not in '«»"“”':
        return False
    around = sentence.tokens[max(0, token.index - 4) : token.index + 5]
    return any(one.pos in {"PROPN", "X"} for one in around) and any(
        name.start <= token.start <= name.end for name in sentence.names
    )


def _one_clause(tokens: list[Token], top: Token) -> list[Token]:
    """Stop at "чтобы", "который" and at the closing of a quotation."""
    kept = []
    for token in tokens:
        if token.index > top.index and (
            token.lemma in {"чтобы", "который", "где", "если", "поскольку"}
            or (token.text in {";", ":", "—", "–"} and token.pos == "PUNCT")
        ):
            break
        kept.append(token)
    return kept


def _lonely(token: Token, kept: list[Token]) -> bool:
    """A preposition or comma whose noun was cut away."""
    if token.pos == "ADP" and token.rel == "case":
        return all(one.index != token.head for one in kept)
    return (
        token.pos == "PUNCT"
        and token.text in ",.-–—"
        and (token is kept[-1] or all(one.index != token.index + 1 for one in kept))
    )


def _anaphora(sentence: Sentence, tokens: list[Token]) -> dict[int, str]:
    """For "this field" the field named earlier: "oil and gas region" gives "oil and gas field"."""
    for token in tokens:
        if (
            token.lemma not in {"данный", "этот", "дать"}
            or token.head < 0
            or not re.match(r"(?i)данн|эт", token.text)
        ):
            continue
        noun = sentence.tokens[token.head]
        if noun.lemma not in {"направление", "сфера", "отрасль", "область", "сектор"}:
            continue
        for earlier in sentence.tokens[: token.index]:
            if (
                earlier.rel == "amod"
                and earlier.pos == "ADJ"
                and sentence.tokens[earlier.head].lemma
                in {
                    "регион",
                    "отрасль",
                    "сфера",
                    "сектор",
                    "область",
                    "направление",
                    "промышленность",
                }
            ):
                gender, number = noun.feats.get("Gender", ""), noun.feats.get("Number", "Sing")
                return {token.index: inflect(earlier.text, "ADJF", noun.case, number, gender, earlier.case)}
    return {}


def _capital(title: str) -> str:
    title = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s{2,}", " ", title)).strip(" ,;:.–—-")
    return title[:1].upper() + title[1:]


def shorten(title: str, longest: int = LONGEST) -> str:
    """The title, cut after a whole word if it is too long."""
    if len(title) <= longest:
        return title
    cut = title[: longest - 1].rsplit(" ", 1)[0]
    cut = re.sub(r"(?:\s+(?:и|или|либо|в|во|на|для|по|с|со|о|об|к|от|до|из|за|при|между))+\Z", "", cut)
    return cut.rstrip(" ,;:–—-") + "…"
