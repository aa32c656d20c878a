"""Where the rules of a language match a sentence, and which of its words belong to each match."""

from __future__ import annotations

import re
from dataclasses import dataclass

from egiz.minutes.confidence import WEAK
from egiz.minutes.light.rules import PASSIVE, Hit, Language, Rule

_QUOTED = re.compile(r"[«“\"](?P<inside>[^«»“”\"]{15,})[»”\"]")


def find_hits(plain: str, language: Language) -> list[Hit]:
    """Where the rules of a language match a sentence, in the order of the text."""
    hits: list[Hit] = []
    for rule in language.rules:
        for match in rule.pattern.finditer(plain):
            groups = match.groupdict()
            name = next((key for key in ("verb", "verb2", "verb3", "noun", "noun2") if groups.get(key)), None)
            if name is None or _no_deed(match, name, rule, language):
                continue
            if any(match.start() < other.end and other.start < match.end() for other in hits):
                continue
            hits.append(
                Hit(rule, *match.span(), *match.span(name), name.startswith("noun"), groups.get("whom"))
            )
    if any(hit.rule.base > WEAK for hit in hits):
        hits = [hit for hit in hits if hit.rule.base > WEAK]
    hits.sort(key=lambda hit: hit.start)
    return _without_nested(hits, plain, language)


_HOPED = re.compile(
    r"(?i)\b(?:confiden(?:ce|t)|hopes?|hoped|hoping|believes?|believed|belief|doubt|risk|fear(?:s|ed)?|sure|if)\s+(?:that\s+)?[^.;]{0,160}\Z"
)
_RECORD = re.compile(
    r"(?i)\s*(?:an?\s+)?(?:(?:correct|true|accurate)\s+record|approved|signed(?=\s+(?:as|and|by\s+the\s+(?:chair|president))|\W*\Z)|confirmed\s+as|noted|received|read\b|taken\s+as\s+read)"
)


