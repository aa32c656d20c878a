"""English."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes._words import words
from egiz.minutes.light.rules import Language, rule

_V = r"(?:also\s+|jointly\s+|then\s+|now\s+|further\s+)?(?P<verb>[a-z][a-z-]+)"
_WILL = r"(?:will|would|shall|should)"
_SAID_THAT = rf"that\s+[^.;]{{2,60}}?\s{_WILL}\s+{_V}"

ENGLISH = Language(
    code="en",
    rules=(
        rule(
            "promised",
            0.9,
            rf"\b(?:promis(?:ed|es?)|pledg(?:ed|es?)|undert(?:ook|akes?)|commit(?:s|ted)?(?:\s+(?:itself|themselves))?|guarantee[sd]?|"
            rf"vow(?:ed|s)|volunteer(?:ed|s))\s+(?:to\s+{_V}|{_SAID_THAT.replace('verb', 'verb2')})",
        ),
        rule(
            "agreed",
            0.86,
            rf"\b(?:agreed?|agrees)\s+(?:to\s+{_V}|{_SAID_THAT.replace('verb', 'verb2')}|(?:on|upon)\s+(?P<noun>[^.;]+))",
        ),
        rule(
            "decided",
            0.84,
            rf"\b(?:decided|resolved|resolves)\s+(?:to\s+{_V}|{_SAID_THAT.replace('verb', 'verb2')}|on\s+(?P<noun>[^.;]+))",
        ),
        rule(
            "assigned",
            0.9,
            rf"\b(?:instruct(?:ed|s)|task(?:ed|s)|order(?:ed|s)|direct(?:ed|s)|assign(?:ed|s)|mandate[sd]|is\s+to|are\s+to)\s+"
            rf"(?P<whom>[^,.;]{{2,60}}?)\s+to\s+{_V}",
        ),
        rule(
            "assigned",
            0.88,
            rf"\b(?:is|are|was|were)\s+(?:instructed|tasked|asked|directed|assigned|required)\s+to\s+{_V}",
        ),
        rule(
            "intended",
            0.8,
            rf"\b(?:plans?|intends?|aims?|planned|intended|(?:is|are|am)\s+(?:going|planning|preparing|about))\s+to\s+{_V}",
        ),
        rule(
            "wished",
            0.72,
            rf"\b(?:would|'d)\s+(?:also\s+|very\s+much\s+)?(?:like|love|wish|be\s+(?:glad|happy|pleased|interested))\s+(?:to\s+{_V}|in\s+(?P<noun>[^.;]+))",
        ),
        rule("wished", 0.62, rf"\b(?:wants?|wishes|hopes?|wish)\s+to\s+{_V}"),
        rule(
            "ready",
            0.78,
            rf"\b(?:ready|prepared|willing)\s+to\s+{_V}|\breadiness\s+to\s+{_V.replace('verb', 'verb2')}",
        ),
        rule(
            "requested",
            0.76,
            rf"\b(?:could|would|can|will)\s+you\s+(?:please\s+|kindly\s+)?{_V}|\b(?:please|kindly)\s+{_V.replace('verb', 'verb2')}",
        ),
        rule(
            "requested",
            0.75,
            rf"\b(?:asks?|asked|requests?|requested|urged?)\s+(?P<whom>[^,.;]{{2,50}}?)\s+to\s+{_V}",
        ),
        rule(
            "proposed",
            0.66,
            rf"\b(?:propos(?:es?|ed)|suggest(?:s|ed)?|offer(?:s|ed)?|recommend(?:s|ed)?)\s+(?:to\s+{_V}|{_SAID_THAT.replace('verb', 'verb2')}|(?P<noun>\w+ing\s[^.;]+))",
        ),
        rule("invited", 0.66, rf"\binvit(?:es?|ed)\s+(?P<whom>[^,.;]{{2,50}}?)\s+to\s+{_V}"),
        rule(
            "expected",
            0.7,
            rf"\b(?:is|are)\s+(?:expected|due|scheduled|planned|set|slated)\s+(?:to\s+{_V}|for\s+(?P<noun>[^.;]+))",
        ),
        rule("ahead", 0.75, r"\b(?:is|are)\s+to\s+be\s+(?P<verb>[a-z]+)"),
        rule("interested", 0.55, r"\b(?:is|are)\s+(?:considering|interested\s+in)\s+(?P<noun>[^.;]+)"),
        rule("future", 0.8, rf"\b(?:we|I)\s*(?:will|shall|'ll)\s+{_V}"),
        rule("future", 0.72, rf"\b(?:will|shall)\s+{_V}"),
        rule("needed", 0.55, rf"\b(?:needs?\s+to|must|has\s+to|have\s+to)\s+{_V}"),
    ),
    order=rule("item", 0.88, r"(?P<verb>[a-z]+)"),
    agents=re.compile(
        r"(?i)\b(?:the\s+|our\s+|both\s+|a\s+|an\s+)?(?:[\w'-]+\s+){0,4}?(?:chambers?|parties|sides?|akimat|hokimiyat|company|companies|council|ministry|"
        r"consulate|delegation|entrepreneurs|group|guests|farmers|participants|department|association|LLP|LLC|embassy|city\s+hall)"
        r"(?:\s+of\s+[A-Z][\w'-]+(?:\s+of\s+[A-Z]\w+)?)?\b"
    ),
    roles=re.compile(
        r"(?i)(?:consul\s+general|consul|chair(?:man|woman|person)?|director|head|president|deputy\s+\w+|mayor|akim|hokim|minister|"
        r"ambassador|secretary|representative|member|manager|owner|governor)"
    ),
    speech=re.compile(
        r"(?i)\b(?:said|says|added|noted|stressed|explained|told|stated|announced|remarked|replied)\b"
    ),
    pronouns=re.compile(r"\b(?:he|she)\b"),
    not_deeds=re.compile(
        r"(?i)(?:be|become|allow|enable|give|bring|have|remain|continue|make|create|strengthen|boost|grow|increase|benefit|depend|mean|"
        r"contribute|need|know|not|lead|open|find|thank|note|recall|stress|congratulate|express|emphasi[sz]e|see|appreciate)\b"
    ),
    past=re.compile(r"(?i)\b(?:last\s+(?:year|month|week)|previously|earlier|in\s+the\s+past|had\s+been)\b"),
    organisations=re.compile(
        r"(?:[A-Z][\w&'-]+\s+(?:(?:of|and|for|the)\s+)?){0,5}(?:Chamber|Council|Consulate(?:\s+General)?|Ministry|Department|Association|"
        r"University|Embassy|LLP|LLC|JSC|Ltd)(?:\s+(?:of|and|for|in)(?:\s+the)?\s+[A-Z][\w'-]+(?:\s+(?:of|and|in)\s+[A-Z][\w'-]+)*)?|"
        r"(?:[A-Z][\w'-]+\s+)+(?:chamber|akimat|hokimiyat|council|consulate|city\s+hall)\b"
    ),
    joints=re.compile(r"(?i)\s*(?:[,;:]|\band\b|\bbut\b)\s*"),
    verb_first=True,
    abstract=words("cooperation relations ties partnership potential friendship"),
)
