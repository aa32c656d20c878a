"""Commitments in Uzbek, Kazakh and English: rules on sentences, and items of lists of decisions."""

from __future__ import annotations

import re
from dataclasses import replace

from egiz.minutes.confidence import SOFT, settle
from egiz.minutes.dates import FoundDue, aside_in, find_dues, is_over
from egiz.minutes.item_labels import is_note_only, read_labels
from egiz.minutes.kinds import SPHERES, choose_kind
from egiz.minutes.light.hits import clause_of, find_hits
from egiz.minutes.light.parties import Scene, done_to, find_parties, names_of
from egiz.minutes.light.rules import Hit, Language
from egiz.minutes.light.subjects import english_subject, is_pronoun
from egiz.minutes.light.tasks import is_english_task
from egiz.minutes.light.text import Folded, fold
from egiz.minutes.light.titles import make_title
from egiz.minutes.reasons import act_reason
from egiz.minutes.report import Due, Kind, Promise, Reason

_NEAR = 0.93
_LEAD = re.compile(r"\A(?:[\s,;:–—-]|(?:and|but|that|va|hamda|və|және|as agreed,)\s)+", re.IGNORECASE)


_THEN = re.compile(r"(?i)\W*(?:last\s+\w+|in\s+(?:19|20)\d\d|earlier|previously)\b,?")
_PUT_OFF = re.compile(
    r"(?i)\b(?:postponed|cancell?ed|called\s+off)\b(?!\s+(?:to|until)|[^.]*,\s+but\b)|qoldirildi|bekor\s+qilin|кейінге\s+(?:қалдырыл|шегеріл)|болмай\s+қалды|\bleft\s+on\s+the\s+table\b"
)


def sentence_promises(text: str, start: int, end: int, scene: Scene) -> list[Promise]:
    """The promises of one sentence."""
    folded = fold(text, start, end, scene.language.code)
    if _PUT_OFF.search(folded.plain):
        return []
    hits = find_hits(folded.plain, scene.language)
    found = []
    for at, hit in enumerate(hits):
        left, right = clause_of(folded.plain, hits, at, scene.language)
        promise = _promise(text, folded, hit, (left, right), scene)
        if (
            promise
            and at
            and scene.language.verb_first
            and _NO_OWN_DOER.fullmatch(folded.plain, left, hit.start)
        ):
            promise = replace(promise, by=_same_doer(folded, hits, scene) or promise.by)
        if promise:
            found.append(promise)
    return found


_NO_OWN_DOER = re.compile(r"(?i)(?:\W|\b(?:is|are|was|were|will|would|has|have|also|then|be|and|to)\b)*")


def _same_doer(folded: Folded, hits: list[Hit], scene: Scene) -> tuple[str, ...]:
    """Who acts in the first clause of a sentence: "A will come and is ready to help"."""
    named = english_subject(folded.plain, 0, hits[0].start)
    if named is None or is_pronoun(named[0]) or done_to(folded.plain, hits[0], 0):
        return ()
    return names_of(named[0], folded, 0, named[1], scene)


def _promise(text: str, folded: Folded, hit: Hit, clause: tuple[int, int], scene: Scene) -> Promise | None:
    plain, language = folded.plain, scene.language
    left, right = _trim(plain, clause[0], max(clause[1], hit.end), hit)
    start, end = folded.back(left, right)
    quote = text[start:end].rstrip()
    dues = _own_dues(folded, hit, (start, right), quote, scene)
    found = _best_due(dues)
    if hit.rule.needs_due and found is None:
        return None
    agent_end, by, to = find_parties(text, folded, hit, left, scene)
    subject = done_to(plain, hit, left) if language.verb_first else ""
    cut = [quote[one.start : one.end] for one in dues]
    title = _title(text, folded, hit, (left, max(left, agent_end), right), cut, subject, language)
    kind, word = _kind_of(plain, hit, (left, right), subject, language)
    drawbacks = _drawbacks(plain, hit, (left, right), kind, language)
    confidence = settle(hit.rule.base, kind=kind, due=found, named=bool(by), drawbacks=drawbacks)
    if confidence is None or not title:
        return None
    reasons = [act_reason(hit.rule.code, text[slice(*folded.back(hit.start, hit.end))])]
    if word:
        reasons.append(
            Reason("kind_word", {"word": word, "kind": kind}, f"“{word}” speaks for the kind “{kind}”.")
        )
    stop = start + len(quote)
    return Promise(title, quote, start, stop, kind, by, to, (), found or Due(), confidence, tuple(reasons))


def _own_dues(folded: Folded, hit: Hit, part: tuple[int, int], quote: str, scene: Scene) -> list[FoundDue]:
    """The deadlines of a quote that are the deed's own, and not over."""
    start, right = part
    # "… at the meeting, which will be held this week": that day is the meeting's.
    aside = aside_in(folded.plain, hit.end, right)
    after = folded.back(aside.start(), aside.end())[0] - start if aside else len(quote)
    dues = find_dues(quote, scene.language.code, scene.report_date)
    return [one for one in dues if one.start < after and not is_over(one.due, scene.report_date)]


