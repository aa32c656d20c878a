"""The words for twinning in four languages, and what they say of it: it exists, is proposed, has ended."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes.report import TwinningStatus

_APOSTROPHE = "[ʻʼ‘’'`]"

STEMS = re.compile(
    r"(?i)побратим|братск\w+\s+(?:связ|отношен|город)|породн[её]нн|породн(?:и|ят|ение|ении|ения)\w*|город\w*-сестр|birodar\w*\s+(?:shaha?r|tuman|viloyat)|birodarl(?:ash|ik)|биродар\w*\s+(?:шаҳа?р|туман|вилоят)|биродарл(?:аш|ик)|"
    r"qardosh(?:lik|lash|\s+(?:shahar|viloyat|tuman)|\b)|қардош(?:лик|лаш|\s+(?:шаҳа?р|вилоят))|egizak\s+shahar|бауырлас|егіз\s+қала|туысқан\s+қала|"
    r"\btwin(?:ned|ning|s)?\b|\btwin[\s-](?:city|cities|town)|\bsister[\s-]+(?:city|cities(?!\s+International)|town|towns|state|province|region|relationship|relations)|\b(?:twin|sister)hood\b"
)
EITHER = re.compile(
    r"(?i)^[\s,()«»\"]*(?:либо|или|или же|yoki|ёки|немесе|әлде|or)\s+(?:с |город\w* |g\. |the )?[\s«\"]*$|^\s*/\s*$"
)
_BRACKET = r"(?:\s*\([^()]{2,40}\))?"
AND = re.compile(
    rf"(?i)^(?:['’]s)?{_BRACKET}\s*(?:,|,?\s*(?:и|а также|va|hamda|ва|ҳамда|және|мен|пен|бен|and|as well as))\s*(?:г\.\s*|город\w*\s|the\s+city\s+of\s|[\w-]+ск(?:ие|ий|ая|им|ими|ое|ого|ой|ом|ую)\s)?\s*$"
)
DATELINE = re.compile(
    r"\s*(?:[^\W\d_][\w\s,.()-]{1,60}?)\s+[—–-]\s+(?=[^\W\d_])(?!.{0,12}побратим|.{0,25}(?:twin|sister|qardosh|birodar|қардош|биродар|бауырлас))|\s*[A-ZА-ЯЁҚҒӘІҢӨҰҮ]{4,}\.\s"
)
BUT = re.compile(
    r"(?i),?\s+(?:но|однако|зато|but(?!\s+(?:with|to)\b)|while|whereas|lekin|biroq|лекин|бироқ|бірақ|алайда)\s"
)
RELATED = re.compile(
    r"(?i)\A[-–]\Z|(?<!\w)(?:с|со|и|между|является|являются|стал[аи]?|with|of|is|are|became|and|between|bilan|билан|va|ва|hamda|мен|пен|бен|және)(?!\w)|[:—–]|['’]s\b|побратим|twin|sister|qardosh|қардош|birodar|биродар|бауырлас|егіз|ning\b|нинг\b|ның\b|нің\b"
)
# "A has had ties with B" in Uzbek and Kazakh: the word for "with" stands behind the second name.
WITH_AFTER = re.compile(r"(?i)\w*\s*(?:bilan|билан|мен|пен|бен)(?!\w)")
OFFICE = re.compile(
    r"(?i)консул\w*\s[^|]*\Z|[Кк]онсул\w*[^|]*\bв\s+(?:г\.|город\w*)\s*\||consul(?:ate)?\s[^|]*\|"
)
PARTNERS_ONLY = re.compile(
    r"(?i)(?:\bс\s+(?:городами|муниципалитетами)?(?:\s+и)?|\bwith(?:\s+the\s+cities\s+of)?|\bwith\s+cities)\s*\Z"
)
CHOICE = re.compile(r"(?i)\bвыб[оеи]р|\bchoos|\bchoice|decision between|\btanla|танла|таңда|бірін")
CAPITAL_OF = re.compile(r"(?i)(?:\bcapital(?:\s+city)?\s+of(?:\s+the)?|\bстолиц\w+|\bцентр\w*)\s+\Z")
BOTH = re.compile(
    r"(?i)\b(?:the|both|these|our)\s+(?:two\s+)?(?:sister[\s-]|twin[\s-]|twinned\s+)?(?:cities|towns|communities)\b|\bгородов-побратимов\b|\b(?:оба|два|двух|обоих)\s+город|\bгорода\s+(?:стали|являются)|"
    r"\b(?:ikki|har\s+ikki|икки|ҳар\s+икки)\s+(?:qardosh\s+|birodar\s+|қардош\s+|биродар\s+)?(?:shahar|шаҳар)|\b(?:екі|қос)\s+(?:бауырлас\s+)?қала"
)
DENIED = re.compile(
    r"(?i)не\s+(?:являются|является|стали|был[аи]?|имеет)\s+(?:\w+\s+){0,2}(?:город\w*-)?побратим|not\s+(?:yet\s+)?(?:twin|sister)|never\s+twinned|(?:shahar|шаҳар)\w*\s+(?:emas|эмас)\b|бауырлас\s+қала\w*\s+емес"
)
NOT_THIS_BEFORE = re.compile(
    r"(?i)(?:\bв\s+(?:провинции|штате|области|префектуре|земле|республике)\s+|\bin\s+(?:the\s+)?(?:province|state|region|prefecture)\s+of\s+|\bне\s+(?:с|со)\s+(?:г\.\s*|город\w*\s+)?|\bnot\s+(?:with\s+)?(?:the\s+city\s+of\s+)?|\brather\s+than\s+(?:with\s+)?|\bа\s+не\s+(?:с|со)?\s*(?:город\w*\s+)?)\Z"
)
NOT_THIS_AFTER = re.compile(r"(?i)\w*\s*(?:bilan|билан)\s+(?:emas|эмас)|\w*\s*(?:мен|пен|бен)\s+емес")
VENUE_BEFORE = re.compile(
    r"(?i)(?:подписан\w*|состоял\w*|прош[лё]\w*|проходи\w*|встрет\w*|подписал\w*|signed|held|took\s+place|met)\s+(?:\d[\w\s.]{0,22}\s)?(?:в|на|in|at)\s+(?:г\.\s*|город\w*\s+)?\Z"
)
VENUE_AFTER = re.compile(
    rf"(?i)[\w{_APOSTROPHE[1:-1]}-]+(?:da|да|де|та|те)\s+(?:\w+\s+){{0,3}}(?:imzolan|имзолан|bo{_APOSTROPHE}?lib\s+o|бўлиб|өтк?е|өтті|қол\s+қой|o{_APOSTROPHE}tkazil|ўтказил)"
)
ADJACENT_BEFORE = re.compile(
    r"(?i)(?:побратим\w*|twin(?:ned|ning)?|sister|qardosh\w*|қардош\w*|birodar\w*|биродар\w*|бауырлас\w*|егіз|туысқан)[\s,–—-]*(?:(?:город\w*|city|cities|town|towns|shahar\w*|шаҳар\w*|қала\w*|of|with|in|the|association|link|partner|is|с|из|является)[\s,:–—-]*){0,4}\Z"
)
ADJACENT_AFTER = re.compile(
    r"(?i)(?:['’]s)?[\s,–—-]*(?:(?:шаҳри|shahri|қаласы|city|is|our|its|их|наш\w*|является|–|—|bilan|билан|мен|пен|бен|with|the|a)\s*)*[\s–—-]*(?:(?:город\w*-?)?побратим|twin|sister|qardosh|қардош|birodar|биродар|бауырлас|егіз)"
)
_ENDED = re.compile(
    r"(?i)расторг|прекра[тщ]|приостанов|разорва|разрыв|больше\s+не|\bended|suspend|terminat|severed|no\s+longer|cancell?ed|to.?xtat|bekor\s+qil|тўхтат|бекор\s+қил|тоқтат|үзілді|бұзылды|бұзды|жойылды"
)
_NOT_ENDED = re.compile(
    r"(?i)(?:не\s+(?:намерен\w*|будет|будут|планиру\w+|собира\w+|стал[аи]?)|отказал\w*|отклонил\w*)\s+(?:[\w-]+\s+){0,6}?(?:расторг|прекра|приостан|разор)|"
    r"\b(?:refus\w+|declin\w+|reject\w+|not)\s+(?:\w+\s+){0,4}?(?:end|suspend|terminat|sever|cancel)|(?:расторг|прекра[тщ]|приостан|разор|to.?xtat|тўхтат|тоқтат)\w*\s+не\s|to.?xtatilmaydi|тўхтатилмайди|тоқтатылмайды"
)
_MADE = re.compile(
    r"(?i)\bстал[аи]?\b|подписан[оаы]?\b|подписал[аи]?\b|скреп(?:или|лен)|подписали\b|установлен[ыо]\b|установил[аи]?\b|заключ(?:ен|ил)[аиы]?\b|породнил|оформ(?:или|лен)|появил|"
    r"\bbecame\b|\bsigned\b|(?:has|have)\s+(?:been\s+)?(?:become|twinned|signed|established)|\bwas\s+(?:established|signed|formali[sz]ed|founded)|established\s+(?:a\s+)?(?:sister|twin)|formali[sz]ation|"
    r"aylandi|айланди|imzolash\s+marosimi\s+bo.?lib|имзолаш\s+маросими\s+бўлиб|imzolandi|имзоланди|imzolagan|имзолаган|imzolashdi|o.?rnatildi|ўрнатилди|o.?rnatilgan|ўрнатилган|bo.?ldi\b|"
    r"айналды|атанды|орнады|орнаған|қол\s+қой(?:ылды|ды|ған|ылған)|орнатылды|орнатылған|болды\b|болған"
)
_PROPOSED = re.compile(
    r"(?i)\bмо(?:гут|жет|гли|жно)\b|предл[ао][гж]|обсу[жд]|рассм[ао]т|намер|планир|инициатив|\bхо(?:тят|чет|тел)|готов|станут|станет|стать\b|подпиш(?:ут|ет)|заключ(?:ат|ит)\b|установ(?:ят|ит)\b|породн(?:ятся|ится)|будут|будет|\bвопрос|задача|проект\w*\s+(?:соглаш|меморанд|договор)|подготов|изуч|возможн|интерес|заинтересован|"
    r"\bcould\b|\bmay\b|\bmight\b|propos|discuss|consider|\bplan|intend|\bwill\b|\bdraft|possib|explor|to\s+become|interest|would|invit|suggest|agreed\s+to|looking|hope|prepar|"
    r"taklif|таклиф|mumkin|мумкин|muhokama|муҳокама|\breja|режа|niyat|ният|loyiha|лойиҳа|ko.?zda|кўзда|bo.?ladi|бўлади|imzolay?nadi|imzolaydi|имзолай?нади|имзолайди|o.?rnatiladi|ўрнатилади|moqchi|моқчи|qiziqish|o.?rnatish|kelish|"
    r"қол\s+қояды|қойылады|орнат(?:ады|ылады)|ұсын|мүмкін|талқыла|жоспар|ниет|жоба|болады|болмақ|қызығ|келіс|орнат(?:у|қы)|(?:қы|гі|ғы|кі)(?:мыз|міз)\s+кел"
)
_KEPT = re.compile(
    r"(?i)укрепл|расшир|развива|углубл|продолж|поддержива|\bявля|\bс\s+(?:19|20)\d\d|с\s+давних|уже\b|strengthen|\bsince\b|\bare\b|\bis\b|(?:19|20)\d\d\s+(?:yildan|йилдан|жылдан)|mustahkam|мустаҳкам|hisoblan|ҳисоблан|sanal|"
    r"нығайт|болып\s+(?:табылады|саналады)|years\s+of|anniversary|лет\w*\s+побратим|yillig"
)


# "the delegation of our twin town will come": the town is a twin already.
_IS_ONE = re.compile(
    r"(?i)(?:['’]s|\bits|\bour|\btheir|\bhis)\s+(?:\w+\s+)?(?:sister|twin)[\s-](?:city|town)|\bfrom\s+(?:the\s+)?(?:twin|sister)|(?:города|городах|городами|городов|городам)-побратим\w+\s+(?-i:[A-ZА-ЯЁ])|(?:бауырлас|егіз)\s+қалалар\w*\s+(?-i:[А-ЯЁӘҒҚҢӨҰҮІ])|(?:qardosh|birodar)\s+shaharlar\w*\s+(?-i:[A-Z])|(?:қардош|биродар)\s+шаҳарлар\w*\s+(?-i:[А-ЯЁЎҚҒҲ])|(?:twin|sister)\s+(?:cities|towns|regions)\s+(?:of\s+)?(?-i:[A-Z])|\b(?:twin|sister)hood\b|(?:из|делегаци\w+)\s+(?:\w+\s+)?город\w*-побратим|"
    r"sister[\s-]city\s+relationship|anniversary\s+of\s+(?:the\s+)?(?:twinning|sister)|officially\s+twinned"
)


def status_of(sentence: str) -> TwinningStatus:
    """What a sentence about twinning says of it, by tense and verb.

    Returns
    -------
    {"existing", "proposed", "ended"}
    """
    if _ENDED.search(sentence):
        return "existing" if _NOT_ENDED.search(sentence) else "ended"
    if _IS_ONE.search(sentence) and not re.search(
        r"(?i)станут|станет|стать\b|to\s+become|will\s+become|propos|предлож|aylanadi|айналады|болады\b",
        sentence,
    ):
        return "existing"
    made, proposed, kept = _MADE.search(sentence), _PROPOSED.search(sentence), _KEPT.search(sentence)
    if made and not (proposed and re.search(r"(?i)проект\w*\s|\bdraft|лойиҳа|loyiha|жоба", sentence)):
        return "existing"
    if kept and not (
        proposed
        and re.search(
            r"(?i)\bмо(?:гут|жет)\b|\bcould\b|\bmay\b|\bmight\b|станут|станет|стать\b|установлени|to\s+become|предл[ао][гж]|propos",
            sentence,
        )
    ):
        return "existing"
    return "proposed" if proposed or re.search(r"(?i)установ(?:ить|лени)|establish", sentence) else "existing"
