"""Who the subject of a clause is, in Uzbek, Kazakh and English."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re
from functools import lru_cache

from egiz.minutes._word_lists import words
from egiz.minutes.light.names import CAPITAL
from egiz.minutes.light.rules import Language
from egiz.minutes.places import spelt_so

_MOST_WORDS = 14
# --- English -------------------------------------------------------------------------------------------------
_OPENING = re.compile(
    r"(?i)\A(?:[\s,;:–—«“\"(-]+|\d{1,2}\s*[-–—.)]\s+(?=[A-Z])|(?:and|but|so|then|also|additionally|moreover|furthermore|therefore|however|meanwhile|finally|as\s+agreed|in\s+turn|in\s+addition|for\s+(?:his|her|its|their)\s+part|"
    r"if\s+[^,]{1,60}|when\s+[^,]{1,80}|according\s+to\s+[^,]{1,60}|earlier|on\s+(?:[a-z]+\s+\d{1,2}|\d{1,2}\s+[a-z]+|[a-z]+day)(?:,?\s+(?:19|20)\d\d)?(?=,?\s+(?:the\s|[a-z]))|there|here|today|yesterday|(?:next|this|last)\s+(?:year|month|week|spring|summer|autumn|winter))\b,?\s*)+"
)
_PREPOSITIONAL = re.compile(
    r"(?i)\A(?:to(?=\s+[a-z]+\s)|speaking|commenting|addressing|opening|closing|at|in|on|during|after|following|before|within|under|as|by|for|with|from|to|of|alongside|between|upon|through|throughout|over|since|until|once|while)\b[^,]{0,120},\s*"
)
_REPORTED = re.compile(
    r"(?i)\b(?:said|says|noted|added|stressed|stated|announced|confirmed|reported|explained|told\s+\w+|advised|informed(?:\s+(?:the\s+)?\w+)?|underlined|emphasi[sz]ed|agreed|decided|resolved|"
    r"proposed|suggested|recommended|intended|expected|promised|pledged|hoped|believe[sd]?)\s+that\s+|"
    r"\b(?:said|says|added|noted|stated)\s+(?=(?:he|she|they|we|it)\W*\Z)"
)
# "The Polish side declared its readiness to …"
_DECLARED = re.compile(
    r"(?i)\s+(?:also\s+)?(?:declared|declares|expressed|expresses|confirmed|voiced|reaffirmed|announced|stated|showed|conveyed)\s+(?:(?:its|his|her|their|the|a)\b.*)?\Z"
)
_THAT = re.compile(r"(?i)\b(?!so\b)\w+\s+that\s+")
_NO_SUBJECT = re.compile(
    r"(?i)\A(?:it|there|this|that|which|what|who|such|these|those|action|actions|be|not|is|are|was|were)\b|\A(?:the|an?)\Z|\A\W*\Z"
)
_FINITE_WORD = re.compile(
    r"(?i)\w{2,}ed|is|are|was|were|has|have|had|met|held|sent|with|by|to|for|from|said|led|made|took|gave"
)
_WHEN = re.compile(
    r"(?:When|Once|If|As\s+soon\s+as|After)\s+(?:\w+\s+){1,6}?(?:is|are|was|were|has|have|had)\s+(?:been\s+)?[\w-]+\s+(?=[A-Z])"
)
# "A has potential, and we …", "… as part of it, we …": who acts stands behind the comma.
_LAST_CLAUSE = re.compile(
    r"(?i)\A.*\b(?:has|have|had|is|are|was|were|can|said|says)\b.*,\s+(?:and|but|so)\s+(?=\S)|"
    r"\A.*[,;]\s+(?=(?:we|i|he|she|they|you)(?:\s+(?:also|now|then|will|would|are|is|have|has))*\s*\Z)"
)
_PRONOUN = re.compile(r"(?i)\A(?:he|she|they|we|i|you)\Z")
_ADVERB_END = re.compile(
    r"(?i)\s+(?:also|will|would|shall|should|may|might|can|could|must|to|still|both|jointly|now|therefore|then|all|each|probably|shortly|soon|officially|further|has|have|had|is|are|was|were|been|being|be|do|does|did|already)\Z"
)
_AIM = re.compile(
    r"(?i)\b(?:aim|aims|purpose|goal|goals|objective|objectives|mission|task|idea|intention|plan|hope|challenge|priority|focus|role|responsibility|dream|wish)\Z"
)
# --- Uzbek (Latin) and Kazakh --------------------------------------------------------------------------------
_AGENTS = {
    "uz": (
        r"(?:tomon|taraf|mehmon|tadbirkor|vakil|palata|hokimlik|hokimlig|hokimiyat|hokim|mer|gubernator|prezident|rais|rahbar|direktor|vazir|elchi|konsul|korxona|kompaniya|vazirlik|vazirlig|boshqarma|"
        r"bo'lim|konsulxona|elchixona|delegatsiya|kengash|fabrika|guruh|ishtirokchi|fermer(?:\s+xo'jali[kg])?|biznesmen|birlashma|shahar|shahr|davlat|viloyat|mamlakat|mutasaddi|qo'mita|agentlik|uyushma|universitet|ekspert|"
        r"mutaxassis|o'rinbosar|boshlig'|markaz|tashkilot|hamkor|bank|institut|zavod|hukumat|a'zo|kotib|yoshlar|turoperator|sayyoh|talaba|olim|mas'ul|ishlab\s+chiqaruvchi|eksportchi|investor|tashuvchi|departament|departamenti)"
    ),
    "kk": (
        r"(?:тарап|қонақ|кәсіпкер|өкіл|палата|әкімдік|әкімдіг|әкім|хокимият|үкімет|мэр|губернатор|президент|төраға|басшы|директор|министр|елші|консул|компания|кәсіпорн|кәсіпорын|министрлік|министрліг|басқарма|бөлім|"
        r"консулдық|консулдығ|елшілік|елшіліг|делегация|кеңес|топ|тоб|қатысушы|фермер(?:\s+шаруашылы[қғ])?|шаруа\s+қожалы[қғ]|бизнесмен|қауымдастық|қауымдастығ|дирекция|жігіт|қала|мемлекет|облыс|ел|өңір|комитет|агенттік|агенттіг|университет|"
        r"сарапшы|маман|орынбасар|орталық|орталығ|ұйым|серіктес|банк|институт|зауыт|үкімет|мүше|хатшы|жастар|тасымалдаушы|меймандар|мейман|студент|ғалым|жауапты|өндіруші|экспорттаушы|инвестор|депутат)"
    ),
}
_NOMINATIVE = {
    "uz": r"(?:lar)?(?:i|si|imiz|miz)?",
    "kk": r"(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі|ымыз|іміз|мыз|міз)?",
}
_POSSESSIVE = {
    "uz": r"(?:lar)?(?:i|si|imiz|miz)",
    "kk": r"(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі|ымыз|іміз|мыз|міз)",
}
_MORE = {"uz": r"(?:\s+(?:va|hamda)\s+[\w'-]+){0,2}", "kk": ""}
_ADVERBIAL_END = re.compile(
    r"(?i)(?:da|dan|ga|lik|gacha|uchun|bilan|bo'yicha|davomida|yakunida|doirasida|maqsadida|ko'ra|sifatida|binoan|kuni|yili|oyida|asosida|haqida|keyin|oldin|"
    r"да|де|та|те|дан|ден|тан|тен|ға|ге|қа|ке|үшін|бойынша|барысында|аясында|сәйкес|негізінде|туралы|кейін|дейін|күні|жылы|айында|ретінде|арқылы|мен|пен|бен)\Z"
)
_IDLE = words(
    "shuningdek bundan tashqari shu bilan birga ham xususan jumladan yangi bugun kecha ertaga biz men u ular sondan "
    "сондай-ақ сонымен қатар бұдан бөлек бұған қоса бүгін ертең енді алдағы уақытта біз мен ол олар"
)


def english_subject(plain: str, left: int, verb: int) -> tuple[str, int] | None:
    """The words before a verb that name who acts, with the offset after them.

    Parameters
    ----------
    plain : str
        The sentence.
    left, verb : int
        Where the clause begins and where its predicate does.

    Returns
    -------
    The subject without its article and the offset of its end; None if the clause names nobody.
    """
    head = plain[left:verb]
    end = left + len(head.rstrip())
    relative = re.search(
        r"(?P<noun>[^,;.]*[^,;.\s]),?\s+(?:which|who|that)(?:\s+(?:is|are|was|were|will|also))*\s*\Z", head
    )
    if relative and not _REPORTED.search(head[relative.end("noun") - 30 :]):
        words = relative["noun"].split()
        verbs = [at for at, word in enumerate(words) if _FINITE_WORD.fullmatch(word)]
        head = " ".join(words[verbs[-1] + 1 :] if verbs else words)
    reported = list(_REPORTED.finditer(head)) or list(_THAT.finditer(head))
    if reported and reported[-1].end() < len(head.rstrip()):
        head = head[reported[-1].end() :]
    while (shorter := _PREPOSITIONAL.sub("", _OPENING.sub("", head))) != head:
        head = shorter
    head = _LAST_CLAUSE.sub("", head)
    head = _WHEN.sub("", head.strip(' ,;:–—-“”"«»()'))
    while (shorter := _ADVERB_END.sub("", head)) != head:
        head = shorter
    head = re.split(
        r"(?i)(?:,\s+(?:which|who|including|along|together|accompanied|led|headed)\b|\s+(?:which|who)\s)",
        head,
    )[0].strip(" ,")
    head = re.sub(
        r"(?i)\s+(?:promised|agreed|decided|resolved|pledged|noted|added|said|intended)\s+that\s+it\s+would\s+be\s+\w+\Z",
        "",
        head,
    )
    head = _DECLARED.sub("", re.split(r"[;:]\s|\.\s+(?=[A-Z])|\s[–—-]\s", head)[-1].strip())
    if not head or _NO_SUBJECT.match(head) or _AIM.search(head) or len(head.split()) > _MOST_WORDS:
        return None
    name = re.sub(r"(?i)^(?:both\s+)?(?:the|our|a|an|its|his|her|their)\s+", "", head)
    return name.strip(" ,"), end


def is_pronoun(name: str) -> bool:
    """Whether a subject only points at somebody named before."""
    return bool(_PRONOUN.match(name))


_GENITIVE = {"uz": "(?:ning)?", "kk": "(?:ның|нің|дың|дің|тың|тің)?"}
# "the delegation headed by the mayor (…) A": the mayor does not act.
_HEADED_BY = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?(?:{CAPITAL}[\w'-]+\s+){{0,4}}(?:boshchilig|rahbarlig|raislig|ishtirokida|бастаған|басқарған|төрағалығ|қатысуымен)"
)
# "the president A's invitation", "with the minister B": who is named so does not act.
_NAMED_ASIDE = re.compile(
    rf"\s+(?:{CAPITAL}[\w'-]+\s+){{0,3}}{CAPITAL}[\w'-]*(?:мен|пен|бен|ның|нің|дың|дің|тың|тің|ning)(?=\s)|\s+(?:{CAPITAL}[\w'-]+\s+){{1,3}}bilan\b"
)
# "between region A and region B": neither acts.
_BETWEEN = re.compile(
    r"(?i)\s+(?:va|hamda|мен|пен|бен|және)\s+(?:[\w'’-]+\s+){1,6}?(?:o'rtasida|ўртасида|арасында)"
)
_GENITIVE_END = re.compile(r"(?:ning|ның|нің|дың|дің|тың|тің)\Z")
_SIDES = re.compile(r"(?i)tomonlar|taraflar|тараптар")  # nothing hangs on "the sides"
_POSSESSED = re.compile(r"(?:si|сы|сі)\Z")
_POINTING = re.compile(
    r"(?i)\W*(?:(?:shuningdek|сондай-ақ|safar\s+\w+|tashrif\s+\w+|сапар\s+\w+|кездесу\s+\w+)\W+)?(?:ular|u|олар|ол)\b"
)
_DATIVE = {"uz": r"(?:ga|ka|qa)", "kk": r"(?:ға|ге|қа|ке|на|не)"}
# "the mayor [gave] the department …": who gives the task stands before the one who gets it.
_GIVER = {
    "uz": re.compile(r"(?i)\b(?:hokimi?|raisi|prezidenti?|vaziri|rahbari|gubernatori|meri|o'rinbosari)\s+"),
    "kk": re.compile(
        r"(?i)\b(?:әкімі?|төрағасы|президенті?|министрі|басшысы|губернаторы|мэрі|орынбасары)\s+"
    ),
}
_OBJECT = re.compile(r"(?i)\w+(?:ini|imizni|ларини|ын|ін|сын|сін)\Z")


def turkic_addressee(plain: str, left: int, verb: int, language: Language) -> tuple[str, int] | None:
    """Who is given a task: the first body or person in the dative, as `turkic_subject`."""
    code = language.code
    pattern = re.compile(
        rf"(?i)(?<![\w'-])(?:{_AGENTS[code]})(?:{_NOMINATIVE[code]}){_DATIVE[code]}(?![\w'-])"
    )
    for match in pattern.finditer(plain, left, verb):
        begin = _start(plain, left, match.start())
        giver = list(_GIVER[code].finditer(plain, begin, match.start()))
        begin = giver[-1].end() if giver else begin
        if len(plain[begin : match.end()].split()) <= _MOST_WORDS:
            return plain[begin : match.end()].strip(" ,"), match.end()
    return None


@lru_cache(maxsize=4)
def _agent(code: str) -> re.Pattern[str]:
    head = rf"(?:{_AGENTS[code]}|{CAPITAL}[\w'-]*(?:[Pp]alata|[Kk]engash))(?:{_NOMINATIVE[code]})"
    return re.compile(rf"(?i)(?<![\w'-]){head}(?![\w'-])")


@lru_cache(maxsize=4)
def _goes_on(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{_AGENTS[code]})(?:{_POSSESSIVE[code]}){_GENITIVE[code]}\W*\Z")


def turkic_subject(plain: str, left: int, verb: int, language: Language) -> tuple[str, int] | None:
    """The nominative at the head of an Uzbek or Kazakh clause, as `english_subject`.

    The verb stands last; who acts is the first noun of a person or body that has no ending of a case.
    """
    for match in _agent(language.code).finditer(plain, left, verb):
        after = [*plain[match.end() : verb].split(), ""][0]
        if _carried_on(match[0], after, language.code) or _no_actor(plain, match, verb):
            continue
        begin = _start(plain, left, match.start())
        if _POSTPOSITION.match(after):
            if _ON_THE_PART.match(after):
                return plain[begin : match.end()].strip(), match.end()
            continue
        # "a list of companies" names what is made
        made = _OBJECT.match(after) and begin == match.start()
        if made or len(plain[begin : match.end()].split()) > _MOST_WORDS:
            continue
        quoted = _QUOTED_NAME.match(plain, match.end(), verb)
        end = quoted.end() if quoted else match.end()
        return plain[begin:end].strip(" ,"), end
    return None


_POSTPOSITION = re.compile(
    r"(?i)(?:bilan|mен|мен|пен|бен|uchun|үшін|o'rtasida|арасында|tomonidan|тарапынан|boshchiligida|бастаған|haqida|туралы|bo'yicha)"
)
_ON_THE_PART = re.compile(r"(?i)(?:tomonidan|тарапынан)")
_QUOTED_NAME = re.compile(r"\s*[«“\"][^»”\"]{2,50}[»”\"]")


def _carried_on(word: str, after: str, code: str) -> bool:
    """Whether the next word carries the head on: "шаҳар ҳокими", "облыс әкімі", "облыс әкімінің"."""
    complete = _POSSESSED.search(word) and _GENITIVE_END.search(after.rstrip(".,;"))
    return not complete and not _SIDES.fullmatch(word) and bool(_goes_on(code).match(after))


def _no_actor(plain: str, match: re.Match[str], verb: int) -> bool:
    """Whether a body or person is named by the way: between two, beside a name, or as head of others."""
    if _BETWEEN.match(plain, match.end(), verb) or _HEADED_BY.match(plain, match.end(), verb):
        return True
    aside = _NAMED_ASIDE.match(plain, match.end(), verb)
    named = aside is not None and not spelt_so(_GENITIVE_END.sub("", aside[0].split()[-1]))
    return named or plain[max(0, match.start() - 1)] == "("


def _start(plain: str, left: int, at: int) -> int:
    """Where the noun phrase that ends at `at` begins: after the last adverbial or comma before it."""
    begin = at
    for match in reversed(list(re.finditer(r"[«“\"][^»”\"]*[»”\"]|[\w'’-]+|[^\s\w]", plain[left:at]))):
        if _is_apart(match[0]):
            break
        begin = left + match.start()
    return begin


def _is_apart(word: str) -> bool:
    """Whether a word stands outside the noun phrase behind it."""
    if word in _MARKS or word.casefold() in _IDLE:
        return True
    if word.casefold() == "палата" or not _ADVERBIAL_END.search(word):  # that one only looks like a locative
        return False
    if not word[0].isupper() and len(word) > 3:
        return True
    return len(word) > 5 and bool(_CASE_END.search(word)) and not spelt_so(word)


_MARKS = frozenset(",;:–—-().")
_CASE_END = re.compile(r"(?i)(?:da|dan|ga|да|де|та|те|дан|ден|тан|тен|ға|ге|қа|ке)\Z")


def turkic_owner(plain: str, left: int, verb: int, language: Language) -> tuple[str, int] | None:
    """The genitive that is the subject of a verbal noun: "the delegation's visiting is planned"."""
    code = language.code
    pattern = re.compile(
        rf"(?i)(?<![\w'-])(?P<name>(?:{_AGENTS[code]})(?:{_NOMINATIVE[code]})){_GENITIVE[code].rstrip('?')}(?![\w'-])"
    )
    match = pattern.search(plain, left, verb)
    if match is None:
        return None
    begin = _start(plain, left, match.start())
    return plain[begin : match.end("name")].strip(" ,"), match.end("name")


def points_back(plain: str, left: int) -> bool:
    """Whether an Uzbek or Kazakh clause begins with "he" or "they"."""
    return _POINTING.match(plain, left) is not None