_CONDITION = re.compile(
    r"(?i)\b(?:as\s+long\s+as|so\s+long\s+as|unless|whether|in\s+case|provided\s+that)\s[^.;]{0,90}\Z|"
    r"\b(?:how|why|what|where)\s[^,.;]{0,60}\Z|\b(?:a|any|the|some|no)\s+\w+\s+who\s+(?:might\s+)?\Z"
)
_NEGATED = re.compile(
    r"(?i)(?:\bnot|\bhad|n['’]t|\bnever|\bno\s+longer|\bcannot|\bnobody|\bno\s+one)\s+(?:yet\s+)?\Z"
)
_PROCEDURE = re.compile(
    r"(?i)(?:adjourn|approve|accept|adopt|second|close\s+the\s+meeting|dispense|go\s+into|nominate|elect|co-?opt|table)\b"
)
_EFFECT = re.compile(
    r"(?i)\b(?:population|opening|agreement|document|memorandum|cooperation|relations|ties|exports?|turnover|trade|fares?|prices?|interest|links|partnership|"
    r"potential|growth|volume|economy|experience|friendship|signing|development|initiative)\s+(?:(?:of|between|in|with)\s+[^.;,]{2,70}\s)?(?:\w+\s+)?\Z"
)
# "if … is not done, measures will be taken"
_TURKIC_CONDITION = {
    "uz": re.compile(
        r"(?i)\b(?:agar|mabodo)\b|\w{2,}(?:ma|il|in|la|sh)sa,?\s+(?:[\w'-]+\s+){0,4}\Z|[\w']{3,}sa(?:lar)?,"
    ),
    "kk": re.compile(
        r"(?i)\b(?:егер|егерде)\b|\w{2,}(?:маса|месе|баса|бесе|паса|песе),?\s+(?:[\w-]+\s+){0,4}\Z|\w{2,}(?:са|се),"
    ),
}
# "had been planned", in Kazakh and Uzbek
_HAD_BEEN = re.compile(r"(?i)\s*(?:болатын|еді|edi)\b")
# "they keep growing stronger": a verb of going behind a converb only says that it goes on.
_ENDURES = re.compile(r"(?i)(?:кел|кет|жүр|kel|bor)(?:е|а)")
_CONVERB_BEFORE = re.compile(
    r"(?i)(?:нығай|дамы|өс|арт|кеңей|mustahkamlan|rivojlan|o's|kengay|ort)\w*(?:[ыі]?п|ib)\s+\Z"
)
# "the law provides for …" says what a paper holds.
_BY_PAPER = re.compile(r"(?i)көздейді|ko'zda\s+tutadi|nazarda\s+tutadi")
_PAPER = re.compile(
    r"(?i)\b(?:құжат|заң|хаттама|келісім|бағдарлама|меморандум|форум|жоба|hujjat|qonun|bitim|dastur|memorandum|forum|loyiha)\w*"
)
# "discussed a campaign intended to …": the participle only describes the campaign.
_QUALIFIED = re.compile(
    r"(?i)\b\w+(?:ed|es|is|was)\b.*\b(?:an?|the|this|of|in|for)\s+[\w'-]+(?:\s[\w'-]+){0,2}\s*\Z"
)
# "the agreement, which aims to …" says what a paper or an event is for.
_AIMED = re.compile(
    r"(?i)\b(?:which|agreements?|projects?|programmes?|programs?|events?|visits?|forums?|plan|memorandum|documents?|exhibitions?|initiatives?|conferences?|meetings?)\s+(?:also\s+)?\Z"
)
_NOBODY = re.compile(r"(?i)(?:nothing|none|nobody|issues?|time|requests?|reasons?|ways?|items?|according)\b")
_SURE = frozenset({"promised", "assigned", "requested", "item", "task", "intended", "agreed", "decided"})
_SURELY = 0.75
_THING = re.compile(r"(?i)\b(?:it|this|that|which|there|these|those|so\s+it)\s*\Z")
_MAYBE = re.compile(r"(?i)\b(?:may|might|could)\s+(?:also\s+)?(?:be\s*)?\Z")
_OPTIONS = re.compile(
    r"(?i)\b(?:aims?|purpose|goals?|objectives?|mission|idea|intention|challenge|priority|focus|role|dream|possibilit(?:y|ies)|options?|alternatives?|task)\s+(?:of\s+[^.;,]{2,60}\s+)?\Z"
)


def _no_deed(match: re.Match[str], name: str, rule: Rule, language: Language) -> bool:
    if language.verb_first:
        return _no_english_deed(match, name, rule, language)
    verb, before = match[name], match.string[: match.start()]
    if (
        rule.code == "future"
        and _ENDURES.match(verb)
        and _CONVERB_BEFORE.search(match.string[: match.start(name)])
    ):
        return True
    if rule.code == "intended" and _HAD_BEEN.match(match.string[match.end() :]):
        return True
    if rule.code == "intended" and _BY_PAPER.search(match[0]) and _PAPER.search(before):
        return True
    if _TURKIC_CONDITION[language.code].search(before[-120:]):
        return True
    return rule.code not in _SURE and language.not_deeds.match(verb) is not None


@dataclass(frozen=True, slots=True)
class _Match:
    """An English rule's match: which group names the deed, and the words before and from it."""

    found: re.Match[str]
    name: str
    rule: Rule
    language: Language

    @property
    def verb(self) -> str:
        return str(self.found[self.name])

    @property
    def phrase(self) -> str:
        return self.found.string[self.found.start(self.name) :]

    @property
    def before(self) -> str:
        return self.found.string[: self.found.start()]

    @property
    def passive(self) -> bool:
        return PASSIVE.match(self.phrase) is not None


def _no_english_deed(match: re.Match[str], name: str, rule: Rule, language: Language) -> bool:
    one = _Match(match, name, rule, language)
    return any(doubt(one) for doubt in _DOUBTS)


def _denied(one: _Match) -> bool:
    to_the_verb = one.found.string[: one.found.start(one.name)]
    return bool(_NEGATED.search(one.before) or _NEGATED.search(to_the_verb))