def _title(
    text: str,
    folded: Folded,
    hit: Hit,
    part: tuple[int, int, int],
    dues: list[str],
    subject: str,
    language: Language,
) -> str:
    left, after_agent, right = part
    what = _what(text, folded, hit, (after_agent, right), language)
    verb = "" if language.verb_first else _verb_of(text, folded, hit, language)
    title = make_title(what, verb, language, dues, subject=subject)
    if title or not language.verb_first:
        return title
    # "The fair is scheduled for 8 October": without the day its subject is left.
    named = english_subject(folded.plain, left, hit.start)
    return named[0][:1].upper() + named[0][1:] if named and not is_pronoun(named[0]) else ""


def _drawbacks(plain: str, hit: Hit, part: tuple[int, int], kind: Kind, language: Language) -> list[str]:
    left, right = part
    found = ["earlier"] if language.past.search(plain[left:right]) else []
    if language.verb_first and hit.rule.code in {"intended", "agreed", "decided"} and _THEN.match(plain):
        found = ["background"]
    if kind == "other" and _is_generic(plain, hit, right, language):
        found.append("generic wish" if hit.rule.code in SOFT else "generic")
    return found


def _kind_of(
    plain: str, hit: Hit, part: tuple[int, int], subject: str, language: Language
) -> tuple[Kind, str]:
    """What a promise is about; in a passive that is its subject, and the cue's own words do not tell."""
    left, right = part
    if subject:
        deed = plain[hit.verb_start : right]
        founded = _FOUNDED.match(deed)
        return clause_kind(f"{founded[0] if founded else deed} {subject}", 0, language)
    said = plain[left:right]
    if not language.verb_first:
        said = plain[left : hit.verb_end] + " " * (hit.end - hit.verb_end) + plain[hit.end : right]
    return clause_kind(said, hit.verb_start - left, language)


# "A council will be formed to hold …": it is the council that is founded.
_FOUNDED = re.compile(
    r"(?i)be\s+(?:\w+ly\s+)?(?:re-?)?(?:opened|launched|created|established|set\s+up|built|founded|constructed|formed)\b"
)


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


_CONVERB = re.compile(r"(?i)(?:\w(?:ып|іп)|[аәеоөуүыіэю]п|\w(?:ib)|[aeiou]b),\s")


def clause_kind(clause: str, verb_at: int, language: Language) -> tuple[Kind, str]:
    """The kind by the words of a clause; those nearest the verb on its object's side count most."""
    if language.verb_first:
        clause = _TO_A_TWIN.sub(lambda one: "place".ljust(len(one[0])), clause)
        clause = _PAPER_FORM.sub(lambda one: "questionnaire".ljust(len(one[0])), clause)
    spheres = [one.span() for one in SPHERES[language.code].finditer(clause)]
    converb = 0
    if not language.verb_first:
        # "… discussed it, and ordered the repair": the deed is what stands behind the comma.
        converb = max((one.end() for one in _CONVERB.finditer(clause, 0, verb_at)), default=0)
    words = [
        (match[0], match.start())
        for match in re.finditer(r"[\w'-]+", clause)
        if match.start() >= converb and not any(a <= match.start() < b for a, b in spheres)
    ]
    at = next((index for index, (_, start) in enumerate(words) if start >= verb_at), len(words) - 1)
    weighed = [
        (_named_days(word), _nearness(word, index - at, language)) for index, (word, _) in enumerate(words)
    ]
    if words and at < len(words):
        weighed = _of_founding(weighed, words, at, language)
    return choose_kind(weighed, language.code)


def _nearness(word: str, offset: int, language: Language) -> float:
    """How much a word tells of the deed, by its distance from the verb (negative before it)."""
    distance = offset if language.verb_first else -offset
    if distance < 0:
        return _BEFORE
    near = float(_NEAR**distance)
    if language.verb_first or distance == 0:
        return near
    # What is done is the object; where it is done only says the setting.
    if distance == 1 and _OBJECT_ENDING.search(word):
        return near * _OBJECT
    return near * _SETTING if _SETTING_ENDING.search(word) else near


