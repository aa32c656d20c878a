"""A short title for a promise in Uzbek, Kazakh or English."""

from __future__ import annotations

import re

from egiz.minutes.light.english_titles import task_title
from egiz.minutes.light.rules import Language

LONGEST = 110


def _stem(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


# A passive says what is to be done; its active form is what a list of tasks says.
_ACTIVE = (
    (
        r"(o[ʻʼ‘’']tkaz|yubor|ko'rsat|uyushtir|ber|et|ajrat)il(?=a|ish)|(imzola|tayyorla)n(?=a|ish)|(qil)in(?=a|ish)",
        _stem,
    ),
    (r"(ўтказ|юбор|кўрсат|уюштир|бер|эт|ажрат)ил(?=а|иш)|(имзола|тайёрла)н(?=а|иш)|(қил)ин(?=а|иш)", _stem),
    (
        r"(өткіз|жібер|көрсет|бер)іл(?=е|у)|(ұйымдастыр|ұсын|тапсыр)ыл(?=а|у)|(дайында)л(?=а|у)|(әзірле|жолда)н(?=е|а|у)",
        _stem,
    ),
)
_HAPPENS = re.compile(r"(?i)(?:bo[ʻʼ‘’']lib\s+)?o[ʻʼ‘’']t(?:a|ish|adi)\w*\Z|(?:бўлиб\s+)?ўта\w*\Z|өте\w*\Z")


def plain_verb(form: str, language: str) -> str:
    """The verbal noun of a verb form: "yuboramiz" and "yuborishga" give "yuborish", "жібереміз" "жіберу"."""
    word = form.lower()
    for ending, active in _ACTIVE:
        word = re.sub(ending, active, word)
    if language == "uz" and re.search("[а-яўқғҳ]", word):
        word = re.sub(r"(?:а|я|й)(?:миз|ди|дилар)\Z", "", word)
        if word.endswith("ш"):
            return re.sub("(?<=а)иш$", "ш", word)
        return word + ("ш" if word.endswith(("а", "и", "я")) else "иш")
    if language == "uz":
        word = re.sub(r"(?:a|y)(?:miz|di|dilar)\Z", "", word)
        if word.endswith("sh"):
            return re.sub("(?<=a)ish$", "sh", word)
        return word + ("sh" if word.endswith(("a", "i")) and not word.endswith("di") else "ish")
    if language == "kk":
        word = re.sub(r"(?:а|е|й)(?:мыз|міз|ді|ды|т[ыі]н)\Z", "", word)
        return word if word.endswith(("у", "ю")) else word + "у"
    return word


def make_title(what: str, verb: str, language: Language, dues: list[str], *, subject: str = "") -> str:
    """A title from the words of a clause around its verb, without deadlines.

    Parameters
    ----------
    what : str
        The clause without who promises it: before the verb in Uzbek and Kazakh, from it on in English.
    verb : str
        The verb's form; empty if `what` says it all.
    language : Language
        Its language.
    dues : list of str
        Deadlines to leave out.
    subject : str
        English only: what stood before the verb, the object of a passive.
    """
    words = " ".join(what.split())
    for due in dues:
        words = words.replace(" ".join(due.split()), " ", 1)
    words = re.sub(r"\s+([,.;])", r"\1", " ".join(words.split())).strip(' ,;:.–—-«»“”"')
    if language.verb_first:
        words = task_title(words, " ".join(subject.split()))
        words = re.sub(r"(?i)^(?:also|that|to)\s+", "", words)
        words = re.sub(r"(?i)\s+(?:by|on|in|before|until|no later than)$", "", words)
        title = words
    else:
        words = re.sub(
            r"(?i)^(?:shuningdek|шунингдек|сондай-ақ|бундан ташқари|bundan tashqari)[,\s]+", "", words
        )
        words = re.sub(
            r"(?i)^(?:biz|биз|біз|(?:unga|shunga) k[o‘ʻ'’]+ra,?|(?:унга|шунга) кўра,?|осыған сәйкес,?)\s+",
            "",
            words,
        )
        # "The next meeting is held online": the noun says it all.
        title = words if not verb or _HAPPENS.match(verb) else f"{words} {plain_verb(verb, language.code)}"
    title = title.strip()
    title = title[:1].upper() + title[1:]
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
