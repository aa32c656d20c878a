"""Names of places in Uzbek, Kazakh and English: capitalised words that the atlas knows, of the whole world."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.minutes.light.names import CAPITAL, LOWER, is_known_given
from egiz.minutes.places import is_place, same_place

_ONE = rf"{CAPITAL}(?:[\w'ʻʼ‘’]*\w)?(?:-(?:{CAPITAL}|[{LOWER}])[\w'ʻʼ‘’]+)*"
_RUN = re.compile(
    rf"(?<![\w-]){_ONE}(?:\s+(?:(?:de|la|le|les|el|al|del|di|upon|sur|am|an\s+der)\s+)?{_ONE}){{0,3}}"
)
_ENDINGS = words(
    "da dan ga ka qa ning ni dagi gacha lik да дан га ка қа нинг ни даги гача лик "
    "де те та ден тен тан нан нен ға ге ке ның нің дың дің тың тің ны ні ды ді ты ті дағы дегі тағы тегі мен пен бен dir дир"
)
_LOOKUPS = 1200
_SHORT_NAME = 4
_REGION_TAIL = re.compile(
    r"\s+(?:viloyati|вилояти|облысы|region|Region|oblast|Oblast|respublikasi|Respublikasi|республикаси|Республикаси|Республикасы|provinsiyasi|провинцияси|province|Province|"
    r"o[ʻʼ‘’']?lkasi|ўлкаси|өлкесі|округі|county|County)(?![a-zа-я]{5})\w*"
)
_CITY_TAIL = re.compile(
    r"\s+(?:shahri|shahrlari|shahar|shaharlari|tumani|шаҳри|шаҳар|тумани|қаласы|қалалық|қалалары|ауданы|ауылы|district|town|city|City)\w*|['’]s\s+(?:mayor|city|capital)|"
    rf"\s+(?:va|hamda|ва|ҳамда|мен|пен|бен|және)\s+(?:\S+\s+){{0,2}}?{_ONE}\s+(?:shaharlar|шаҳарлар|қалалар|viloyatlar|вилоятлар)\w*"
)
# "Қазан қаласы": a town, though the bare word is a month.
_NAMED_TOWN = re.compile(r"\s+(?:shahri|шаҳри|қаласы)")
_COUNTRIES = frozenset({"UK", "USA", "UAE"})
_OF_A_COUNTRY = re.compile(r"(?:[A-Za-z],\s|\bthe\s|\bin\s|\()\Z")
_CUE = re.compile(
    r"(?i)(?:\b(?:in|at|to|from|of|near|between|with|via|towards|visit(?:s|ed|ing)?|city\s+of|town\s+of|village\s+of|twin(?:ned)?\s+with|,|and|or)\s+(?:the\s+)?|[(–—-]\s*|shahri\s+|қаласы\s+)\Z"
)
_OFFICE_AFTER = re.compile(
    r"\s+(?:Twinning|Parish|Town|City|Borough|District|County|Council|visit|trip|delegation|Mayor|mayor|University|weekend|Association)\b"
)
_COUNTRY_AFTER = re.compile(rf"\s*[,(]\s*(?P<country>{_ONE}(?:\s+{_ONE})?)\s*(?:[),.;]|\Z)")
# Words that are towns somewhere and something else nearly always.
_STOP = words(
    "mart may kecha bugun shu bu u va yangi the a an in on at we our it this that by mr mrs ms dr dear as no both there deadline minutes call present decisions action "
    "send arrange to commerce industry trade forum business center centre university hope union liberty reading bath mobile nice split best most long same many much such "
    "kazakh uzbek russian chinese turkish kyrgyz tajik german french polish english british american european asian italian japanese korean iranian indian "
    "uk us usa eu un cis val nov luck bus of mary inc can jan feb mar apr jun jul aug sep sept oct dec mon tue wed thu fri sat sun ltd llc llp jsc plc agm ceo cfo pr it hr tv fm am pm "
    "council committee chamber chairman chairwoman mayor president minister governor director secretary treasurer street road square hall house church school college park bridge station market "
    "north south east west northern southern eastern western central upper lower new old great grand big little first second third next last other another more "
    "international national regional local global general special economic cultural social political public private open close early late free full high low "
    "plan project program programme report letter list draft note notes item items date time day week month year today tomorrow monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december spring summer autumn winter christmas easter "
    "agreement memorandum protocol declaration treaty partnership cooperation development investment tourism culture education health sport energy transport agriculture science technology "
    "welcome thanks thank apologies agenda attendance finance matters arising correspondence election resolved agreed approved noted recommended proposed seconded unanimously "
    "le la les but and or so if when while after before during since until because however also then thus there here where what which who how why front inn downtown uptown chair gateway cup ox don sid joni holly export import "
    "friendship pioneer club lunch learn dinner breakfast green dragon red white black blue golden silver star sun moon king queen prince princess lord lady saint holy hope faith grace joy peace victory freedom progress success future past present heritage history culture festival fair show games race visitors visitor guests guest host hosts students student teacher teachers families family youth women men children people public members friends volunteers staff crew captain coach player players "
    "manager assistant clerk officer rector dean professor doctor judge sheriff chancellor premier senator deputy consul envoy attache speaker founder owner partner leader editor author artist writer engineer lawyer expert specialist "
    "painting garden gardens flag building hall tower castle palace museum library theatre theater cinema gallery hotel restaurant cafe bar shop store mall plaza avenue lane drive way court place point view hill lake river island valley mountain forest beach coast harbor harbour port dock pier "
    "web site website online internet email phone radio television press media news journal times post herald tribune gazette express daily weekly monthly review magazine paper book books "
    "poster talk annual membership newsletter events visit visits exchange group groups team board bank company agency office department ministry embassy consulate "
    "papp bill bob mark frank grant victoria florence alma carol linda martin paul leon lima ada diana sandy sally dan annie jack clive leslie gordon graham lawrence douglas sydney charlotte madison austin "
    "minster ramadan republic hon echo qazinform kazinform trend uzdaily air bay sea port prime deputy vice chief head member members officer senior council's they he she i you his her their its my your all any some each every "
    "аким бірлестік тараптар бұл осы сондай жаңа кеше бүгін ертең облыс қала аудан ауыл өңір ел мемлекет палата кеңес қазан ұлт сапар томонлар бу шу янги бугун кеча ҳоким вилоят шаҳар туман мазкур учрашув "
    "құжатқа құжат келісім меморандум кездесуде мәселен жиын жиында алдымен енді сессия форум tomonlar uchrashuv mazkur ushbu hujjat kelishuv forum xabar eslatma ular unga bundan ma'lum "
    "birodar qardosh egizak биродар қардош эгизак бауырлас егіз туысқан hamkor ҳамкор әріптес bakanliği biz men sen u ular siz bizning sizning uning"
)


def find_places(
    text: str, blocks: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """Names of places with offsets; people's names and names in quotation marks are left out.

    Parameters
    ----------
    text : str
        The report.
    blocks : list of (int, int)
        The parts to look in.
    taken : list of (int, int)
        Where people's names stand.
    """
    # «Orol Gaz» is a firm, not a lake.
    names = [match.span() for match in re.finditer(r"[«“\"][^«»“”\"\n–—]{2,40}[»”\"]", text)]
    hidden = [*taken, *names]
    search = _Search(text)
    found: list[tuple[str, int, int]] = []
    for start, end in blocks:
        for match in _RUN.finditer(text, start, end):
            found.extend(search.run(match.start(), match.end(), start, end, hidden))
    return sorted([*found, *_again(text, blocks, found, hidden)], key=lambda one: one[1])


def _again(
    text: str, blocks: list[tuple[int, int]], found: list[tuple[str, int, int]], hidden: list[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """Other mentions of a name that was known for a place by its surroundings once."""
    known = {name: (start, end) for name, start, end in found if " " not in name and len(name) > 3}
    if not known:
        return []
    taken = [*hidden, *((start, end) for _, start, end in found)]
    pattern = re.compile(
        rf"(?<![\w-])({'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?:{'|'.join(_ENDINGS)})?(?![\w-])"
    )
    return [
        (match[1], match.start(), match.end())
        for start, end in blocks
        for match in pattern.finditer(text, start, end)
        if not any(a <= match.start() < b for a, b in taken)
    ]


def _bare(word: str) -> str:
    ending = next((one for one in sorted(_ENDINGS, key=len, reverse=True) if word.endswith(one)), "")
    return word[: len(word) - len(ending)]


class _Search:
    """The look-ups of one report, each name asked once."""

    def __init__(self, text: str) -> None:
        self.text = text
        # A word that the report writes small elsewhere is no name.
        self.common = frozenset(re.findall(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])", text))
        self.asked: dict[tuple[str, bool], bool] = {}

    def run(
        self, start: int, end: int, block: int, stop: int, hidden: list[tuple[int, int]]
    ) -> list[tuple[str, int, int]]:
        """Places in a run of capitalised words, the longest names first."""
        spans = [
            (start + one.start(), start + one.end()) for one in re.finditer(r"\S+", self.text[start:end])
        ]
        found: list[tuple[str, int, int]] = []
        at = 0
        while at < len(spans):
            for size in range(min(3, len(spans) - at), 0, -1):
                one = self._one(spans[at][0], spans[at + size - 1][1], block, stop, hidden)
                if one:
                    found.append(one)
                    at += size - 1
                    break
            else:
                found += self._halves(*spans[at], block, stop, hidden)
            at += 1
        return found

    def _halves(
        self, start: int, end: int, block: int, stop: int, hidden: list[tuple[int, int]]
    ) -> list[tuple[str, int, int]]:
        """Two towns with a hyphen between them: "the Aktau-Khiva flight"."""
        joint = self.text.find("-", start, end)
        if joint < 0:
            return []
        halves = [self._one(a, b, block, stop, hidden) for a, b in ((start, joint), (joint + 1, end))]
        both = [one for one in halves if one is not None]
        return both if len(both) == len(halves) else []

    def _one(
        self, start: int, end: int, block: int, stop: int, hidden: list[tuple[int, int]]
    ) -> tuple[str, int, int] | None:
        if any(a <= start < b for a, b in hidden):
            return None
        end -= len(self.text[start:end]) - len(re.sub(r"['’]s?\Z", "", self.text[start:end]))
        word = self.text[start:end]
        if self._is_word(word, end, stop):
            return None
        region, city = _REGION_TAIL.match(self.text, end, stop), _CITY_TAIL.match(self.text, end, stop)
        if region and word.split()[0].casefold() not in _STOP:
            return " ".join(self.text[start : region.end()].split()), start, region.end()
        cued = (
            city is not None
            or _OFFICE_AFTER.match(self.text, end, stop) is not None
            or self._country_follows(end, stop)
            or bool(_CUE.search(self.text[block:start][-24:]))
        )
        name = word.title() if word.isupper() and word not in _COUNTRIES else word
        if not self._known(name, cued=cued):
            # "Baylaqon shahri" is a town, whether the atlas spells it so or not.
            named = (
                city is not None
                and " " not in word
                and city[0][0] not in "'’"
                and not city[0].strip().istitle()
            )
            return (name, start, end) if named else None
        return self._without_ending(name), start, end

    def _is_word(self, word: str, end: int, stop: int) -> bool:
        """Whether it is a common word, an abbreviation or a given name rather than a place."""
        if word in _COUNTRIES and _OF_A_COUNTRY.search(self.text[max(0, end - 12) : end - len(word)]):
            return False
        if word.casefold() in _STOP or _bare(word.casefold()) in _STOP:
            return not (word[:1].isupper() and _NAMED_TOWN.match(self.text, end, stop))
        if any(part.casefold() in _STOP for part in word.split()[1:]):
            return True
        if word.casefold() in self.common and not _CITY_TAIL.match(self.text, end, stop):
            return True
        return (word.isupper() and len(word) < _SHORT_NAME) or len(word) < 2 or is_known_given(word)

    def _country_follows(self, end: int, stop: int) -> bool:
        after = _COUNTRY_AFTER.match(self.text, end, stop)
        return after is not None and self._known(after["country"], cued=False)

    def _known(self, name: str, *, cued: bool) -> bool:
        key = (name, cued)
        if key not in self.asked:
            if len(self.asked) >= _LOOKUPS:
                return False
            self.asked[key] = is_place(name, cued=cued)
        return self.asked[key]

    def _without_ending(self, word: str) -> str:
        """The bare name, if the atlas knows it without the case ending."""
        for ending in sorted(_ENDINGS, key=len, reverse=True):
            stem = word[: -len(ending)].rstrip("'ʻʼ‘’")
            if (
                word.endswith(ending)
                and len(stem) > 3
                and self._known(stem, cued=True)
                and same_place(stem, word)
            ):
                return stem
        return word
