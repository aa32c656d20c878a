"""Names of people as they are written: capitals, initials, particles, and the endings of cases."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.text.normalising import APOSTROPHES

LOWER = "a-zа-яёўқғҳәңөұүһіßà-öø-ÿāăąćčďđēėęěğīıłńňőřśşšťūůűźżžʼ"
CAPITAL = rf"[^\W\d_{LOWER}]"
WORD = rf"{CAPITAL}[\w{APOSTROPHES}]*[^\W\d_](?:[-‐‑]{CAPITAL}?[\w{APOSTROPHES}]+)*"
INITIALS = rf"(?:{CAPITAL}[a-zа-яқғүұіһ]?\.\s?){{1,2}}"
_PARTICLE = r"(?:de|da|di|del|van|von|der|den|al|el|ibn|bin|le|la|qizi|kizi|gizi|o[ʻʼ‘’']?g[ʻʼ‘’']?li|ugli|ogly|oglu|uly|ұлы|қызы|угли|кизи|ўғли|қизи)"
FULL_NAME = rf"(?:{INITIALS}{WORD}|{WORD}(?:\s+{CAPITAL}\.)?(?:\s+(?:{_PARTICLE}\s+)?{WORD}){{1,3}}(?:\s+{_PARTICLE}\b)?)"

# Endings of cases that Uzbek and Kazakh put behind a name, longest first.
_UZBEK = [
    "ning",
    "niki",
    "dagi",
    "gacha",
    "dan",
    "lar",
    "ga",
    "da",
    "ni",
    "ka",
    "qa",
    "нинг",
    "ники",
    "даги",
    "гача",
    "дан",
    "лар",
    "га",
    "да",
    "ни",
    "ка",
    "қа",
]
_KAZAKH = [
    "ның",
    "нің",
    "дың",
    "дің",
    "тың",
    "тің",
    "нан",
    "нен",
    "дан",
    "ден",
    "тан",
    "тен",
    "мен",
    "пен",
    "бен",
    "ға",
    "ге",
    "қа",
    "ке",
    "на",
    "не",
    "да",
    "де",
    "та",
    "те",
    "ды",
    "ді",
    "ты",
    "ті",
    "ны",
    "ні",
    "н",
]
_SURNAME = re.compile(
    r"(?:ov|ev|yev|iyev|ova|eva|yeva|in|ina|uly|skiy|sky|skaya|enko|yan|shvili|dze|zoda|zade|xo[ʻʼ‘’']jayev|"
    r"ов|ев|ёв|ин|ова|ева|ина|ұлы|улы|қызы|кызы|ский|ская|енко|ян|швили|дзе|зода|заде|бек|бай|хан|бекова)\Z",
    re.IGNORECASE,
)
_GIVEN = words(
    "mel jim jim tom toni mike melanie tricia brigitte michelle adam adrian alan alastair albert alex alexander alexandra alice alison allan amanda amy andrea andrew andy angela angus ann anna anne annette annie anthony antonio "
    "arthur barbara barry ben benjamin bernard beth betty bill bob brenda brian bruce bryan camilla carl carla carlos carol caroline catherine cathy charles charlie charlotte chloe chris "
    "christina christine christopher claire clare claudia clive colin craig cynthia daniel danny darren dave david dawn debbie deborah denise dennis denys derek diana diane dianne dominic "
    "donald donna doreen doris dorothy doug douglas duncan edith edward eileen elaine eleanor elizabeth ellen emily emma eric erica ernest esther ethan etta eva evelyn "
    "fiona frances francesca francis frank franz fred frederick gabriel gareth gary gavin geoff geoffrey george gerald gerard gillian gladys glen glenys gloria gordon grace graham grant greg gregory guy "
    "hannah harold harry hazel heather heidi helen helga henry hilary howard hugh ian ingrid irene iris isabel ivan jack jackie jacob jacqueline jacqui james jamie jan jane janet janice jason jean "
    "jeff jeffrey jennifer jenny jeremy jerry jessica jill jim joan joanna joanne joe john johnny jon jonathan jose joseph joy joyce juan judith judy julia julian julie june "
    "karen karl kate katherine kathleen kathryn kathy katie katrina kay keith kelly ken kenneth kevin kim kirsty larry laura lauren laurence lawrence lee leonard les leslie lesley lewis liam lillian linda lindsay lisa liz "
    "louis louise lucie lucy luke lynn lynne maggie malcolm marc marcus margaret maria marian marie marina marion mark martha martin mary matthew maureen max maxine megan melanie "
    "michael michelle miguel mike miriam moira monica muriel nancy naomi natalie nathan neil neville nicholas nick nicola nicole nigel nina noel nora norman oliver olivia oscar owen pam pamela pat patricia patrick paul paula pauline "
    "penny peter phil philip phillip phyllis pierre polly rachel ralph ray raymond rebecca reg richard rita rob robert robin rod roger roland ron ronald rosa rose rosemary ross roy rupert russell ruth ryan "
    "sally sam samantha samuel sandra sandy sara sarah scott sean sebastian sharon sheila shirley simon sophia sophie stan stanley stella stephanie stephen steve steven stuart sue susan susanna suzanne sylvia "
    "tania tara ted terence teresa terry thomas tim timothy tina toby tom tommy tony tracy trevor ursula val valerie vera veronica vicky victor victoria vincent viv vivian vivienne walter wendy william winifred yvonne zoe"
)
_NO_NAME = words(
    "the a an in on at of for and or but with from by to this that these those it he she they we you i our your their his her its there here as if when while after before during "
    "present apologies agenda action actions minutes meeting committee council chamber forum agreement memorandum chairman chair president mayor minister director "
    "republic region city town business economic trade international national regional central united"
)


def is_known_given(word: str) -> bool:
    """Whether a word is a common given name in English texts."""
    return word.casefold() in _GIVEN


def looks_like_person(name: str) -> bool:
    """Whether two or more capitalised words are a person's name by the given name or the surname's ending."""
    parts = [part for part in re.split(r"[\s.]+", name) if part]
    if any(part.casefold() in _NO_NAME for part in parts):
        return False
    if re.match(INITIALS, name):
        return True
    return len(parts) > 1 and (
        is_known_given(parts[0]) or any(_SURNAME.search(without_case(part, "")) for part in parts[1:])
    )


def without_case(word: str, language: str) -> str:
    """A surname without the ending of an Uzbek or Kazakh case: "Хетагуровпен" gives "Хетагуров".

    Without a language both lists are tried. Only an ending whose loss leaves the look of a surname is taken
    off a name, or one that no bare name has ("нинг", "дың").
    """
    endings = {"uz": _UZBEK, "kk": _KAZAKH, "en": []}.get(language, [*_UZBEK, *_KAZAKH])
    if not language and _SURNAME.search(word):
        return word
    for ending in endings:
        stem = word[: -len(ending)].rstrip(APOSTROPHES)
        if not word.casefold().endswith(ending) or len(stem) < 3:
            continue
        if _SURNAME.search(stem) or len(ending) > 2:
            return stem
    return word


def bare_name(name: str, language: str) -> str:
    """A full name in the nominative, spaces made plain."""
    parts = name.split()
    if parts and language != "en":
        parts[-1] = without_case(parts[-1], language)
    return " ".join(parts)