def _conditional(one: _Match) -> bool:
    return one.rule.code not in {"assigned", "item"} and bool(_CONDITION.search(one.before))


def _procedural(one: _Match) -> bool:
    return one.rule.code in {"agreed", "decided", "task"} and bool(_PROCEDURE.match(one.verb))


def _nobodys(one: _Match) -> bool:
    whom = one.found.groupdict().get("whom") or one.verb
    return one.rule.code == "task" and bool(_NOBODY.match(whom))


def _a_name(one: _Match) -> bool:
    """Whether what should be a verb is a name, or "be" alone."""
    capital = one.name.startswith("verb") and one.verb[:1].isupper() and not one.found.string.isupper()
    return capital or (one.rule.code == "task" and one.verb.casefold() == "be")


def _no_task(one: _Match) -> bool:
    """No deed: "Correction to policy"; "Clerk to action." alone says who owes the line before."""
    if one.rule.code != "task" or not one.found.groupdict().get("whom"):
        return False
    alone = one.verb.casefold() == "action" and not one.found.string[one.found.end() :].strip(" .")
    return alone or (one.found["whom"].istitle() and bool(_TO_NOUNS.match(one.verb)))


_TO_NOUNS = re.compile(r"(?i)(?:policy|date|minutes|members|plan|item|items|agenda|rule|rules)\Z")


def _hoped(one: _Match) -> bool:
    ahead = one.rule.code in {"future", "expected", "ahead", "needed"}
    return ahead and bool(_HOPED.search(one.before))


def _optional(one: _Match) -> bool:
    if one.rule.code == "ahead":
        return bool(_OPTIONS.search(one.before))
    return one.rule.code in {"needed", "ready"} and bool(_MAYBE.search(one.before))


def _recorded(one: _Match) -> bool:
    return bool(_RECORD.match(one.found.string[one.found.end(one.name) :]))


def _judged(one: _Match) -> bool:
    """What is judged, not agreed to be done: "agreed that it would be good"."""
    judging = one.rule.code in {"agreed", "decided"} and one.name in {"verb2", "verb3"}
    return judging and one.verb.casefold() == "be" and not one.passive


def _effect(one: _Match) -> bool:
    """What follows by itself, not what somebody does: "the agreement will …"."""
    if one.rule.code != "future" or one.passive:
        return False
    return bool(_EFFECT.search(one.before) or _THING.search(one.before))


def _state(one: _Match) -> bool:
    sure = one.rule.code in _SURE and one.rule.base >= _SURELY
    return not one.passive and not sure and bool(one.language.not_deeds.match(one.phrase))


def _of_a_thing(one: _Match) -> bool:
    return _tells_of_a_thing(one.found[0], one.before)


_DOUBTS = (
    _denied,
    _of_a_thing,
    _conditional,
    _procedural,
    _a_name,
    _nobodys,
    _no_task,
    _hoped,
    _optional,
    _recorded,
    _judged,
    _effect,
    _state,
)


def _tells_of_a_thing(words: str, before: str) -> bool:
    """Whether a plan only describes something: "a campaign intended to …", "the project aims to …"."""
    if re.match(r"(?i)(?:intended|planned|aimed)\b", words):
        return bool(_QUALIFIED.search(before))
    return bool(re.match(r"(?i)aims\b", words) and _AIMED.search(before))


_RELATIVE = re.compile(r"(?i),?\s(?:which|that|who)\s+(?:\w+ly\s+)?\Z")


def _without_nested(hits: list[Hit], plain: str, language: Language) -> list[Hit]:
    """In a clause with two rules the surer one stays: "agreed that A will send" is one promise."""
    kept: list[Hit] = []
    for hit in hits:
        aside = language.verb_first and hit.rule.code == "future" and _RELATIVE.search(plain[: hit.start])
        if kept and aside:
            continue
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


def clause_of(plain: str, hits: list[Hit], at: int, language: Language) -> tuple[int, int]:
    """The part of a sentence that belongs to one of its hits."""
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
