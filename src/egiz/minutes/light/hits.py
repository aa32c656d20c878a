"""Where the rules of a language match a sentence, and which of its words belong to each match."""

from __future__ import annotations

import re

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
    hits.sort(key=lambda hit: hit.start)
    return _without_nested(hits, plain, language)


_HOPED = re.compile(
    r"(?i)\b(?:confiden(?:ce|t)|hopes?|hoped|hoping|believes?|believed|belief|doubt|risk|fear(?:s|ed)?|sure|if)\s+(?:that\s+)?[^.;]{0,160}\Z"
)
_RECORD = re.compile(
    r"(?i)\s*(?:an?\s+)?(?:(?:correct|true|accurate)\s+record|approved|signed|confirmed\s+as|noted|received|read\b|taken\s+as\s+read)"
)


_CONDITION = re.compile(
    r"(?i)\b(?:as\s+long\s+as|so\s+long\s+as|unless|whether|in\s+case|provided\s+that)\s[^.;]{0,90}\Z|"
    r"\b(?:how|why|what|where)\s[^,.;]{0,60}\Z|\b(?:a|any|the|some|no)\s+\w+\s+who\s+(?:might\s+)?\Z"
)
_NEGATED = re.compile(
    r"(?i)(?:\bnot|\bhad|n['’]t|\bnever|\bno\s+longer|\bcannot|\bnobody|\bno\s+one)\s+(?:yet\s+)?\Z"
)
_PROCEDURE = re.compile(
    r"(?i)(?:adjourn|approve|accept|adopt|second|close\s+the\s+meeting|dispense|go\s+into|nominate|elect|table)\b"
)
_EFFECT = re.compile(
    r"(?i)\b(?:population|opening|agreement|document|memorandum|cooperation|relations|ties|exports?|turnover|trade|fares?|prices?|interest|links|partnership|"
    r"potential|growth|volume|economy|experience|friendship|signing|development|initiative)\s+(?:(?:of|between|in|with)\s+[^.;,]{2,70}\s)?(?:\w+\s+)?\Z"
)
# "if … is not done, measures will be taken"
_TURKIC_CONDITION = {
    "uz": re.compile(r"(?i)\b(?:agar|mabodo)\b|\w{2,}(?:ma|il|in|la|sh)sa,?\s+(?:[\w'-]+\s+){0,4}\Z"),
    "kk": re.compile(
        r"(?i)\b(?:егер|егерде)\b|\w{2,}(?:маса|месе|баса|бесе|паса|песе),?\s+(?:[\w-]+\s+){0,4}\Z"
    ),
}
# "had been planned", in Kazakh and Uzbek
_HAD_BEEN = re.compile(r"(?i)\s*(?:болатын|еді|edi)\b")
# "the law provides for …" says what a paper holds.
_BY_PAPER = re.compile(r"(?i)көздейді|ko'zda\s+tutadi|nazarda\s+tutadi")
_PAPER = re.compile(r"(?i)\b(?:құжат|заң|хаттама|келісім|бағдарлама|hujjat|qonun|bitim|dastur)\w*")
# "discussed a campaign intended to …": the participle only describes the campaign.
_QUALIFIED = re.compile(
    r"(?i)\b\w+(?:ed|es|is|was)\b.*\b(?:an?|the|this|of|in|for)\s+[\w'-]+(?:\s[\w'-]+){0,2}\s*\Z"
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
    if rule.code == "intended" and _HAD_BEEN.match(match.string[match.end() :]):
        return True
    if rule.code == "intended" and _BY_PAPER.search(match[0]) and _PAPER.search(before):
        return True
    if _TURKIC_CONDITION[language.code].search(before[-120:]):
        return True
    return rule.code not in _SURE and language.not_deeds.match(verb) is not None


def _no_english_deed(match: re.Match[str], name: str, rule: Rule, language: Language) -> bool:
    verb, phrase = match[name], match.string[match.start(name) :]
    before = match.string[: match.start()]
    passive = PASSIVE.match(phrase) is not None
    denied = _NEGATED.search(before) or _NEGATED.search(match.string[: match.start(name)])
    conditional = rule.code not in {"assigned", "item"} and _CONDITION.search(before)
    procedure = rule.code in {"agreed", "decided", "task"} and _PROCEDURE.match(verb)
    judged = rule.code in {"agreed", "decided"} and name in {"verb2", "verb3"} and verb.casefold() == "be"
    effect = rule.code == "future" and (_EFFECT.search(before) or _THING.search(before))
    nobody = rule.code == "task" and _NOBODY.match(match.groupdict().get("whom") or verb)
    named = (rule.code == "task" and verb.casefold() == "be") or (
        name.startswith("verb") and verb[:1].isupper() and not match.string.isupper()
    )
    hoped = rule.code in {"future", "expected", "ahead", "needed"} and _HOPED.search(before)
    options = (rule.code in {"needed", "ready"} and _MAYBE.search(before)) or (
        rule.code == "ahead" and _OPTIONS.search(before)
    )
    told_of = re.match(r"(?i)(?:intended|planned|aimed)\b", match[0]) and _QUALIFIED.search(before)
    return bool(
        denied
        or told_of
        or conditional
        or procedure
        or named
        or nobody
        or hoped
        or options
        or _RECORD.match(match.string[match.end(name) :])
        or (not passive and (judged or effect))
        or (
            not passive
            and (rule.code not in _SURE or rule.base < _SURELY)
            and language.not_deeds.match(phrase)
        )
    )


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
