"""Commitments in Uzbek, Kazakh and English: rules on sentences, and items of lists of decisions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from egiz.minutes.confidence import settle
from egiz.minutes.dates import FoundDue, find_dues
from egiz.minutes.kinds import choose_kind
from egiz.minutes.labels import is_note_only, read_labels
from egiz.minutes.light.people import FoundPerson
from egiz.minutes.light.rules import Language, Rule
from egiz.minutes.light.subjects import english_subject, is_pronoun, turkic_subject
from egiz.minutes.light.text import Folded, fold
from egiz.minutes.light.titles import make_title
from egiz.minutes.report import Commitment, Due, Kind, Reason
from egiz.minutes.wording import act_reason

_NEAR = 0.93
_QUOTED = re.compile(r"[«“\"](?P<inside>[^«»“”\"]{15,})[»”\"]")
_LEAD = re.compile(r"\A(?:[\s,;:–—-]|(?:and|but|that|va|hamda|və|және|as agreed,)\s)+", re.IGNORECASE)
_BY_CODES_OF_SPEAKER = frozenset({"wished", "future", "intended", "proposed", "ready"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: offsets count letters of the folded sentence."""

    rule: Rule
    start: int
    end: int
    verb_start: int
    verb_end: int
    noun: bool
    whom: str | None


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around a sentence: who speaks, the report's date."""

    language: Language
    report_date: dt.date | None
    speaker: str | None
    writer: str | None
    reader: str | None
    people: tuple[FoundPerson, ...] = ()
    before: str | None = None
    initials: Mapping[str, str] = field(default_factory=dict)


def sentence_commitments(text: str, start: int, end: int, scene: Scene) -> list[Commitment]:
    """The promises of one sentence."""
    folded = fold(text, start, end, scene.language.code)
    hits = _hits(folded.plain, scene)
    found = []
    for at, hit in enumerate(hits):
        left, right = _clause(folded.plain, hits, at, scene.language)
        commitment = _commitment(text, folded, hit, (left, right), scene)
        if commitment:
            found.append(commitment)
    return found


def _hits(plain: str, scene: Scene) -> list[Hit]:
    hits: list[Hit] = []
    for rule in scene.language.rules:
        for match in rule.pattern.finditer(plain):
            groups = match.groupdict()
            name = next((key for key in ("verb", "verb2", "noun", "noun2") if groups.get(key)), None)
            if name is None or _no_deed(match, name, rule, scene.language):
                continue
            if any(match.start() < other.end and other.start < match.end() for other in hits):
                continue
            hits.append(Hit(rule, *match.span(), *match.span(name), name.startswith("noun"), groups.get("whom")))
    hits.sort(key=lambda hit: hit.start)
    return _without_nested(hits, plain, scene.language)


_HOPED = re.compile(
    r"(?i)\b(?:confiden(?:ce|t)|hopes?|hoped|hoping|believes?|believed|belief|doubt|risk|fear(?:s|ed)?|sure|if)\s+(?:that\s+)?[^.;]{0,160}\Z"
)
_RECORD = re.compile(r"(?i)\s*(?:an?\s+)?(?:(?:correct|true|accurate)\s+record|approved|signed|confirmed\s+as|noted|received|read\b|taken\s+as\s+read)")


def _no_deed(match: re.Match[str], name: str, rule: Rule, language: Language) -> bool:
    verb = match[name]
    if language.verb_first and (
        (rule.code in {"future", "expected", "ahead", "needed"} and _HOPED.search(match.string[: match.start()]))
        or _RECORD.match(match.string[match.end(name) :])
    ):
        return True
    if rule.code not in {"promised", "assigned", "requested", "item", "task"} and language.not_deeds.match(verb):
        passive = language.verb_first and re.match(
            r"(?i)be\s+(?P<done>[a-z]+(?:ed|en|ld|nt|de|ne))\b", match.string[match.start(name) :]
        )
        return not passive
    return bool(re.search(r"(?i)\bnot\s*\Z", match.string[: match.start(name)]))


def _without_nested(hits: list[Hit], plain: str, language: Language) -> list[Hit]:
    """In a clause with two rules the surer one stays: "agreed that A will send" is one promise."""
    kept: list[Hit] = []
    for hit in hits:
        if kept and not _joint(plain, kept[-1], hit, language):
            if hit.rule.base > kept[-1].rule.base:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def _joint(plain: str, before: Hit, after: Hit, language: Language) -> re.Match[str] | None:
    found = None
    for match in language.joints.finditer(plain, before.end, after.start + 1):
        found = match
    return found


