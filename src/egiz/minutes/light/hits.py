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


_SURE = frozenset({"promised", "assigned", "requested", "item", "task", "intended", "agreed", "decided"})
_THING = re.compile(r"(?i)\b(?:it|this|that|which|there|these|those|so\s+it)\s*\Z")
_MAYBE = re.compile(r"(?i)\b(?:may|might|could)\s+(?:also\s+)?(?:be\s*)?\Z")
_OPTIONS = re.compile(
    r"(?i)\b(?:aims?|purpose|goals?|objectives?|mission|idea|intention|challenge|priority|focus|role|dream|possibilit(?:y|ies)|options?|alternatives?|task)\s+(?:of\s+[^.;,]{2,60}\s+)?\Z"
)


def _no_deed(match: re.Match[str], name: str, rule: Rule, language: Language) -> bool:
    verb = match[name]
    if language.verb_first and (
        (rule.code == "task" and verb.casefold() == "be")
        or (name.startswith("verb") and verb[:1].isupper() and not match.string.isupper())
        or (
            rule.code == "future"
            and _THING.search(match.string[: match.start()])
            and not PASSIVE.match(match.string[match.start(name) :])
        )
    ):
        return True
    if language.verb_first and (
        (
            rule.code in {"future", "expected", "ahead", "needed"}
            and _HOPED.search(match.string[: match.start()])
        )
        or (rule.code == "needed" and _MAYBE.search(match.string[: match.start()]))
        or (rule.code == "ahead" and _OPTIONS.search(match.string[: match.start()]))
        or _RECORD.match(match.string[match.end(name) :])
    ):
        return True
    if rule.code not in _SURE and language.not_deeds.match(verb):
        passive = language.verb_first and PASSIVE.match(match.string[match.start(name) :])
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
