"""Finding the acts of promising in a parsed Russian sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from egiz.minutes.confidence import WEAK
from egiz.minutes.russian import cues
from egiz.minutes.russian.cues import Cue
from egiz.minutes.russian.parse import Sentence, Token, may_be_nominative

_REACH = 14
_NOMINAL = {"NOUN", "PROPN"}
_CONDITIONS = {"если", "когда", "чтобы", "хотя", "пока"}


@dataclass(frozen=True, slots=True)
class Act:
    """A promise in a sentence: the word that makes it, and the word it is about.

    `content` is an infinitive, a noun or a verb in the future tense; `addressee` a dative by the cue.
    """

    cue: Cue
    word: Token
    content: Token
    actor: Token | None = None
    addressee: Token | None = None


def find_acts(sentence: Sentence) -> list[Act]:
    """The acts of promising, one for each content, in the order of the text."""
    acts: dict[int, Act] = {}
    for token in sentence.tokens:
        act = _spoken(sentence, token) or _future(sentence, token) or _may_become(sentence, token)
        if act is None or not _holds(sentence, act):
            continue
        known = acts.get(act.content.index)
        if known is None or act.cue.base > known.cue.base:
            acts[act.content.index] = act
    if any(act.cue.base > WEAK for act in acts.values()):
        acts = {at: act for at, act in acts.items() if act.cue.base > WEAK}
    return _unnested(sentence, sorted(acts.values(), key=lambda act: min(act.word.index, act.content.index)))


def _may_become(sentence: Sentence, token: Token) -> Act | None:
    """What is proposed: "A and B may become twin cities"."""
    if token.lemma not in {"мочь", "стать"} or not token.finite or token.feats.get("Tense") == "Past":
        return None
    if token.lemma == "стать" and token.feats.get("Tense") != "Fut":
        return None
    twin = next((one for one in sentence.tokens[token.index :] if "побратим" in one.text.lower()), None)
    if twin is None:
        return None
    return Act(cues.PROPOSED_TWINS, token, twin, _subject(sentence, token))


def _unnested(sentence: Sentence, acts: list[Act]) -> list[Act]:
    """Drop an act that only says how another one is to be done ("agreed to propose …" is one promise)."""
    kept: list[Act] = []
    for act in acts:
        inside = any(
            other is not act
            and not _in_a_row(act, other)
            and act.word.index in {token.index for token in sentence.subtree(other.content)}
            and act.content.index != other.content.index
            and other.word.index < act.word.index
            for other in acts
        )
        if not inside:
            kept.append(act)
    return kept


def _in_a_row(act: Act, other: Act) -> bool:
    """Whether two futures are told one after the other: "A will come and hold talks"."""
    return act.cue.code == other.cue.code == "future" and act.word.rel == "conj" and act.word.finite


def _spoken(sentence: Sentence, token: Token) -> Act | None:
    cue = _cue(sentence, token)
    if cue is None:
        return None
    content = _content(sentence, token, cue)
    if content is None or content.lemma in cues.JUST_WORDS:
        return None
    subject = _subject(sentence, token)
    return Act(cue, token, content, subject, _dative(sentence, token, content))


def _cue(sentence: Sentence, token: Token) -> Cue | None:
    short = token.feats.get("Variant") == "Short" or token.pos in {"ADV", "ADJ"}
    if token.lemma in {"поставить", "возложить"} and not _sets_a_task(sentence, token):
        return None
    if token.pos in {"VERB", "AUX"} and token.lemma in cues.VERBS:
        return cues.VERBS[token.lemma] if _tense_fits(sentence, token) else None
    if short and token.lemma in cues.SHORT and token.rel not in {"amod", "acl"}:
        return None if _has_past_copula(sentence, token) else cues.SHORT[token.lemma]
    if token.lemma in {"брать", "взять"} and any(
        child.text.lower() == "себя" for child in sentence.children(token)
    ):
        return cues.VERBS["обязаться"]
    if token.pos in _NOMINAL and token.lemma in cues.NOUNS:
        return cues.NOUNS[token.lemma] if _noun_speaks(sentence, token) else None
    return None


def _sets_a_task(sentence: Sentence, token: Token) -> bool:
    """Whether a task is set, and not a signature or a kettle."""
    around = sentence.tokens[max(0, token.index - 4) : token.index + 6]
    return any(one.lemma in {"задача", "обязанность", "цель", "ответственность"} for one in around)


def _tense_fits(sentence: Sentence, token: Token) -> bool:
    feats = token.feats
    if feats.get("VerbForm") == "Part" and feats.get("Variant") != "Short":
        return False
    if feats.get("VerbForm") in {"Conv", "Inf"}:
        return False
    past = feats.get("Tense") == "Past"
    code = cues.VERBS[token.lemma].code
    if code in {"wished", "needed"} and past:
        return _has_particle(sentence, token)
    if code in {"intended", "expected", "ahead"} and past:
        return feats.get("Aspect") == "Perf" and not _has_past_copula(sentence, token)
    if code == "supported":
        return feats.get("Tense") == "Fut" or past
    return True


def _has_particle(sentence: Sentence, token: Token) -> bool:
    return any(
        other.text.lower() in {"бы", "б"}
        for other in sentence.tokens[max(0, token.index - 2) : token.index + 3]
    )


def _has_past_copula(sentence: Sentence, token: Token) -> bool:
    return any(
        child.lemma == "быть"
        and child.feats.get("Tense") == "Past"
        and child.rel in {"cop", "aux:pass", "aux"}
        for child in sentence.children(token)
    ) and token.lemma not in {"поручить", "решить", "предложить", "достигнуть"}


def _noun_speaks(sentence: Sentence, token: Token) -> bool:
    infinitive = _infinitive_after(sentence, token, reach=3)
    if token.lemma == "задача":
        return infinitive is not None
    governor = sentence.tokens[token.head] if token.head >= 0 else None
    light = governor is not None and governor.lemma in cues.LIGHT_VERBS
    if token.lemma in cues.NEEDS_VERB:
        if governor is not None and token.index < governor.index and _was(sentence, governor):
            return False  # "the agreement on X was reached in October": told of the past
        return light and (governor is None or governor.feats.get("VerbForm") != "Inf")
    return light or infinitive is not None


def _was(sentence: Sentence, verb: Token) -> bool:
    """Whether "was" stands by a short participle."""
    return any(
        child.lemma == "быть" and child.feats.get("Tense") == "Past" for child in sentence.children(verb)
    )


def _content(sentence: Sentence, token: Token, cue: Cue) -> Token | None:
    infinitive = _infinitive_after(sentence, token) or _infinitive_before(sentence, token, cue)
    if infinitive is not None:
        return infinitive
    clause = _that_clause(sentence, token, cue)
    if clause is not None:
        return clause
    return _nominal(sentence, token, cue)


def _infinitive_after(sentence: Sentence, token: Token, reach: int = _REACH) -> Token | None:
    for other in sentence.tokens[token.index + 1 : token.index + 1 + reach]:
        if other.infinitive:
            return other
        if other.lemma in {"чтобы", "что", "который", "если"} or other.text in {":", ";", "»", "("}:
            return None
        if other.finite and other.pos == "VERB":
            return None
        if other.index in cues_between(sentence, other):
            return None
    return None


def cues_between(sentence: Sentence, token: Token) -> set[int]:
    """The index of a noun that makes a promise of its own, such as "readiness" after "expressed"."""
    return (
        {token.index}
        if token.pos in _NOMINAL and token.lemma in cues.NOUNS and _noun_has_infinitive(sentence, token)
        else set()
    )


def _noun_has_infinitive(sentence: Sentence, token: Token) -> bool:
    return any(child.infinitive for child in sentence.children(token))


def _infinitive_before(sentence: Sentence, token: Token, cue: Cue) -> Token | None:
    if cue.code not in {"ready", "intended", "wished", "assigned", "needed", "decided", "proposed"}:
        return None
    for child in sentence.children(token):
        if (
            child.infinitive
            and child.index < token.index
            and child.rel in {"xcomp", "csubj", "csubj:pass", "ccomp", "nsubj", "nmod"}
        ):
            return child
    return None


def _that_clause(sentence: Sentence, token: Token, cue: Cue) -> Token | None:
    """The future verb in "promised that …"; other codes take no such clause."""
    if cue.code not in {"promised", "agreed", "decided"}:
        return None
    seen = False
    for other in sentence.tokens[token.index + 1 :]:
        seen = seen or other.lemma == "что"
        if seen and other.finite and other.feats.get("Tense") == "Fut":
            return other
    return None


def _nominal(sentence: Sentence, token: Token, cue: Cue) -> Token | None:
    for child in sentence.children(token):
        if child.pos not in _NOMINAL:
            continue
        if _frame(sentence, child) in cue.frames:
            return _through(sentence, child)
    following = sentence.tokens[token.index + 1 : token.index + 8]
    for ahead in following:
        if ahead.pos == "VERB" and ahead.finite:
            break
        if ahead.pos in _NOMINAL and ahead.case in {"Loc", "Dat", "Acc", "Gen"}:
            before = sentence.tokens[token.index + 1 : ahead.index]
            if any(one.pos == "ADP" and one.lemma in set(cue.frames) - {"в", "на"} for one in before):
                return _through(sentence, ahead)
    return None


def _frame(sentence: Sentence, child: Token) -> str:
    preposition = next(
        (one for one in sentence.children(child) if one.rel == "case" and one.index < child.index), None
    )
    if preposition is not None:
        # "в ходе" is one preposition, not "в" with a content.
        return "" if any(one.rel == "fixed" for one in sentence.children(preposition)) else preposition.lemma
    if child.rel in {"nsubj:pass", "nsubj"} and child.feats.get("Animacy") != "Anim":
        return "subj"
    if child.rel in {"obj", "nsubj:pass"} or (child.case == "Acc" and child.rel in {"obl", "nmod"}):
        return "obj"
    return ""


def _through(sentence: Sentence, noun: Token) -> Token | None:
    """From "supported the initiative on organising trips" to "organising"."""
    if noun.lemma not in {
        "инициатива",
        "предложение",
        "идея",
        "вопрос",
        "возможность",
        "готовность",
        "желание",
    }:
        return noun
    for child in sentence.children(noun):
        if child.pos in _NOMINAL and _frame(sentence, child) in {"о", "об", "по"}:
            return child
        if child.infinitive:
            return child
        if noun.lemma in {"вопрос", "возможность"} and child.pos in _NOMINAL and child.case == "Gen":
            return child
    return noun if noun.lemma in {"вопрос", "возможность"} else None


def _subject(sentence: Sentence, token: Token) -> Token | None:
    """The subject of a verb, also when it is shared over "and" or stands over a light verb."""
    shared = _shared_subject(sentence, token)
    if shared is not None:
        return shared
    seen: set[int] = set()
    at: Token | None = token
    while at is not None and at.index not in seen:
        seen.add(at.index)
        for child in sentence.children(at):
            if (
                child.rel in {"nsubj", "nsubj:pass"}
                and (child.case in {"Nom", "Acc", ""} or may_be_nominative(child.text))
                and child.pos != "SCONJ"
            ):
                return child
        climbs = at.rel in {"conj", "obj", "obl", "xcomp", "ccomp", "nmod", "aux"}
        at = sentence.tokens[at.head] if climbs and at.head >= 0 else None
    return None


def _shared_subject(sentence: Sentence, token: Token) -> Token | None:
    """The subject of the future verb just before, for one without its own: "A will come, see and help"."""
    if not token.finite or token.feats.get("Tense") != "Fut" or _own_subject(sentence, token) is not None:
        return None
    for other in reversed(sentence.tokens[max(0, token.index - _REACH) : token.index]):
        if other.rel == "mark" or other.text in {":", ";", "»", "–", "—"}:
            return None
        if other.finite and other.feats.get("Tense") == "Fut":
            agrees = other.feats.get("Number") == token.feats.get("Number")
            return (_own_subject(sentence, other) or _shared_subject(sentence, other)) if agrees else None
    return None


def _own_subject(sentence: Sentence, token: Token) -> Token | None:
    return next((one for one in sentence.children(token) if one.rel in {"nsubj", "nsubj:pass"}), None)


def _dative(sentence: Sentence, token: Token, content: Token) -> Token | None:
    children = [*sentence.children(token), *sentence.children(content)]
    if token.pos == "NOUN" and token.head >= 0:
        children += sentence.children(sentence.tokens[token.head])
    for child in children:
        preposition = any(one.rel == "case" for one in sentence.children(child))
        # Without a preposition a locative is a dative that looks like it.
        if child.case in {"Dat", "Loc"} and child.pos in {"NOUN", "PROPN", "PRON"} and not preposition:
            return child
    return None


def _future(sentence: Sentence, token: Token) -> Act | None:
    verb = _future_verb(sentence, token)
    if verb is None or verb.lemma in cues.NOT_DEEDS | cues.JUST_WORDS:
        return None
    subject = _subject(sentence, verb) or _subject(sentence, token)
    spoken = subject is None or subject.pos == "PRON"
    addressee = _dative(sentence, token, verb)
    if verb.lemma in cues.HAPPEN and subject is not None and not spoken:
        return Act(cues.ANNOUNCED, verb, subject)
    if token.feats.get("Person") == "1" and spoken:
        return Act(cues.FUTURE_FIRST_PERSON, token, verb, subject, addressee)
    if subject is not None and verb.feats.get("Voice") == "Pass" and not spoken:
        return Act(replace(cues.FUTURE, base=0.65), verb, verb)
    acts = subject is not None and _may_act(sentence, subject)
    cue = cues.FUTURE if acts else replace(cues.FUTURE, base=WEAK)
    return None if subject is None else Act(cue, token, verb, subject, addressee)


def _future_verb(sentence: Sentence, token: Token) -> Token | None:
    """The verb that a future tense is about: itself, or what follows "will"."""
    auxiliary = (
        token.lemma == "быть" and token.text.lower().startswith("буд") and token.text.lower() != "будто"
    )
    if not token.finite or not (token.feats.get("Tense") == "Fut" or auxiliary or _will(sentence, token)):
        return None
    deed = token.lemma == "решить" and _solves(sentence, token)
    deed = deed or (token.lemma in {"поставить", "возложить"} and not _sets_a_task(sentence, token))
    if token.lemma in cues.VERBS and not deed:
        return None
    if not auxiliary:
        return token
    head = sentence.tokens[token.head] if token.head >= 0 else None
    for other in [head, *sentence.tokens[token.index + 1 : token.index + 5]]:
        if (
            other is not None
            and other.pos == "VERB"
            and (other.infinitive or other.feats.get("Variant") == "Short")
        ):
            return other
    return None


def _will(sentence: Sentence, token: Token) -> bool:
    """Whether a verb of both aspects speaks of what will be done: «палата организует поездку»."""
    if token.lemma not in cues.BOTH_ASPECTS or token.feats.get("Tense") != "Pres":
        return False
    return not any(one.lemma in cues.HABITUAL for one in sentence.tokens)


def _solves(sentence: Sentence, token: Token) -> bool:
    """Whether a deed is promised ("will solve the question") and not a decision ("will decide to …")."""
    return any(
        one.lemma in {"вопрос", "проблема", "задача"}
        for one in sentence.tokens[token.index + 1 : token.index + 5]
    )


def _may_act(sentence: Sentence, subject: Token) -> bool:
    name = sentence.name_at(subject)
    if name is not None and name.kind in {"PER", "ORG", "LOC"}:
        return True
    return (
        subject.lemma in cues.ORGANISATION_LIKE
        or subject.feats.get("Animacy") == "Anim"
        or (subject.pos == "PRON" and subject.lemma in {"он", "она", "они", "мы", "я"})
    )


def _holds(sentence: Sentence, act: Act) -> bool:
    """Not negated, not a condition or purpose, not said by the way in a relative clause."""
    for token in (act.word, act.content):
        if any(child.lemma in {"не", "нет"} for child in sentence.children(token)):
            return False
    at: Token | None = act.word
    steps = 0
    while at is not None and steps < 30:
        marks = {child.lemma for child in sentence.children(at) if child.rel in {"mark", "advmod"}}
        if marks & _CONDITIONS and at.rel in {"advcl", "acl", "acl:relcl", "ccomp", "root"}:
            return False
        if at.rel == "acl:relcl" and act.cue.code in {"future", "announced", "needed"}:
            return False
        at = sentence.tokens[at.head] if at.head >= 0 else None
        steps += 1
    return True
