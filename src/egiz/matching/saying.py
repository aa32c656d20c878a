"""What a phrase of a profile says: the thing, what is done with it, what it is for, and what it leaves out.

"Все виды труб, кроме пластиковых" offers pipes and leaves plastic ones out; "не поставляем насосы" offers
nothing; "ремонт насосов" is a service and "уплотнения для насосов" a part, not pumps. The rules are lists of
words and endings in Russian, Uzbek, Kazakh and English.
"""

# ruff: noqa: E501 - lists of words read better as long lines

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from egiz.matching.languages import STOP_STEMS, detect, stem
from egiz.matching.scripts import tokens
from egiz.text.folding import plain
from egiz.text.normalising import normalise
from egiz.text.uzbek import uzbek_to_latin

LONGEST = 300
"""Characters of a phrase in which exceptions are looked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase taken apart.

    Parameters
    ----------
    core
        What is left when exceptions are taken out; empty where the phrase only denies.
    out
        What is excepted or denied, each as its own text.
    head
        Of "X for Y" the X, where X says what the thing is; else the core.
    acts
        What is done with the thing or that it is a part of it: names out of `_ACTS`.
    """

    core: str
    out: tuple[str, ...] = ()
    head: str = ""
    acts: frozenset[str] = frozenset()


_CLAUSES = re.compile(r"[;.!?()\[\]\n]+|,| [-–—] ")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
# Words that end an exception: what follows is offered again.
_AGAIN = re.compile(
    r"^(?:но|а|зато|однако|также|плюс|есть|имеются|только|but|also|however|plus|we|yes|only|lekin|ammo|balki|faqat|"
    r"shuningdek|бірақ|алайда|тек|сондай-ақ|сонымен)\b(?! не\b| not\b)|\bonly$"
)
_NOT_ONLY = (
    r"(?!менее|более|только|ниже|выше|хуже|поздн|позже|ранее|раньше|меньше|больше|реже|чаще|далее|просто|обязат|"
    r"зависим|смотря|ограничен)"
)
# What opens an exception: all that follows in the clause, and in the next ones, is left out.
_OPENERS = re.compile(
    r"\b(?:за исключением|исключая|исключение(?: составля\w+)?|искл\.?|помимо|кроме|окромя|без(?=\s)|но не|а не|только не|"
    r"except(?:ing)?(?: for)?|excluding|exclusive of|other than|but not|without|apart from|aside from|save for|"
    r"with the exception of)\b[\s:]*"
)
# The same, but only where the clause is denied from its verb on: "не поставляем насосы", "we do not sell pumps".
_DENIALS = re.compile(
    r"\b(?:(?:больше |уже |мы |пока |совсем )*не "
    + _NOT_ONLY
    + r"(?P<verb>\w{1,40}?(?:ем|ём|им|ет|ёт|ит|ут|ют|ат|ят)(?:ся|сь)?|"
    r"нуж[ен]\w*|надо|интерес\w+|актуал\w+|предлагать|беспокоить|\w{1,40}?(?:ать|ять|ить|еть)(?:ся)?)|"
    r"прекра(?:тили|щаем|щена|щены)\s?\w*|(?:мы )?отказались от|нет|отсутству\w+|никаких|никакого|"
    r"(?:we |they )?(?:do not|don't|does not|doesn't|did not|cannot|can't|isn't|aren't|is not|are not|will not|won't|no longer|never)"
    r"(?: (?:supply|sell|offer|make|produce|need|buy|deal in|deal with|work with|provide|want|require|export|import|"
    r"manufacture|do|carry|stock|handle|trade in))*|"
    r"not (?!only|less|more|later|limited)(?:interested in|needed|required|supplied|offered|available|sold)?|no (?!less|more))"
    r"\b[\s:]*"
)
_NOT_THIS = re.compile(r"\bне " + _NOT_ONLY)
# What closes a denial, behind the thing: "nasos sotmaymiz", "сорғы қажет емес", "насосы не нужны".
_CLOSERS = re.compile(
    r"(?:\b(?:yetkazib|ishlab|sotib|olib|xarid|eksport|import|шығарып|сатып|жеткізіп|алып|өндіріп)\s+)*"
    r"(?:\b(?:kerak|zarur|mavjud|taklif|yetkazib|ishlab chiqar\w{0,20}|қажет|керек|ұсыныл\w{0,20})\s+)?"
    r"(?:\b\w{1,40}?(?:may|mas)(?:miz|man|di|dilar|siz)\b|\b(?:emas(?:miz|man)?|yo'q|kerakmas|емес(?:піз|пін)?|жоқ)\b|"
    r"\b\w{1,40}?(?:май|мей|бай|бей|пай|пей)(?:мыз|міз|мын|мін|ды|ді|тын|тін)\b)\W*$"
)
_BEFORE = re.compile(
    r"(?P<out>(?:[\w'-]{1,40}\s+){0,3}?[\w'-]{1,40}?-?(?:dan|дан|ден|тан|тен|нан|нен))\s+(?:tashqari|boshqa|басқа|тыс|өзге)\b|"
    r"(?P<out2>(?:[\w'-]{1,40}\s+){0,2}[\w'-]{1,40}(?:ды|ді|ты|ті|ны|ні))\s+(?:қоспағанда|есептемегенде)\b"
)
_BESIDES = re.compile(r"\b(?:bundan|shundan|бұдан|одан|осыдан|shahardan)\s+(?:tashqari|басқа|тыс)\b")
_WITHOUT = re.compile(
    r"\bnon-?(?P<a>\w{4,40})|\b(?P<b>\w{3,40})-free\b|\b(?P<c>[a-z']{4,40})siz\b|\b(?P<d>\w{3,40})(?:сыз|сіз)\b|"
    r"\b(?:без|бес)(?P<e>алког\w+|глютен\w+|сахар\w+|лактоз\w+|кост\w+|свинц\w+)"
)
_UZBEK = re.compile(r"[ўҳ]|ташқари|эмас|\bучун\b|(?:май|мас)(?:миз|ман|ди)\b")
_SAFE = frozenset({"xavf", "sim", "uzluk", "cheksiz", "chek", "shak", "қауіп", "үздік", "сым"})
_ENDS = re.compile(r"(?:-?(?:dan|дан|ден|тан|тен|нан|нен)|(?:ды|ді|ты|ті|ны|ні))$")

