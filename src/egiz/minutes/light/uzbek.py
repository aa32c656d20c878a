"""Uzbek, on Latin letters with ' for every apostrophe; Cyrillic text is put into Latin before."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.minutes.confidence import WEAK
from egiz.minutes.light.rules import Language, rule

_NOUN = r"(?P<verb>[\w']+sh)"
_DEEDS = (
    "bor|kel|muloqot\\s+qil|tashrif\\s+buyur|yubor(?:il)?|jo'nat(?:il)?|o'tkaz(?:il)?|tashkil\\s+(?:et|qil)(?:il|in)|tashkil\\s+qil|"
    "taqdim\\s+(?:et|qil)(?:il|in)?|imzola(?:n)?|ajrat(?:il)?|ko'rsat(?:il)?|tayyorla(?:n)?|uyushtir(?:il)?|bo'lib\\s+o't|o't|"
    "ber(?:il)?|qabul\\s+qil(?:in)?|taklif\\s+(?:et|qil)(?:il|in)?|boshla(?:n)?|och(?:il)?|ishtirok\\s+et|qatnash|yetkaz(?:il)?|"
    "tanish(?:tir)?(?:il)?|uchrash|muhokama\\s+(?:et|qil)(?:il|in)?(?:ish|ad)?|tasdiqla(?:n)?|quril|qur|yo'lga\\s+qo'y(?:il)?|amalga\\s+oshir(?:il)?|"
    "kengaytir(?:il)?|ishlab\\s+chiq(?:il)?|joriy\\s+(?:et|qil)(?:il|in)?|joylashtir(?:il)?|ko'rib\\s+chiq(?:il)?|o'rgan(?:il)?|yarat(?:il)?|tuz(?:il)?|"
    "qo'sh(?:il)?|yordam\\s+ber(?:il)?|ta'minla(?:n)?|almash(?:il)?|fikr\\s+almash|jalb\\s+(?:et|qil)(?:il|in)?|ishga\\s+tushir(?:il)?|boshqar|safarga\\s+chiq|"
    "namoyish\\s+(?:et|qil)(?:il|in)?|xarid\\s+qil(?:in)?|sotib\\s+ol(?:in)?|yetib\\s+kel|tashkillashtir(?:il)?|e'lon\\s+qil(?:in)?|ma'lum\\s+qil(?:in)?|kirit(?:il)?|"
    "chiqar(?:il)?|olib\\s+bor(?:il)?|olib\\s+kel(?:in)?|muzokara\\s+(?:o'tkaz|qil)|suhbatlash|kelish|hal\\s+(?:et|qil)(?:il|in)?|rivojlantir(?:il)?|hamkorlik\\s+qil|tikla(?:n)?|davom\\s+ettir(?:il)?|yangilan|"
    "o'rnat(?:il)?|barpo\\s+(?:et|qil)(?:il|in)?|bajar(?:il)?|foydalanishga\\s+topshir(?:il)?|ishini\\s+boshla|ta'mirla(?:n)?|qo'yil|sayohat\\s+qil|qatnash|yo'l\\s+ol|jo'na|safar\\s+qil|tarqat(?:il)?|nishonla(?:n)?|saralan|tanla(?:n)?|muzokaralar\\s+olib\\s+bor|sot(?:il)?|eksport\\s+qil(?:in)?|"
    "o'qit(?:il)?|topshir(?:il)?|ulash|parvoz\\s+qil|kutib\\s+ol(?:in)?|birlashtir(?:il)?|qat(?:na|n)|faoliyat\\s+boshla|keltir(?:il)?|qur(?:il)?|ro'yxatga\\s+ol(?:in)?"
)

UZBEK = Language(
    code="uz",
    rules=(
        rule("promised", 0.9, rf"{_NOUN}(?:i)?ga\s+(?:va'da\s+ber|so'z\s+ber|kafolat\s+ber)[\w']*"),
        rule(
            "promised",
            0.88,
            rf"{_NOUN}\s+majburiyatini\s+ol[\w']*|{_NOUN.replace('verb', 'verb2')}ni\s+o'z\s+zimmasiga\s+ol[\w']*",
        ),
        rule(
            "agreed",
            0.85,
            rf"{_NOUN}(?:i)?(?:ga|\s+haqida|\s+to'g'risida|\s+bo'yicha|\s+xususida)\s+"
            r"(?:kelishib\s+ol|kelish(?:di|ildi|ib|uvga)|rozi\s+bo'l|rozilik\s+bildir|ahdlash)[\w']*",
        ),
        rule("decided", 0.82, rf"{_NOUN}(?:i)?(?:ga|\s+haqida|\s+to'g'risida)\s+qaror\s+qil[\w']*"),
        rule(
            "assigned",
            0.9,
            rf"{_NOUN}(?:i|ni)?\s+(?:vazifa(?:si|lari)(?:ni)?\s+)?(?:(?:[\w'-]+\s+){{1,6}}?[\w'-]+(?:ga|ka|qa)\s+)?(?:topshir(?!iq)|yuklat|yuklan|buyur|qo'yil)[\w']*",
        ),
        rule(
            "assigned",
            0.88,
            rf"{_NOUN}(?:i|ni)?\s+(?:bo'yicha|yuzasidan|haqida|to'g'risida|vazifasini|vazifasi)\s+(?:\w+ga\s+|tegishli\s+|zarur\s+)*(?:topshiriq|ko'rsatma|vazifa|buyruq|farmoyish)[\w']*\s+(?:ber|qo'y)[\w']*",
        ),
        rule(
            "agreed",
            0.84,
            rf"{_NOUN}(?:i)?(?:ga|\s+(?:haqida|to'g'risida|bo'yicha|xususida|yuzasidan|borasida))\s+(?:[\w']+\s+){{0,2}}?(?:(?:kelishuv(?:lar)?|anglashuv)(?:ga)?\s+(?:erish|qil)|ahdlash|bir\s+fikrga\s+kel|kelishib\s+ol)[\w']*",
        ),
        rule(
            "supported",
            0.68,
            rf"{_NOUN}(?:i)?\s+(?:tashabbusini|taklifini|g'oyasini)\s+qo'llab-quvvatla[\w']*",
        ),
        rule(
            "agreed",
            0.84,
            rf"{_NOUN}(?:i)?\s+(?:bo'yicha|haqida|to'g'risida)\s+(?:[\w']+\s+){{0,2}}?to'xtamga\s+kel[\w']*",
        ),
        rule("agreed", 0.8, rf"{_NOUN}\s+kelishuvi(?:ga|ni)\s+(?:ham\s+)?(?:erish|qil|tuz)[\w']*"),
        rule(
            "invited",
            0.74,
            r"(?P<noun>[\w']+(?:ni|lar)\s+(?:[\w'-]+\s+){0,6}?[\w'-]+(?:ga|ka|qa)\s+(?:tashrif\s+buyurishga\s+)?)(?:taklif\s+(?:qil|et)(?:di|gan|ishdi|dilar)[\w']*)",
        ),
        rule(
            "proposed",
            0.66,
            rf"{_NOUN}(?:i)?(?:ni|\s+bo'yicha|\s+haqida|\s+to'g'risida)?\s+(?:taklif(?:i|ini)?|tashabbus(?:i|ini)?)\s*(?:bilan\s+chiq|ilgari\s+sur|bildir|kirit|ber|ayt)[\w']*",
        ),
        rule(
            "intended",
            0.8,
            r"(?P<noun>[\w'-]+(?<!sh)(?<!shi)(?<!lari))\s+(?:ham\s+)?(?:rejalashtirilgan|rejalashtirilmoqda|belgilangan|mo'ljallangan|ko'zda\s+tutilgan)\b(?=\s*(?:[.;,]|\Z|bo'lib|edi))",
        ),
        rule(
            "future",
            0.7,
            rf"(?<!\w)(?P<verb>(?:{_DEEDS})ish)(?:i|lari|imiz)(?:ni|ga|\s+haqida|\s+to'g'risida)?\s+(?:(?!mumkin)\w+\s+)?(?:ma'lum\s+(?:qil|bo'l)|aytdi|aytib\s+o't|aytilgan|xabar\s+ber|bildirdi|ta'kidladi|va'da|eslat)[\w']*",
        ),
        rule(
            "intended",
            0.8,
            rf"{_NOUN}(?:i)?ni\s+(?:rejalashtir|mo'ljalla|niyat\s+qil|maqsad\s+qil(?!ish?gan|gan)|ko'zla)[\w']*",
        ),
        rule(
            "intended",
            0.8,
            rf"{_NOUN}(?:i)?\s+(?:niyati(?:ni|ni\s+yana)\s+(?:tasdiqla|bildir|ma'lum)|niyatida|rejalashtiril|ko'zda\s+tutil|mo'ljallan|kutil)[\w']*",
        ),
        rule("intended", 0.82, r"(?P<verb>[\w']+)moqchi[\w']*(?![^.]*\?)"),
        rule("ready", 0.78, rf"{_NOUN}(?:i)?ga\s+(?:doim\s+|har\s+doim\s+)?(?:tayyor|hozir\b)[\w']*"),
        rule(
            "wished",
            0.7,
            rf"{_NOUN}(?:i)?(?:ni\s+(?:ista|xohla)[\w']*|\s+istagi[\w']*\s+bildir[\w']*|ga\s+qiziqish\s+bildir[\w']*)",
        ),
        rule(
            "proposed",
            0.68,
            rf"{_NOUN}(?:i)?(?:ni|\s+bo'yicha|\s+haqida)\s+(?:taklif|tavsiya)\s*(?:qil|et|bildir|ber)?[\w']*",
        ),
        rule("proposed", 0.66, rf"{_NOUN}(?:i)?\s+(?:taklif|tavsiya)\s+(?:etil|qilin)(?:di|gan)\b"),
        rule("invited", 0.74, rf"{_NOUN}(?:i)?ga\s+taklif\s+(?:et|qil)\w+"),
        rule(
            "proposed",
            0.64,
            r"(?P<noun>(?:birodar|qardosh)\w*\s+shahar\w*)\s+(?:bo'lishi|aylanishi)\s+mumkin\b",
        ),
        rule("assigned", 0.84, r"(?P<verb>[\w']{3,}?(?:il|in))sin\b(?=\W*\Z)"),
        rule("requested", 0.75, rf"{_NOUN}(?:i|ingiz|ingizni|lar)?(?:ni)?\s+(?:so'ra|iltimos)[\w']*"),
        rule(
            "needed",
            0.5,
            rf"(?<!qayd\s)(?<!e'tirof\s)(?<!e'tiborga\s)(?!ta'kidla|aytish){_NOUN}(?:i|imiz)?\s+(?:kerak|lozim|zarur|shart)\b",
        ),
        rule("future", 0.8, r"(?P<verb>[\w']+?(?:a|y)miz)\b"),
        rule(
            "future",
            0.68,
            rf"(?<!mumkin\s)(?<!so'z\s)(?<!gap\s)(?<!imkoniyatlar\s)(?<!imkoniyat\s)(?<!sharoit\s)(?<!imkon\s)(?<!asos\s)(?<!yo'l\s)(?<!foyda\s)(?P<verb>(?:{_DEEDS})(?:ish)?(?:a|y)di(?:lar)?)\b(?!\s+(?:xabar\s+)?(?:deb\s+)?(?:ta'kidla|qayd))",
        ),
        rule(
            "future",
            WEAK,
            r"(?P<verb>[\w']{2,}(?:(?<!l)a|y|(?:qil|kel|il|b?o'l|\sol)a)di(?:lar)?)(?=\W*(?:\Z|[.;,»”]))",
        ),
    ),
    order=rule("item", 0.88, r"(?P<verb>[\w']+?)(?:sin|sinlar)\b"),
    agents=re.compile(
        r"(?i)(?:tomonlar|mehmonlar|tadbirkorlar(?:i)?|vakillar(?:i)?|palata(?:si)?|hokimlig?i|hokimlik|hokimiyat(?:i)?|"
        r"korxona(?:si)?|kompaniya(?:si)?|vazirlig?i|boshqarma(?:si)?|bo'lim(?:i)?|konsulxona(?:si)?|delegatsiya(?:si)?|"
        r"kengash(?:i)?|fabrika(?:si)?|guruh(?:i)?|ishtirokchilar|fermerlar|biznesmenlar|birlashma(?:si)?)(?:ga|ka|ning)?\b"
    ),
    roles=re.compile(
        r"(?i)(?:bosh\s+)?(?:konsuli?|raisi?|direktori?|hokimi?(?:\s+o'rinbosari)?|boshlig'i|rahbari?|vakili|prezidenti?|"
        r"vaziri?|elchisi|kotibi|mutaxassisi|a'zosi|o'rinbosari|egasi|tadbirkor)"
    ),
    speech=re.compile(
        r"(?i)\b(?:de(?:di|ya|b|rkan|ydi)|ta'kidla\w+|ayt\w+|qayd\s+et\w+|bildir\w+|ma'lum\s+qil\w+|so'zla\w+|qo'shimcha\s+qil\w+)"
    ),
    pronouns=re.compile(r"(?i)\bu\b"),
    not_deeds=re.compile(
        r"(?i)(?:bo'la|deb?y|umid\s+qila|bila|ko'ra|o'yla|ishona|tabrikla|hisobla|ista|xohla|minnatdor|yasha|tura|kuta|eslata|xursand|o'sa|orta|rivojlana|mustahkamlana|kengaya|davom\\s+eta|xizmat\\s+qila|kasb\\s+eta|imkon)(?:y|m|d|$)"
    ),
    past=re.compile(
        r"(?i)o'tgan\s+(?:yil|oy|hafta)|avval(?:roq|gi)?\b|ilgari|\bedi\b|bo'lib\s+o'tdi|eslatib|eslatma|eslatamiz|ma'lumki"
    ),
    organisations=re.compile(
        r"(?:(?:[A-Z][\w'-]+|viloyati|shahar|shahri|respublikasi|va)\s+){0,5}(?:[Ss]avdo-sanoat\s+palatasi|palatasi|palata\s+boshqarmasi|"
        r"hokimligi|hokimiyati|konsulxonasi|vazirligi|kengashi|boshqarmasi|universiteti)(?![\w'])|[«\"“][^»\"”]{2,40}[»\"”]\s+"
        r"(?:korxonasi|kompaniyasi|fabrikasi|zavodi|MCHJ|AJ|XK)|(?:MCHJ|AJ|XK)\s+[«\"“][^»\"”]{2,40}[»\"”]"
    ),
    joints=re.compile(r"(?i)\s*(?:[,;:]|\bva\b|\bhamda\b)\s*"),
    abstract=words("hamkorlik aloqa munosabat rivojlantirish mustahkamlash do'stlik imkoniyat sherik"),
)