def _clause(plain: str, hits: list[Hit], at: int, language: Language) -> tuple[int, int]:
    hit = hits[at]
    left, right = 0, len(plain)
    for quoted in _QUOTED.finditer(plain):
        if quoted.start("inside") <= hit.start < quoted.end("inside"):
            left, right = quoted.span("inside")
    if at > 0:
        joint = _joint(plain, hits[at - 1], hit, language)
        left = max(left, joint.end() if joint else hits[at - 1].end)
    if at + 1 < len(hits):
        joint = _joint(plain, hit, hits[at + 1], language)
        right = min(right, joint.start() if joint else hits[at + 1].start)
    return left, right


def _commitment(
    text: str, folded: Folded, hit: Hit, clause: tuple[int, int], scene: Scene
) -> Commitment | None:
    plain, language = folded.plain, scene.language
    left, right = _trim(plain, clause[0], max(clause[1], hit.end), hit)
    start, end = folded.back(left, right)
    quote = text[start:end].rstrip()
    end = start + len(quote)
    dues = find_dues(quote, language.code, scene.report_date)
    found = _best_due(dues)
    if hit.rule.needs_due and found is None:
        return None
    agent_end, by, to = _parties(text, folded, hit, left, scene)
    what = _what(text, folded, hit, (max(left, agent_end), right), language)
    verb = "" if language.verb_first else _verb_of(text, folded, hit, language)
    title = make_title(what, verb, language, [quote[one.start : one.end] for one in dues])
    kind, word = clause_kind(plain[left:right], hit.verb_start - left, language)
    drawbacks = ["earlier"] if language.past.search(plain[left:right]) else []
    if kind == "other" and _is_generic(plain, hit, right, language):
        drawbacks.append("generic")
    confidence = settle(hit.rule.base, kind=kind, due=found, named=bool(by), drawbacks=drawbacks)
    if confidence is None or not title:
        return None
    reasons = [act_reason(hit.rule.code, text[slice(*folded.back(hit.start, hit.end))])]
    if word:
        reasons.append(
            Reason("kind_word", {"word": word, "kind": kind}, f"“{word}” speaks for the kind “{kind}”.")
        )
    return Commitment(title, quote, start, end, kind, by, to, (), found or Due(), confidence, tuple(reasons))


def _is_generic(plain: str, hit: Hit, right: int, language: Language) -> bool:
    """Whether nothing can be ticked off: the deed is about cooperation or friendship as such."""
    near = plain[hit.verb_start : right] if language.verb_first else plain[: hit.verb_start]
    words = [word.casefold() for word in re.findall(r"[^\W\d_][\w'-]*", near)]
    words = words[1:6] if language.verb_first else words[-4:]
    return any(word.startswith(stem) for word in words for stem in language.abstract)


def _trim(plain: str, left: int, right: int, hit: Hit) -> tuple[int, int]:
    lead = _LEAD.match(plain[left:right])
    if lead and left + lead.end() <= hit.start:
        left += lead.end()
    while left < hit.start and plain[left] in " ,;:.–—-“”»":
        left += 1
    while right > hit.end and plain[right - 1] in " ,;:.–—-?!":
        right -= 1
    return left, right


def _best_due(dues: list[FoundDue]) -> Due | None:
    return min(dues, key=lambda one: (one.due.date is None, one.start)).due if dues else None


def clause_kind(clause: str, verb_at: int, language: Language) -> tuple[Kind, str]:
    """The kind by the words of a clause; those nearest the verb on its object's side count most."""
    words = [(match[0], match.start()) for match in re.finditer(r"[\w'-]+", clause)]
    at = next((index for index, (_, start) in enumerate(words) if start >= verb_at), len(words) - 1)
    weighed = []
    for index, (word, _) in enumerate(words):
        distance = index - at if language.verb_first else at - index
        weighed.append((word.lower(), _NEAR**distance if distance >= 0 else 0.3))
    return choose_kind(weighed, language.code)