_FOR = re.compile(r"(?P<head>.+?)\s+(?:для|под|к|for)\s+(?P<what>.+)")
_FOR_BEFORE = re.compile(
    r"(?P<what>.+?)\s+(?:uchun|учун|үшін|ushin|ushın)\s+(?P<head>.+)|(?P<what2>.+?\w(?:ға|ге|қа|ке|на|не))\s+арналған\s+(?P<head2>.+)"
)

_ACTS: dict[str, tuple[str, ...]] = {
    "repair": ("ремонт", "обслужив", "техобслуж", "сервисн", "восстановл", "реставрац", "repair", "maintenance",
               "servicing", "overhaul", "refurbish", "ta'mir", "tamir", "xizmat ko'rsat", "жөнде", "қызмет көрсет"),
    "install": ("монтаж", "шеф-монтаж", "установка и", "наладк", "пусконаладк", "пуско-наладк", "install",
                "commissioning", "assembly", "o'rnatish", "montaj", "орнату", "құрастыр"),
    "rent": ("аренд", "прокат", "лизинг", "rent", "lease", "leasing", "hire", "ijara", "lizing", "жалға", "жалдау"),
    "carry": ("перевоз", "доставк", "транспортировк", "экспедир", "грузоперевоз", "transport", "delivery", "freight",
              "shipping", "forwarding", "tashish", "yetkazish xizmat", "тасымал", "жеткізу қызмет"),
    "store": ("хранени", "складирован", "storage", "warehousing", "saqlash", "сақтау"),
    "design": ("проектирован", "дизайн", "design", "engineering of", "loyihala", "жобала"),
    "teach": ("обучени", "тренинг", "курсы", "подготовка кадров", "training", "courses", "o'qitish", "o'rgatish", "оқыту"),
    "test": ("испытани", "поверк", "калибровк", "диагностик", "экспертиз", "сертификац", "testing", "calibration",
             "inspection", "certification", "diagnostics", "sinov", "sertifikatlash", "tekshiruv", "сынау", "тексеру"),
    "clean": ("очистк", "мойк", "чистк", "стирк", "утилизац", "cleaning", "washing", "disposal", "recycling", "tozalash",
              "utilizatsiya", "тазалау", "кәдеге жарату"),
    "insure": ("страхован", "insurance", "sug'urta", "сақтандыру"),
    "part": ("запчаст", "запасн", "комплектующ", "уплотнени", "прокладк", "сальник", "деталь", "детали", "деталей",
             "аксессуар", "фурнитур", "расходник", "расходные матер", "spare", "parts", "components", "accessories",
             "seal", "gasket", "ehtiyot qism", "butlovchi", "zichlama", "qistirma", "aksessuar", "қосалқы бөлшек",
             "бөлшек", "тығыздағыш", "жинақтауыш"),
}  # fmt: skip
# "Установка кранов" is work, "буровая установка" and "установка для сушки" are things.
_WORK = {
    "install": r"|(?:^|[,;] |по )установк[аеи] (?!для|с |на |по |очистк|подготовк|переработк|типа)[а-яё]"
}
_ACT = {
    name: re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, words)) + ")" + _WORK.get(name, ""))
    for name, words in _ACTS.items()
}