_OBJECT, _SETTING = 1.25, 0.5
_OBJECT_ENDING = re.compile(r"(?i)\w{3}(?:sini|ini|larni|ларын|лерін|сын|сін|ын|ін)\Z")
_SETTING_ENDING = re.compile(r"(?i)\w{4}(?:da|нда|нде|да|де|та|те)\Z")
_BEFORE = 0.3
# "write to the twin town": what is done is no twinning.
_TO_A_TWIN = re.compile(
    r"(?i)\b(?:to|from|in|at|for)\s+(?:the|our|its|their|your|both)\s+(?:twin|sister)[\s-](?:towns?|cit(?:y|ies)|regions?)\b"
)
_PAPER_FORM = re.compile(
    r"(?i)\b(?:(?:application|registration|entry|booking|consent|order)\s+forms?|(?<=this\s)form|(?<=\sa\s)form(?=\s+(?:for|to|which|that)\b)|forms)\b"
)
_FAR_FROM_OBJECT = 0.2
# What is opened, built or founded is said by the object alone: "open a centre … to hold exhibitions".
_FOUNDING = {
    "en": re.compile(
        r"(?i)(?:re-?)?(?:open|launch|creat|establish|set|build|found|construct|start|introduc|develop|form)(?:s|e|es|ed|ing|t)?\Z"
    ),
    "uz": re.compile(r"(?i)(?:och|qur|yarat|barpo|ishga|yo'lga|tuz|joriy|rivojlantir)[\w']*\Z"),
    "kk": re.compile(r"(?i)(?:аш|сал|құр|жаса|іске|жолға|қалыптастыр|дамыт)\w*\Z"),
}
_OBJECT_ENDS = re.compile(
    r"(?i)(?:of|for|to|in|on|at|with|between|from|by|as|within|under|through|aimed|which|that|where|and|who|during|ahead)\Z"
)
_OBJECT_WORDS = 3


def _named_days(word: str) -> str:
    """With a capital, "Days of Astana" are a festival; days of a deadline are not."""
    return "festival" if word == "Days" else word.lower()


def _of_founding(
    weighed: list[tuple[str, float]], words: list[tuple[str, int]], at: int, language: Language
) -> list[tuple[str, float]]:
    """The words with less weight for those that do not stand in the object of a verb of founding."""
    if not _FOUNDING[language.code].match(words[at][0]):
        return weighed
    if language.verb_first:
        stop = next(
            (one for one in range(at + 1, len(words)) if _OBJECT_ENDS.match(words[one][0])), len(words)
        )
        inside = range(at, stop)
    else:
        inside = range(max(0, at - _OBJECT_WORDS), at + 1)
    return [
        (word, near if index in inside else near * _FAR_FROM_OBJECT)
        for index, (word, near) in enumerate(weighed)
    ]


def _what(text: str, folded: Folded, hit: Hit, part: tuple[int, int], language: Language) -> str:
    if language.verb_first:
        a, b = folded.back(hit.verb_start, max(part[1], hit.verb_end))
        return _SOURCE.sub("", text[a:b])
    a, b = folded.back(min(part[0], hit.verb_start), hit.verb_end if hit.noun else hit.verb_start)
    return text[a:b]


# "… hold a forum, local media reported on May 7": who told it is no part of the task.
_SOURCE = re.compile(r"(?i),\s+[^,.;]{0,40}\b(?:reports?|reported|said|says|writes?|informs?)\b[^.;]*\Z")


def _verb_of(text: str, folded: Folded, hit: Hit, language: Language) -> str:
    """The deed's verb form; what was only named by a noun has none, and an invitation says so itself."""
    if hit.noun and hit.rule.code == "invited":
        return (
            "шақыру"
            if language.code == "kk"
            else "таклиф қилиш"
            if _is_cyrillic(text, folded)
            else "taklif qilish"
        )
    return "" if hit.noun else text[slice(*folded.back(hit.verb_start, hit.verb_end))]


def _is_cyrillic(text: str, folded: Folded) -> bool:
    return bool(re.search("[а-яўқғҳ]", text[folded.places[0] : folded.places[-1]]))


def item_promise(text: str, start: int, end: int, scene: Scene) -> Promise | None:
    """The promise of one decision; its quote is the whole decision."""
    language = scene.language
    quote = text[start:end]
    if is_note_only(quote) or (language.verb_first and not is_english_task(quote)):
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
        agent_end, by, _ = find_parties(text, folded, hit, 0, scene)
        a, b = folded.back(min(agent_end, verb_at), verb_at)
        title = make_title(text[a:b], text[slice(*folded.back(verb_at, hit.verb_end))], language, dues)
    kind, _ = clause_kind(folded.plain, verb_at, language)
    by = labels.owners or by
    due = labels.due or Due()
    confidence = settle(language.order.base, kind=kind, due=labels.due, named=bool(by))
    if confidence is None or not title:
        return None
    reasons = (act_reason("item", quote[:40]),)
    return Promise(title, quote, start, end, kind, by, (), (), due, confidence, reasons)


_ITEM_CODES = frozenset({"assigned", "agreed", "decided", "future", "proposed", "ahead"})


_VERBAL_NOUN = {
    "uz": re.compile(r"(?i)(?P<verb>[\w']+sh)(?=[;,.]?\s*\Z)"),
    "kk": re.compile(r"(?i)(?P<verb>\w+[ую])(?=[;,.]?\s*\Z)"),
    "en": re.compile(r"(?P<verb>\Z)"),
}


def _order(plain: str, scene: Scene) -> Hit | None:
    """What an Uzbek or Kazakh decision orders: "… topshirilsin", or the last verb in -sin."""
    hits = [hit for hit in find_hits(plain, scene.language) if hit.rule.code in _ITEM_CODES]
    if hits:
        return hits[-1]
    order = scene.language.order
    found = list(order.pattern.finditer(plain)) or list(_VERBAL_NOUN[scene.language.code].finditer(plain))
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