def _parties(
    text: str, folded: Folded, hit: Hit, left: int, scene: Scene
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Where the words about who promises end, who promises, and to whom."""
    if hit.whom and hit.rule.code in {"assigned", "requested", "task"}:
        whom = hit.whom.strip()
        if whom.lower() in {"you", "us", "them"}:
            whom = (scene.reader or "") if whom.lower() == "you" else ""
        names = tuple(_known_name(one, scene) for one in re.split(r"\s*(?:,|/|&|\band\b)\s*", whom) if one)
        return left, names if whom else (), _one(scene.speaker or scene.writer)
    subject = _subject(text, folded, hit, left, scene)
    asks = hit.rule.code == "requested" and not scene.language.verb_first
    if subject is not None:
        end, names = subject
        if hit.rule.code == "requested" and scene.language.verb_first:
            return end, _one(scene.reader), names
        return end, () if asks else names, names if asks else ()
    if hit.rule.code == "requested":
        return left, _one(scene.reader), _one(scene.speaker or scene.writer)
    if hit.rule.code in _BY_CODES_OF_SPEAKER:
        return left, _one(scene.speaker or scene.writer), _one(scene.reader)
    trailing = re.search(r"(?:\s|\))(?P<who>[A-Z]{2,3}(?:[\s,/&]+[A-Z]{2,3})*)\s*\Z", folded.plain)
    if scene.language.verb_first and trailing and scene.initials:
        names = [scene.initials.get(one) for one in re.findall(r"[A-Z]{2,3}", trailing["who"])]
        if all(names):
            return left, tuple(name for name in names if name), ()
    return left, _one(scene.speaker), ()


def _subject(
    text: str, folded: Folded, hit: Hit, left: int, scene: Scene
) -> tuple[int, tuple[str, ...]] | None:
    """Who acts by the grammar of the clause: a person's full name, a body, or whom a pronoun points at."""
    plain, language = folded.plain, scene.language
    if not language.verb_first:
        person = _subject_person(text, folded, left, hit, scene)
        found = turkic_subject(plain, left, hit.verb_start, language)
        if person and (found is None or person[2] <= found[1] + 3):
            return person[1], (person[0],)
        if found is None:
            return None
        a, b = folded.back(found[1] - len(found[0]), found[1])
        return found[1], (_bare(text[a:b], language),)
    found = english_subject(plain, left, hit.start)
    if found is None:
        return None
    name, end = found
    if is_pronoun(name):
        return end, _one(_pointed_at(name.casefold(), scene))
    if _is_passive(plain, hit):
        return None
    return end, _names_of(name, folded, left, end, scene)


def _is_passive(plain: str, hit: Hit) -> bool:
    """In "a programme will be arranged" the subject is what is done, not who does it."""
    return bool(re.match(r"(?i)be\s+(?:\w+ly\s+)?\w+(?:ed|en|ld|nt|de|ne|id|wn)\b", plain[hit.verb_start :])) or (
        hit.rule.code == "ahead" and " be " in plain[hit.start : hit.verb_start + 1]
    )


def _pointed_at(pronoun: str, scene: Scene) -> str | None:
    if pronoun in {"we", "i"}:
        return scene.speaker or scene.writer
    if pronoun == "you":
        return scene.reader
    return scene.before


def _names_of(name: str, folded: Folded, left: int, end: int, scene: Scene) -> tuple[str, ...]:
    """People of a subject by their full names; other parties as they are written."""
    couple = re.fullmatch(r"([A-Z][\w'-]+) and ([A-Z][\w'-]+) ([A-Z][\w'-]+)", name)
    if couple:
        return f"{couple[1]} {couple[3]}", f"{couple[2]} {couple[3]}"
    inside = [
        person.name
        for person, start, _ in scene.people
        if folded.places[0] <= start < folded.places[-1] and left <= folded.forth(start) < end
    ]
    if inside and len(name) < 160:
        return tuple(dict.fromkeys(one for one in inside if one.split()[-1] in name or one in name)) or (name,)
    parts = re.split(r"\s+and\s+(?:the\s+)?", name)
    if len(parts) == 2 and all(part[:1].isupper() and len(part.split()) <= 3 for part in parts):
        return tuple(_known_name(part, scene) for part in parts)
    return (_known_name(name, scene),)


def _known_name(name: str, scene: Scene) -> str:
    """A person's full name for initials ("TF") or a first name that the report explains."""
    name = re.sub(r"(?i)^the\s+", "", name.strip())
    if scene.initials and name in scene.initials:
        return scene.initials[name]
    alike = {person.name for person, _, _ in scene.people if name in person.name.split() and " " in person.name}
    return alike.pop() if len(alike) == 1 and " " not in name else name


# "the delegation headed by A", "together with A", "A's": somebody else acts.
_NOT_SUBJECT = re.compile(
    r"(?i)\s+(?:boshchilig|rahbarlig|raislig|ishtirok|bilan|tomonidan|va\b|hamda\b|nomi|бастаған|басқарған|төраға|қатысу|мен\b|пен\b|бен\b|және\b|атындағы|бошчилиг|билан|томонидан)"
)


def _subject_person(
    text: str, folded: Folded, left: int, hit: Hit, scene: Scene
) -> tuple[str, int, int] | None:
    """A person named in the nominative at the head of the clause, with the letters after and at the name."""
    for person, start, end in scene.people:
        if not folded.places[0] <= start < folded.places[-1]:
            continue
        a, b = folded.forth(start), folded.forth(end)
        declined = text[start:end].split()[-1] != person.name.split()[-1] and "." not in text[start:end]
        if left <= a < hit.start and not declined and not _NOT_SUBJECT.match(folded.plain[b:]):
            return person.name, b, a
    return None


def _one(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _bare(name: str, language: Language) -> str:
    """Without the dative ending of the one a task is given to."""
    plain = " ".join(name.split())
    if language.code == "en":
        return re.sub(r"(?i)^(?:the|our|a|an)\s+", "", plain)
    pattern = {"uz": r"(?<=[\w])(?:ga|ka|га|ка)\Z", "kk": r"(?<=[\w])(?:ға|ге|қа|ке|на|не)\Z"}[language.code]
    return re.sub(pattern, "", plain)


def _what(text: str, folded: Folded, hit: Hit, part: tuple[int, int], language: Language) -> str:
    if language.verb_first:
        a, b = folded.back(hit.verb_start, max(part[1], hit.verb_end))
        return text[a:b]
    a, b = folded.back(min(part[0], hit.verb_start), hit.verb_end if hit.noun else hit.verb_start)
    return text[a:b]


def _verb_of(text: str, folded: Folded, hit: Hit, language: Language) -> str:
    """The deed's verb form; what was only named by a noun has none, and an invitation says so itself."""
    if hit.noun and hit.rule.code == "invited":
        return "шақыру" if language.code == "kk" else "таклиф қилиш" if _is_cyrillic(text, folded) else "taklif qilish"
    return "" if hit.noun else text[slice(*folded.back(hit.verb_start, hit.verb_end))]


def _is_cyrillic(text: str, folded: Folded) -> bool:
    return bool(re.search("[а-яўқғҳ]", text[folded.places[0] : folded.places[-1]]))


def item_commitment(text: str, start: int, end: int, scene: Scene) -> Commitment | None:
    """The promise of one decision; its quote is the whole decision."""
    language = scene.language
    quote = text[start:end]
    if is_note_only(quote):
        return None
    labels = read_labels(quote, language.code, scene.report_date)
    folded = fold(text, start, start + labels.body, language.code)
    dues = [quote[a:b] for a, b in labels.cut]
    if language.verb_first:
        verb_at, what, by = _english_item(folded.plain)
        title = make_title(what, "", language, dues)
    else:
        hit = _order(folded.plain, scene)
        if hit is None:
            return None
        verb_at = hit.verb_start
        agent_end, by, _ = _parties(text, folded, hit, 0, scene)
        a, b = folded.back(min(agent_end, verb_at), verb_at)
        title = make_title(text[a:b], text[slice(*folded.back(verb_at, hit.verb_end))], language, dues)
    kind, _ = clause_kind(folded.plain, verb_at, language)
    by = labels.owners or by
    due = labels.due or Due()
    confidence = settle(language.order.base, kind=kind, due=labels.due, named=bool(by))
    if confidence is None or not title:
        return None
    reasons = (act_reason("item", quote[:40]),)
    return Commitment(title, quote, start, end, kind, by, (), (), due, confidence, reasons)


_ITEM_CODES = frozenset({"assigned", "agreed", "decided", "future", "proposed", "ahead"})


def _order(plain: str, scene: Scene) -> Hit | None:
    """What an Uzbek or Kazakh decision orders: "… topshirilsin", or the last verb in -sin."""
    hits = [hit for hit in _hits(plain, scene) if hit.rule.code in _ITEM_CODES]
    if hits:
        return hits[-1]
    order = scene.language.order
    found = list(order.pattern.finditer(plain))
    if not found:
        return None
    verb = found[-1].span("verb")
    return Hit(order, *verb, *verb, noun=False, whom=None)


def _english_item(plain: str) -> tuple[int, str, tuple[str, ...]]:
    """Where the verb is, the deed and the doer: "X to submit …", "X shall submit …", "Submit …"."""
    match = re.match(
        r"(?P<who>(?:The\s+)?[A-Z][\w\s.,&'()-]{1,60}?)\s+(?:to|shall|will|should|must|is to|are to)\s+"
        r"(?P<what>[a-z].*)",
        plain,
        re.DOTALL,
    )
    if match and match["who"].lower() != "to":
        who = re.sub(r"(?i)^the\s+", "", match["who"].strip())
        return match.start("what"), match["what"], (who,)
    bare = re.sub(r"(?i)^to\s+", "", plain)
    return len(plain) - len(bare), bare, ()