@lru_cache(maxsize=100_000)
def read(phrase: str) -> Said:
    """
    Take a phrase apart.

    Parameters
    ----------
    phrase
        An offer or a need in any of the languages.

    Returns
    -------
    Said
        Its core, what it leaves out, and what kind of thing it speaks of.
    """
    text = plain(normalise(phrase[:LONGEST]).text)
    if _UZBEK.search(text) or detect(text) == "uz":
        text = uzbek_to_latin(text).text
    kept, out = _exceptions(text)
    core = ", ".join(kept)
    # The phrase as it was written says more than its folded form: languages are told by their letters.
    shown = f"{core} {phrase[LONGEST:]}".strip() if out else phrase
    head = _head(core)
    return Said(shown if core else "", tuple(out), shown if head == core else head, acts_of(core))


def acts_of(text: str) -> frozenset[str]:
    """What a folded text says is done with a thing, or that it is a part."""
    return frozenset(name for name, pattern in _ACT.items() if pattern.search(text))


def _exceptions(text: str) -> tuple[list[str], list[str]]:
    """The clauses that say something, and what is left out."""
    kept: list[str] = []
    out: list[str] = []
    going_on = False

    def bracket(found: re.Match[str]) -> str:
        # An exception in brackets ends with them: "молоко (кроме сырого) и сыр" offers cheese.
        if not _opens(found[1]):
            return found[0]
        inside, gone = _exceptions(found[1])
        out.extend(gone)
        return ", ".join(["", *inside])

    text = _BRACKETS.sub(bracket, text)
    for clause in filter(None, (part.strip() for part in _CLAUSES.split(text))):
        if going_on and not _AGAIN.match(clause) and not _opens(clause):
            out.append(clause)
            continue
        left, gone, going_on = _clause(clause, named=bool(kept))
        out.extend(gone)
        if any(token[0].isalnum() for token in tokens(left)):
            kept.append(left)
    # "except plastic ones": the word stands for the thing that was named.
    noted = (re.sub(r"\bones?\b", "", text).strip() for text in out)
    return kept, list(dict.fromkeys(filter(None, noted)))


def _opens(clause: str) -> bool:
    return bool(_OPENERS.search(clause) or _DENIALS.search(clause) or _BEFORE.search(clause))


def _clause(clause: str, *, named: bool) -> tuple[str, list[str], bool]:
    """What a clause still says, what it leaves out, and whether the next clauses go on leaving out.

    `named` tells whether a clause before it has named the thing already.
    """
    besides = _BESIDES.search(clause)
    if (found := _BEFORE.search(clause)) and not besides:
        return _split_before(clause, found, named=named)
    if found := _CLOSERS.search(clause):
        return "", [clause[: found.start()].strip()], False
    if found := _OPENERS.search(clause):
        return clause[: found.start()].strip(), [clause[found.end() :].strip()], True
    if found := _DENIALS.search(clause):
        before, behind = clause[: found.start()].strip(), clause[found.end() :].strip()
        # "насосы не поставляем" denies what stands before the verb, "не поставляем насосы" what follows.
        return "", [behind or before], bool(behind)
    if found := _NOT_THIS.search(clause):
        return clause[: found.start()].strip(), [clause[found.end() :].strip()], True
    return clause, _morphemes(clause), False


def _split_before(clause: str, found: re.Match[str], *, named: bool) -> tuple[str, list[str], bool]:
    words = (found["out"] or found["out2"]).split()
    rest = clause[found.end() :].strip()
    start = clause[: found.start()].strip()
    if not rest and not start and not named and len(words) > 1:
        # "Barcha quvurlar plastmassadan tashqari": the exception is the word before, the thing comes first.
        start, words = " ".join(words[:-1]), words[-1:]
    gone = " ".join(_ENDS.sub("", word) if at == len(words) - 1 else word for at, word in enumerate(words))
    return f"{start} {rest}".strip(), [gone], False


def _morphemes(clause: str) -> list[str]:
    """Exceptions inside a word: "non-alcoholic", "sugar-free", "alkogolsiz"; the word itself stays."""
    found = []
    for match in _WITHOUT.finditer(clause):
        word = next(filter(None, match.groups()))
        if word not in _SAFE:
            found.append(word)
    return found


def _head(core: str) -> str:
    found = _FOR.fullmatch(core)
    if found:
        head = found["head"]
    elif found := _FOR_BEFORE.fullmatch(core):
        head = found["head"] or found["head2"]
    else:
        return core
    # "Оборудование для пекарен": the head says nothing without what it is for.
    telling = [word for word in tokens(head) if stem(word, detect(head) or "ru") not in STOP_STEMS]
    return head if telling else core
