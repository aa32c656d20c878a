"""English."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.minutes.confidence import WEAK
from egiz.minutes.light.rules import Language, rule
from egiz.minutes.light.tasks import DEED_WORDS

_ADVERB = r"(?:(?:also|jointly|then|now|further|both|all|each|soon|shortly|actively|again|together|officially|fully|regularly|probably|first|personally|\w+ly)\s+)*"
_ABLE = r"(?:(?:have|need)\s+to\s+)?(?:be\s+(?=[a-z]+ing\b))?(?:be\s+(?:able|prepared|willing|ready|happy|pleased|glad|asked|invited)\s+to\s+)?"
_V = rf"{_ADVERB}(?P<verb>(?!(?:not|n't|no|never|longer|the|a|an|this|that|these|those|our|their|its|his|her|mutual|further|closer?|strong(?:er)?|all|any|more|which|whom|both|each|other|such|one|two|some)\b)[a-z][a-z-]+)"
_WILL = r"(?:will|would|shall|should|must|be\s+to|is\s+to|are\s+to)"
_SAID_THAT = rf"that\s+[^.;]{{2,90}}?\s(?:{_WILL}|should)\s+{_ABLE}{_V}"
# A verb between the name and "to": then the sentence is no bare heading ("students wanted to go").
_FINITE = (
    r"(?:\w+(?:ed|ing)|wants?|needs?|likes?|ha(?:s|ve|d)|is|are|was|were|will|would|can|could|may|might|should|must|do|does|did|be|been|not|able|ready|keen|due|order|like|way|right|chance|"
    r"time|how|what|where|when|plans?|hopes?|wishes|intends?|aims?|agrees?|asks?|helps?|continues?|begins?|seems?|used|came|went|began|chose|met|"
    r"desire|wish|hope|intention|willingness|readiness|commitment|opportunity|possibility|attempts?|effort|efforts|need|decision|agreement|proposal|offer|invitation|visits?|thanks|back)"
)
_DEEDS = rf"(?:{'|'.join(sorted(DEED_WORDS, key=len, reverse=True))})"
_DATIVE = r"(?:[\w'-]+\s+){0,4}?"

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
            rf"\b(?:agreed?|agrees|agreeing)\s+(?:(?:unanimously|in\s+principle|also)\s+)?(?:to\s+{_V}|that\s+(?:we|they|the\s+committee|the\s+council)\s+(?P<verb3>(?!(?:are|is|was|were|have|had|has|would|will|should|must|could|can|may|did|do)\b)[a-z]+)|{_SAID_THAT.replace('verb', 'verb2')}|(?:(?:on|upon)\s+|to\s+(?=(?:an?|the)\s))(?P<noun>[^.;]+))",
        ),
        rule(
            "decided",
            0.82,
            rf"\b(?:it\s+was\s+)?(?:moved|motion(?:\s+(?:was\s+)?(?:made|carried|passed))?(?:\s+by\s+[A-Z][\w'.-]+(?:\s[A-Z][\w'.-]+){{0,2}})?(?:,?\s+(?:and\s+)?seconded\s+by\s+[A-Z][\w'.-]+(?:\s[A-Z][\w'.-]+){{0,2}},?)?)\s+to\s+{_V}",
        ),
        rule(
            "requested",
            0.78,
            r"\b(?:asked|requested|directed|insisted|demanded)\s+that\s+(?P<noun>[^.;,]{2,70}?)\s+(?:should\s+)?be\s+(?:\w+ly\s+)?\w+(?:ed|en|ld|nt|de|ne|wn|ght|t)\b",
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
            rf"(?P<whom>(?!to\b)[^,.;]{{2,60}}?)\s+to\s+{_V}",
        ),
        rule(
            "assigned",
            0.88,
            rf"\b(?:is|are|was|were|be)\s+(?:hereby\s+|also\s+)?(?:instructed|tasked|asked|directed|assigned|required|commissioned|entrusted)\s+to\s+{_V}",
        ),
        rule(
            "intended",
            0.8,
            rf"\b(?:plans?|intends?|aims?|planned|intended|(?:is|are|am)\s+(?:going|planning|preparing|about|gearing\s+up))\s+to\s+{_V}",
        ),
        rule(
            "wished",
            0.72,
            rf"\b(?:would|'d)\s+(?:also\s+|very\s+much\s+)?(?:like|love|wish|be\s+(?:glad|happy|pleased|interested))\s+(?:to\s+{_V}|in\s+(?P<noun>[^.;]+))",
        ),
        rule("assigned", 0.82, rf"\b(?:charged|ordered|instructed|directed)\s+to\s+{_V}"),
        rule(
            "decided",
            0.84,
            rf"\bresolved\s*[–—:-]+\s*that\s+[^.;]{{2,110}}?\s(?:be\s+(?P<verb>[a-z]+(?:ed|en|ld|nt|de))|(?P<verb2>accept|attend|{_DEEDS}))\b",
        ),
        rule(
            "assigned",
            0.86,
            rf"\bactions?\s+(?:on|for|upon)\s+(?P<whom>[A-Z][\w.& ]{{1,40}}?)\s+to\s+{_V}|\b(?:is|are|was|were|be)\s+(?:tasked|charged|entrusted)\s+with\s+(?P<noun>[^.;]+)",
        ),
        rule(
            "assigned",
            0.8,
            r"\b(?:will\s+(?:take|assume|have)|takes?|took)\s+(?:the\s+)?(?:responsibility|charge|lead)\s+(?:for|of|on|in)\s+(?P<noun>[^.;]+)|\bis\s+responsible\s+for\s+(?P<noun2>\w+ing\s[^.;]+)",
        ),
        rule(
            "agreed",
            0.8,
            rf"\b(?:agreements?|understandings?|consensus|decision)\s+(?:was|were|has\s+been|have\s+been|is)\s+(?:reached|achieved|made|taken)\s+(?:to\s+{_V}|(?:on|about|regarding|concerning)\s+(?P<noun>[^.;]+))|"
            rf"\b(?:reached|came\s+to)\s+(?:an?\s+)?(?:agreement|understanding|consensus)s?\s+(?:to\s+{_V.replace('verb', 'verb2')}|(?:on|about|regarding)\s+(?P<noun2>[^.;]+))",
        ),
        rule(
            "wished",
            0.7,
            rf"\b(?:express(?:es|ed)?|voic(?:es|ed)|show(?:s|ed)?|stat(?:es|ed)|confirm(?:s|ed)?|reaffirm(?:s|ed)?|convey(?:s|ed)?)\s+(?:\w+\s+){{0,3}}?(?:interest|desire|wish|hope|intention|willingness|readiness|commitment|keenness)\s+"
            rf"(?:to\s+{_V}|(?:in|of|about)\s+(?P<noun>[^.;]+))",
        ),
        rule(
            "intended",
            0.72,
            rf"\b(?:plans?|intention|proposals?|decision|agreement|promise|commitment|offer|pledge)\s+to\s+{_V}",
        ),
        rule(
            "wished",
            0.7,
            rf"\b(?:is|are|am|was|were)\s+(?:keen|eager|determined|committed|interested)\s+(?:to\s+{_V}|(?:on|in|to)\s+(?P<noun>\w+ing\s[^.;]+))",
        ),
        rule("wished", 0.62, rf"\b(?:wants?|wishes|hopes?|wish)\s+to\s+{_V}"),
        rule(
            "ready",
            0.78,
            rf"\b(?:ready|prepared|willing|happy|glad|pleased|able)\s+to\s+{_V}|\breadiness\s+to\s+{_V.replace('verb', 'verb2')}",
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
            rf"\b(?:propos(?:es?|ed)|suggest(?:s|ed)?|offer(?:s|ed)?|recommend(?:s|ed)?)\s+(?:to\s+{_V}|that\s+(?:we|they|the\s+\w+)\s+(?P<verb3>(?!(?:are|is|was|were|have|had|has|would|will|should|must|could|can|may|might|did|do)\b)[a-z]+)|{_SAID_THAT.replace('verb', 'verb2')}|(?P<noun>\w+ing\s[^.;]+))",
        ),
        rule(
            "proposed",
            0.68,
            rf"\bproposals?\s+(?:was|were|has\s+been|have\s+been)\s+(?:also\s+)?(?:made|put\s+forward|voiced)\s+(?:to\s+{_V}|(?:on|for|about|regarding|concerning)\s+(?P<noun>[^.;]+))",
        ),
        rule(
            "requested",
            0.76,
            rf"\b(?:asked|asks|requested|requests|urged|directed|insisted|agreed|resolved|recommended)\s+that\s+[^.;,]{{2,60}}?\s(?P<verb>{_DEEDS})\b",
        ),
        rule(
            "invited", 0.7, rf"\binvit(?:es?|ed)\s+(?P<whom>[^,.;]{{2,70}}?)\s+to\s+(?:{_V}|(?P<noun>[^.;]+))"
        ),
        rule(
            "invited",
            0.68,
            r"\b(?:extend(?:s|ed)?|issu(?:es|ed)|sent|received|accept(?:s|ed)?)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?invitation\s+(?P<noun>(?:to|for)\s[^.;]+)",
        ),
        rule(
            "expected",
            0.7,
            rf"\b(?:is|are|ha(?:s|ve)\s+been)\s+(?:expected|due|scheduled|planned|set|slated)\s+(?:to\s+{_V}|for\s+(?P<noun>[^.;]+))",
        ),
        rule("ahead", 0.8, rf"\b(?:is|are|was|were)\s+(?:still\s+)?to\s+be\s+{_ADVERB}(?P<verb>[a-z]+)"),
        rule("ahead", 0.74, rf"\b(?:is|are)\s+to\s+{_V}"),
        rule("task", 0.86, rf"\bactions?\s*[:–-]\s*to\s+(?:be\s+)?{_V}"),
        rule(
            "task",
            0.84,
            rf"(?-i:(?:\A|[-–—:.•]\s*)(?:ACTIONS?\b[\s:–-]*)?(?P<whom>(?:[A-Z]{{2,4}}|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)(?:(?:,\s*|\s+and\s+|\s*[/&]\s*)(?:[A-Z]{{2,4}}|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)){{0,3}})\s+to\s+{_V})",
        ),
        rule(
            "task",
            0.8,
            r"(?P<noun>\b[A-Za-z][\w'-]*(?:\s+[\w'()£$€.,-]+){0,14}?)\s*[–—-]?\s*\bto\s+be\s+(?P<deed>[a-z]+ed|sent|held|made|done|put|paid|written|bought|found|given|brought)\b",
        ),
        rule(
            "task",
            0.8,
            rf"(?:\A\W*|[-–—:.•]\s+)(?P<noun>(?-i:(?!(?:We|I|He|She|They|It|You|There|This|That|These|Those|Who|What|Please)\b)[A-Z])[\w'’-]*(?:\s+(?!{_FINITE}\b)[\w'’()-]+){{0,7}}?)(?<!\bhas)(?<!\bhave)\s+to\s+(?:go|remain|follow|come|move|open|visit|host|hold|build|launch|sign|send|join|meet|create|supply|buy|start|set\s+up|expand|boost|increase|provide|receive|train)\b",
        ),
        rule(
            "intended",
            0.74,
            rf"\b(?:is|are)\s+{_ADVERB}(?P<verb>(?:co-?)?(?:host|hold|organi[sz]|travell?|send|launch|arriv|com|leav|meet|open|start|celebrat|run)ing|going(?=\s+to\s+(?-i:[A-Z])))\b",
            needs_due=True,
        ),
        rule("needed", 0.6, rf"\b(?:necessary|essential|important|required|needed)\s+to\s+{_V}"),
        rule(
            "invited",
            0.72,
            rf"\b(?:is|are|was|were|has\s+been|have\s+been)\s+(?:also\s+)?invited\s+(?:to\s+{_V}|(?P<noun>(?:to|for)\s[^.;]+))",
        ),
        rule(
            "announced",
            0.66,
            rf"(?-i:\A\W*(?!Minutes|Notes|Agenda)(?P<noun>(?:[A-Z][\w'-]*\s+)?(?:(?!{_FINITE}\b)[\w'-]+\s+){{0,4}}?(?:[Oo]pening|[Mm]eeting|[Vv]isit|[Ee]vent|[Ff]air|[Cc]oncert|[Ff]estival|[Dd]inner|AGM|[Pp]arty|[Ww]alk|[Tt]alk)\b(?:(?!\b(?:was|were|held)\b)[^.;:]){{0,40}}))\s+(?:is\s+)?(?:on|in|at)\b(?!.*\b(?:was|were|are|will|would|could|can|has|have|had|may)\b)",
            needs_due=True,
        ),
        rule(
            "expected",
            0.72,
            r"(?-i:(?P<noun>[A-Z][^.;:]{3,140}?))\s+(?:is|are)\s+(?:also\s+|now\s+)?(?:scheduled|planned|envisaged|foreseen)(?=\s*(?:[.;,]|\Z))",
        ),
        rule(
            "expected",
            0.68,
            r"\b(?:is|are)\s+(?:scheduled|planned|slated|set|envisaged|foreseen)\b(?P<noun>(?=\s+(?:for|on|in|by|within)\b)[^.;]*)",
        ),
        rule("interested", 0.55, r"\b(?:is|are)\s+(?:considering|interested\s+in)\s+(?P<noun>[^.;]+)"),
        rule("future", 0.8, rf"\b(?:we|I)\s*(?:will|shall|'ll)\s+{_ABLE}{_V}"),
        rule("future", 0.72, rf"\b(?:will|shall)\s+{_ADVERB}{_ABLE}{_V}"),
        rule("future", 0.62, rf"\bwould\s+(?!have\s+to\b){_ADVERB}{_ABLE}{_V}"),
        rule(
            "future",
            0.72,
            r"\bwill\s+(?:\w+\s+)?(?:be|have)\s+(?P<noun>(?:in|at|on|with|an?\s+(?:\w+\s+){0,2}?(?:meeting|talks?|interaction|session|discussion|conversation|lunch|dinner|reception|visit|tour))\b\s+[^.;]+)",
            needs_due=True,
        ),
        rule(
            "announced",
            0.72,
            r"(?<!\bto\s)\b(?P<verb>(?:arriv|leav|depart|return|visit|travel|begin|start|open|tak|meet|host|hold|launch|come|go)(?:e?s|es\s+place|e\s+place|e))\b(?=\s)",
            needs_due=True,
        ),
        rule(
            "expected",
            WEAK,
            rf"\b(?:anticipates?|expects?|prepares?|preparing|considers?|considering)\s+(?:[^.;]{{2,60}}?\sto\s+{_V}|to\s+{_V.replace('verb', 'verb2')}|(?P<noun>\w+ing\s[^.;]+))",
        ),
        rule(
            "future",
            WEAK,
            r"\b(?:is|are|was|were)\s+(?P<verb>(?:start|launch|open|send|plann|bring|mov|buy)ing)\b",
        ),
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
        r"(?i)(?:happen|be|become|allow|enable|bring|have|has|remain|boost|grow|increase|benefit|depend|mean|reach|exceed|amount|total|cost|seem|appear|like|love|help\s+to\s+(?:strengthen|develop)|serve|impracticable|surpass|interact|promote\s+(?:peace|friendship)|strengthen|deepen|continue\s+to\s+(?:grow|develop|strengthen)|further\s+(?:expand|strengthen|develop|deepen)|give\s+(?:it|this|them|a|an)\s+(?:\w+\s+){0,2}?(?:impetus|boost|impulse)|come\s+true|probably\s+be|mark\b|represent|provide\s+(?:an?\s+)?(?:opportunit|impetus|boost)\w*|create\s+(?:favou?rable|new\s+opportunit)\w*|play|ensure|result|prove|"
        r"contribute(?!\s+[£$€\d])|need|know|not|lead|find|thank|note|recall|stress|congratulate|express|emphasi[sz]e|see|appreciate|understand|agree|require|include|involve|cover|last|pay\s+off|suffer|miss|get(?!\s+(?:[\w-]+\s+){1,6}done\b)|go\s+(?:well|down))\b"
    ),
    past=re.compile(
        r"(?i)\A\W*(?:last|in\s+(?:19|20)\d\d)\b|\b(?:last\s+(?:year|month|week)|previously|in\s+the\s+past|had\s+been|have\s+already|has\s+already)\b"
    ),
    organisations=re.compile(
        r"(?:[A-Z][\w&'-]+\s+(?:(?:of|and|for|the)\s+)?){0,5}(?:Chamber|Council|Consulate(?:\s+General)?|Ministry|Department|Association|"
        r"University|Embassy|LLP|LLC|JSC|Ltd)(?:\s+(?:of|and|for|in)(?:\s+the)?\s+[A-Z][\w'-]+(?:\s+(?:of|and|in)\s+[A-Z][\w'-]+)*)?|"
        r"(?:[A-Z][\w'-]+\s+)+(?:chamber|akimat|hokimiyat|council|consulate|city\s+hall)\b"
    ),
    joints=re.compile(r"(?i)\s*(?:[,;:]|\band\b|\bbut\b)\s*"),
    verb_first=True,
    abstract=words(
        "cooperation relations ties partnership potential friendship relationship links dialogue understanding bonds collaboration contacts interaction efforts level trust"
    ),
)
