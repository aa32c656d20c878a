"""Who the subject of a clause is, in Uzbek, Kazakh and English."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.minutes.light.names import CAPITAL
from egiz.minutes.light.rules import Language
from egiz.minutes.places import spelt_so

_MOST_WORDS = 14
# --- English -------------------------------------------------------------------------------------------------
_OPENING = re.compile(
    r"(?i)\A(?:[\s,;:–—«“\"(-]+|(?:and|but|so|then|also|additionally|moreover|furthermore|therefore|however|meanwhile|finally|as\s+agreed|in\s+turn|in\s+addition|for\s+(?:his|her|its|their)\s+part|"
    r"if\s+[^,]{1,60}|when\s+[^,]{1,80}|according\s+to\s+[^,]{1,60}|earlier|there|here|today|yesterday)\b,?\s*)+"
)
_PREPOSITIONAL = re.compile(
    r"(?i)\A(?:at|in|on|during|after|following|before|within|under|as|by|for|with|from|to|of|alongside|between|upon|through|throughout|over|since|until|once|while)\b[^,]{0,120},\s*"
)
_REPORTED = re.compile(
    r"(?i)\b(?:said|says|noted|added|stressed|stated|announced|confirmed|reported|explained|told\s+\w+|advised|informed(?:\s+(?:the\s+)?\w+)?|underlined|emphasi[sz]ed|agreed|decided|resolved|"
    r"proposed|suggested|recommended|intended|expected|promised|pledged|hoped|believe[sd]?)\s+that\s+"
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
        r"bo'lim|konsulxona|elchixona|delegatsiya|kengash|fabrika|guruh|ishtirokchi|fermer|biznesmen|birlashma|shahar|shahr|davlat|viloyat|mamlakat|mutasaddi|qo'mita|agentlik|uyushma|universitet|ekspert|"
        r"mutaxassis|o'rinbosar|boshlig'|markaz|tashkilot|hamkor|bank|institut|zavod|hukumat|a'zo|kotib|yoshlar|turoperator|sayyoh|talaba|olim|ishlab\s+chiqaruvchi|eksportchi|investor|tashuvchi|departament|departamenti)"
    ),
    "kk": (
        r"(?:тарап|қонақ|кәсіпкер|өкіл|палата|әкімдік|әкімдіг|әкім|хокимият|үкімет|мэр|губернатор|президент|төраға|басшы|директор|министр|елші|консул|компания|кәсіпорн|кәсіпорын|министрлік|министрліг|басқарма|бөлім|"
        r"консулдық|консулдығ|елшілік|елшіліг|делегация|кеңес|топ|тоб|қатысушы|фермер|бизнесмен|қауымдастық|қауымдастығ|дирекция|жігіт|қала|мемлекет|облыс|ел|өңір|комитет|агенттік|агенттіг|университет|"
        r"сарапшы|маман|орынбасар|орталық|орталығ|ұйым|серіктес|банк|институт|зауыт|үкімет|мүше|хатшы|жастар|тасымалдаушы|меймандар|мейман|студент|ғалым|өндіруші|экспорттаушы|инвестор|депутат)"
    ),
}
_NOMINATIVE = {
    "uz": r"(?:lar)?(?:i|si|imiz|miz)?",
    "kk": r"(?:лар|лер|дар|дер|тар|тер)?(?:ы|і|сы|сі|ымыз|іміз|мыз|міз)?",
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
    head = re.split(r"[;:]\s|\.\s+(?=[A-Z])|\s[–—-]\s", head)[-1].strip()
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
_GENITIVE_END = re.compile(r"(?:ning|ның|нің|дың|дің|тың|тің)\Z")
_POSSESSED = re.compile(r"(?:si|сы|сі)\Z")
_POINTING = re.compile(
    r"(?i)\W*(?:(?:shuningdek|сондай-ақ|safar\s+\w+|tashrif\s+\w+|сапар\s+\w+|кездесу\s+\w+)\W+)?(?:ular|u|олар|ол)\b"
)
_DATIVE = {"uz": r"(?:ga|ka|qa)", "kk": r"(?:ға|ге|қа|ке|на|не)"}
_OBJECT = re.compile(r"(?i)\w+(?:ini|imizni|ларини|ын|ін|сын|сін)\Z")


def turkic_addressee(plain: str, left: int, verb: int, language: Language) -> tuple[str, int] | None:
    """Who is given a task: the first body or person in the dative, as `turkic_subject`."""
    code = language.code
    pattern = re.compile(
        rf"(?i)(?<![\w'-])(?:{_AGENTS[code]})(?:{_NOMINATIVE[code]}){_DATIVE[code]}(?![\w'-])"
    )
    for match in pattern.finditer(plain, left, verb):
        begin = _start(plain, left, match.start())
        if len(plain[begin : match.end()].split()) <= _MOST_WORDS:
            return plain[begin : match.end()].strip(" ,"), match.end()
    return None


def turkic_subject(plain: str, left: int, verb: int, language: Language) -> tuple[str, int] | None:
    """The nominative at the head of an Uzbek or Kazakh clause, as `english_subject`.

    The verb stands last; who acts is the first noun of a person or body that has no ending of a case.
    """
    code = language.code
    pattern = re.compile(
        rf"(?<![\w'-])(?:{_AGENTS[code]}|{CAPITAL}[\w'-]*(?:[Pp]alata|[Kk]engash))(?:{_NOMINATIVE[code]})(?![\w'-])",
        re.IGNORECASE,
    )
    goes_on = re.compile(rf"(?i)(?:{_AGENTS[code]})(?:{_NOMINATIVE[code]}){_GENITIVE[code]}\W*\Z")
    for match in pattern.finditer(plain, left, verb):
        after = plain[match.end() : verb].split()
        # "шаҳар ҳокими", "облыс әкімі", "облыс әкімінің": the next word carries the head on.
        complete = _POSSESSED.search(match[0]) and after and _GENITIVE_END.search(after[0].rstrip(".,;"))
        if after and goes_on.match(after[0]) and not complete:
            continue
        aside = _NAMED_ASIDE.match(plain, match.end(), verb)
        if aside and not spelt_so(_GENITIVE_END.sub("", aside[0].split()[-1])):
            continue
        if _HEADED_BY.match(plain, match.end(), verb) or plain[max(0, match.start() - 1)] == "(":
            continue
        if after and re.match(
            r"(?i)(?:bilan|mен|мен|пен|бен|uchun|үшін|o'rtasida|арасында|tomonidan|тарапынан|boshchiligida|бастаған|haqida|туралы|bo'yicha)",
            after[0],
        ):
            if re.match(r"(?i)(?:tomonidan|тарапынан)", after[0]):
                return plain[_start(plain, left, match.start()) : match.end()].strip(), match.end()
            continue
        begin = _start(plain, left, match.start())
        if len(plain[begin : match.end()].split()) > _MOST_WORDS or (
            after and _OBJECT.match(after[0]) and begin == match.start()
        ):
            continue  # "a list of companies" names what is made
        quoted = re.match(r"\s*[«“\"][^»”\"]{2,50}[»”\"]", plain[match.end() : verb])
        end = match.end() + (quoted.end() if quoted else 0)
        return plain[begin:end].strip(" ,"), end
    return None


def _start(plain: str, left: int, at: int) -> int:
    """Where the noun phrase that ends at `at` begins: after the last adverbial or comma before it."""
    begin = at
    for match in reversed(list(re.finditer(r"[«“\"][^»”\"]*[»”\"]|[\w'’-]+|[^\s\w]", plain[left:at]))):
        word = match[0]
        if word in {",", ";", ":", "–", "—", "-", "(", ")", "."} or word.casefold() in _IDLE:
            break
        if _ADVERBIAL_END.search(word) and not word[0].isupper() and len(word) > 3:
            break
        if (
            _ADVERBIAL_END.search(word)
            and re.search(r"(?i)(?:da|dan|ga|да|де|та|те|дан|ден|тан|тен|ға|ге|қа|ке)\Z", word)
            and len(word) > 5
        ):
            break
        begin = left + match.start()
    return begin


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
