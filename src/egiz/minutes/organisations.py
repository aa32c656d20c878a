"""What kind of organisation a name speaks of, in the four languages."""

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.minutes.report import OrganisationKind

ORGANISATION_WORDS = words(
    "палата тпп рпп нпп совет акимат хокимият министерство консульство генконсульство посольство управление "
    "департамент комитет администрация ассоциация союз агентство фонд университет институт маслихат "
    "правительство дирекция отдел тоо ооо ао ип гу чп компания предприятие завод комбинат холдинг фабрика"
)
_KINDS: tuple[tuple[OrganisationKind, str], ...] = (
    ("consulate", r"консульств|konsulxona|консулхона|konsulligi|консуллиги|консулдығы|consulate"),
    (
        "company",
        (
            r"\b(?:тоо|ооо|ао|ип|чп|жшс|ақ|мчж|аж|mchj|aj|llp|llc|jsc|ltd|inc|gmbh|тдш)\b|компани|завод|фабрик|комбинат|"
            r"холдинг|kompaniya|korxona|zavod|company|\bplant\b|\bmill\b|корхона|кәсіпорн|зауыт"
        ),
    ),
    ("chamber", r"палат|palata|chamber|\bтпп\b|\bрпп\b|\bнпп\b"),
    ("council", r"совет(?!ник)|kengash|кенгаш|кеңес|council"),
    (
        "authority",
        (
            r"акимат|хокимият|министерств|управлени|департамент|администрац|правительств|маслихат|посольств|комитет|"
            r"hokimlig|hokimiyat|ҳокимли|ҳокимият|vazirli|вазирли|әкімді|әкімші|министрлі|басқарма|бөлім|boshqarma|akimat|"
            r"hokimiyat|ministry|city hall|department|administration|embassy|government|боўлим|бўлим"
        ),
    ),
)
_PATTERNS = tuple((kind, re.compile(f"(?i){pattern}")) for kind, pattern in _KINDS)


def organisation_kind(name: str) -> OrganisationKind:
    """The kind of an organisation by the words of its name; the first kind in the order above wins."""
    head = re.match(r"(?:[^\W\d_]+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)\s+)*([^\W\d_][\w-]*)", name)
    for part in (head[1], name) if head and re.search("[а-я]", name) else (name,):
        for kind, pattern in _PATTERNS:
            if pattern.search(part):
                return kind
    return "company" if re.match(r"[«\"“„]", name) else "other"
