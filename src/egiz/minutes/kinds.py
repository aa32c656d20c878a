"""What a promise is about, by the words of its content; the word nearest its verb counts most."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from egiz.minutes.report import Kind

# Stems in the order of the kinds; Uzbek in Latin letters (Cyrillic is put into Latin first), apostrophes as '.
_STEMS: dict[str, tuple[tuple[Kind, float, str], ...]] = {
    "ru": (
        ("twinning", 2.6, r"(?:город\w*-)?побратим\w*|породн\w+"),
        ("document", 2.0, r"протокол\w*|договор|договоры|меморандум\w*|соглашени\w+|письм\w+|переч\w+|список|списк\w+|справк\w+|отч[её]т\w*|документ\w*|карт[ауы]|положени\w+|анкет\w+|резолюци\w+|сведени\w+|данны\w+|реестр\w*|график\w*|замечани\w+|паспорт\w*|презентаци\w+|каталог\w*|бриф\w*|регламент\w*|план|планы|план[ауе]|информаци\w+|подписать|подпись|подписани\w+|доклад\w*|доложить|отчитаться|смета|заявк\w+"),
        ("document", 1.4, r"предложени\w+|программа"),
        ("events", 2.3, r"бизнес-форум\w*|календар\w*|выставк\w*|ярмарк\w*|форум\w*|мероприяти\w+|конференци\w+|фестивал\w*|семинар\w*|экспозици\w+|саммит\w*|выставочн\w+|презентационн\w+|дн\w+ культуры|мастер-класс\w*|концерт\w*|праздновани\w+|юбилей|церемони\w+|конгресс\w*|олимпиад\w*|гастрол\w+|конкурс\w*|фестиваль-конкурс\w*|выступить|выступление"),
        ("meeting", 2.0, r"(?:онлайн-|видео|бизнес-)?встреч\w*|видеоконференц\w*|видеовстреч\w*|совещани\w+|заседани\w+|вкс|созвон\w*|звон\w+|кругл\w+|консультаци\w+|видеосвяз\w+|собрать|собрани\w+|b2b|обсудить|обсуждать|обсуждени\w+|встретиться|встречаться|созвониться|собраться|сесси\w+|телемост\w*|вебинар\w*"),
        ("meeting", 1.9, r"переговор\w*"),
        ("meeting", 1.1, r"коллег\w*|принять|беседа|рассмотреть"),
        ("trip", 2.0, r"(?:бизнес-)?поездк\w*|поездок|визит\w*|делегаци\w+|командировк\w+|приехать|прибыть|посетить|посещени\w+|съездить|выехать|выезд\w*|ехать|поехать|ездить|приезжать|вылететь|прилететь|гостить|погостить|стажировк\w+|тур|туры|бизнес-тур\w*|миссия|миссии|миссию|бизнес-мисси\w+|торгов\w+-мисси\w+|приезд\w*|экскурси\w+"),
        ("trip", 1.3, r"ознакомиться|познакомиться|отправиться|побывать"),
        ("trip", 1.1, r"туроператор\w*|тургрупп\w+"),
        ("assistance", 2.0, r"содействи\w+|помощ\w+|поддержк\w+|помочь|помогать|содействовать|сопровождени\w+|виз|виза|визов\w+|гостиниц\w*|переводчик\w*|расход\w*|размещени\w+|сопровождать|посодействовать|подсказать"),
        ("assistance", 1.4, r"выделить|выделени\w+|выделять|грант\w*|финансирова\w+|профинансирова\w+|пожертвова\w+|безвозмездн\w+"),
        ("trade", 1.9, r"поставк\w*|поставлять|контракт\w*|закуп\w+|экспорт\w*|импорт\w*|цен\w+|ценов\w+|коммерческ\w+|продукци\w+|товар\w*|образц\w+|образец|сырь\w+|купить|продать|сделк\w+|сбыт\w*|перевозк\w+|партию|партия|прайс\w*|отгрузить|отгрузк\w+|товарооборот\w*|рейс"),
        ("trade", 1.2, r"торгов\w+|торговля"),
    ),
    "uz": (
        ("document", 1.4, r"dastur\w*"),
        ("twinning", 2.6, r"birodarla\w*|birodarli\w*|qardoshla\w*|qardoshli\w*|egizak\w*"),
        ("twinning", 1.4, r"birodar\w*|qardosh\w*"),
        ("document", 2.0, r"protokol\w*|bayon\w*|memorandum\w*|shartnoma\w*|kelishuv\w*|bitim\w*|xat(?:lar\w*|i|ni|ga|da|dan|ning|ini|iga|ida)?|ro'yxat\w*|hisobot\w*|ma'lumot\w*|axborot\w*|hujjat\w*|reja(?!lash)\w*|xarita\w*|taqdimot\w*|taklifnoma\w*|so'rovnoma\w*|jadval\w*"),
        ("events", 2.3, r"biznes-forum\w*|taqvim\w*|ko'rgazma\w*|yarmarka\w*|forum\w*|tadbir(?!kor)\w*|konferensiya\w*|festival\w*|seminar\w*|sammit\w*|ekspo(?!rt)\w*|konsert\w*|anjuman\w*|marosim\w*|bayram\w*"),
        ("events", 1.3, r"ishtirok\w*|qatnash\w*|kunlari"),
        ("meeting", 2.0, r"muhokama\w*|maslahatlash\w*|fikr|uchrash\w*|biznes-uchrashuv\w*|uchrashuv\w*|yig'ilish\w*|majlis\w*|videokonferensiya\w*|muzokara\w*|suhbat\w*|b2b"),
        ("trip", 2.0, r"tanish\w*|safar\w*|tashrif\w*|delegatsiya\w*|boradi|kelishni|borish\w*|boramiz|kelamiz|missiya\w*|sayohat\w*|xizmat safari|keladi"),
        ("assistance", 2.0, r"yordam\w*|ko'mak\w*|qo'llab\w*|viza\w*|mehmonxona\w*|tarjimon\w*|maydon\w*|joylashtir\w*|xarajat\w*|maslahat(?!lash)\w*|ajrat\w*|grant\w*|moliyalashtir\w*"),
        ("trade", 2.1, r"yetkazib|savdo(?!-sanoat)\w*|eksport\w*|import\w*|narx\w*|tijorat\w*|mahsulot\w*|namuna\w*|xarid\w*|sotib|kontrakt\w*|tovar\w*|tola\w*"),
    ),
    "kk": (
        ("document", 1.4, r"бағдарлама\w*"),
        ("twinning", 2.6, r"бауырлас\w*|егіз\w*|туысқан\w*"),
        ("document", 2.0, r"хаттама\w*|меморандум\w*|келісім(?!шарт)\w*|шарт\w*|хат\w*|тізім\w*|есеп\w*|мәлімет\w*|құжат\w*|жоспар(?!ла)\w*|карта\w*|анықтама\w*|ұсыныс\w*|кесте\w*|ақпарат\w*"),
        ("events", 2.3, r"бизнес-форум\w*|күнтізбе\w*|көрме\w*|жәрмеңке\w*|форум\w*|іс-шара\w*|конференция\w*|фестиваль\w*|семинар\w*|саммит\w*|концерт\w*|мерейтой\w*|мереке\w*|салтанат\w*|экспо(?!рт)\w*"),
        ("events", 1.3, r"қатыс\w*|күндері\w*|жылы|жылдығы\w*"),
        ("meeting", 2.0, r"кеңес(?!і)\w*|жиын\w*|талқыла\w*|кездес\w*|пікір|кездесу\w*|жиналыс\w*|мәжіліс\w*|бейнеконференция\w*|келіссөз\w*|отырыс\w*|кеңесу\w*|b2b"),
        ("trip", 2.0, r"таныс\w*|сапар\w*|іссапар\w*|делегация\w*|баруды|барады|барамыз|келеді|келуді|миссия\w*|саяхат\w*|топ\w*"),
        ("assistance", 2.0, r"көмек\w*|көмектес\w*|қолдау\w*|жәрдем\w*|виза\w*|қонақүй\w*|аудармашы\w*|шығын\w*|грант\w*|қаржыландыр\w*|қаржы\s+бөл\w*"),
        ("assistance", 1.3, r"бөлу\w*|бөл(?:ін)?еді|бөлмек|бөлі?нуі?"),
        ("trade", 1.2, r"жеткіз\w*"),
        ("trade", 2.1, r"контракт\w*|сауда(?!-)\w*|экспорт\w*|импорт\w*|баға\w*|коммерциялық\w*|өнім\w*|тауар\w*|келісімшарт\w*|сатып\w*|үлгі\w*|шикізат\w*"),
    ),
    "en": (
        ("twinning", 2.6, r"twin(?:ning|ned|s)?|(?:twin|sister)-\w+|sister|brotherhood"),
        ("document", 2.0, r"memorand\w+|agreements?|drafts?|protocols?|letters?|lists?|reports?|roadmaps?|road|plans?|documents?|minutes|schedules?|questionnaires?|newsletters?|correspondence|posters?|proposals?|invoices?|applications?|articles?|text|texts|presentations?|catalogues?|profiles?|budgets?|brochures?|booklets?|leaflets?|lease|certificates?|declarations?|charter|surveys?|templates?|scripts?|statements?|e?mails?|write|sign|signing|signature|documentation|documents|summary|summaries|ordinances?|amendments?|resolutions?"),
        ("document", 1.5, r"fill|fills|filled"),
        ("document", 0.65, r"contacts|notes"),
        ("events", 2.3, r"business-forum\w*|programs|programmes|conclaves?|breakfasts?|lunch(?:eon)?s?|games|shows?|workshop\w*|calendars?|exhibitions?|fairs?|forum\w*|events?|conferences?|festivals?|seminars?|expo|stand|summit\w*|concerts?|ceremony|celebrat\w+|evening|fundraiser|tournament|market|congress|olympiad|marathon|anniversary|retreat"),
        ("meeting", 1.6, r"speak|talk"),
        ("meeting", 2.0, r"meet|meets|meeting|meetings|call|discuss\w*|talks?|negotiat\w*|videoconference|sessions?|round|webinar|b2b|consultations|convene|consult|brief(?:ed|ing)s?|interaction|interact|dialogue"),
        ("trip", 2.0, r"trips?|visit(?:s|ed|ing)?|delegations?|travel\w*|missions?|tours?|touring|journey"),
        ("trip", 1.5, r"return\w*|arriv\w+|come|comes|attend|leav\w+|depart\w*|spend|stay|nights?"),
        ("trip", 1.1, r"go|going|group|representatives"),
        ("assistance", 2.0, r"assist\w*|help\w*|support\w*|visas?|hotels?|interpreter\w*|translat\w+|accommodat\w+|facilitat\w+|costs|guid\w+"),
        ("assistance", 1.3, r"contribut\w+|donat\w+|financ\w+|fund|funding|provide|share|sponsor\w*|accompan\w+|care|allocat\w+|grants?"),
        ("trade", 2.1, r"turnover|price\w*|trad(?:e|ing)|export\w*|import\w*|contract\w*|suppl(?:y|ies)|purchase|quotes|goods|samples?|commercial|sell|buy|shipment\w*|quotation\w*"),
        ("trade", 1.0, r"offers?|order"),
    ),
}  # fmt: skip


SPHERES: dict[str, re.Pattern[str]] = {
    "uz": re.compile(
        r"(?i)(?:[\w'-]+(?:,|\s+va|\s+hamda)?\s+){1,6}?(?:va\s+)?[\w'-]+\s+(?:soha|yo'nalish)(?:si|lari|lar)?da\b|(?:[\w'-]+\s+yakunlari|[\w'-]+)ga\s+(?:muvofiq|ko'ra|binoan)\b|(?:[\w'-]+\s+){1,6}(?:doirasida|yakunida|yakunlari\s+bo'yicha|munosabati\s+bilan|natijasida|davomida|chog'ida|arafasida)\b"
    ),
    "kk": re.compile(
        r"(?i)(?:[\w-]+(?:,|\s+және|\s+мен|\s+пен)?\s+){1,6}?[\w-]+\s+(?:сала|бағыт)(?:сы|лары|лар)?(?:нда|да)\b|\w+\s+сәйкес\b|(?:[\w-]+\s+){1,6}(?:аясында|шеңберінде|барысында|қорытындысы\s+бойынша|соңында|нәтижесінде|қарсаңында|орайына)\b"
    ),
    "en": re.compile(
        r"(?i)\A\W*(?:at|during)\s+(?:the|a|an)\s+(?:[\w'’-]+\s+){0,3}meeting\b|\bin\s+(?:the\s+|various\s+|such\s+)?(?:\w+\s+)?(?:fields?|spheres?|areas?|sectors?)(?:\s+(?:of|such\s+as|like|including))?\s[^.;]{3,120}|\b[\w-]+(?:,\s[\w-]+){0,6},?\s+and\s+[\w-]+\s+(?:cooperation|relations|ties|contacts|fields|spheres|exchanges)\b|\bcooperation\s+in\s[^.;]{3,100}|,\s+including\s[^.;]{3,160}|\b(?:in\s+order\s+to|so\s+as\s+to|with\s+a\s+view\s+to|within\s+the\s+framework\s+of|on\s+the\s+sidelines\s+of|as\s+a\s+follow-?up\s+to|during\s+the)\s[^.;,]{3,100}"
    ),
}
"""Fields in which somebody works together: the kind of a promise is not read from them."""

_LEAST = 0.58  # a word far from the verb alone does not tell what a promise is about


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[tuple[Kind, float, re.Pattern[str]], ...]:
    return tuple(
        (kind, weight, re.compile(rf"(?i)(?:{stems})\Z")) for kind, weight, stems in _STEMS[language]
    )


@lru_cache(maxsize=50_000)
def word_kinds(word: str, language: str) -> tuple[tuple[Kind, float], ...]:
    """The kinds a word speaks for, with weights."""
    return tuple((kind, weight) for kind, weight, pattern in _patterns(language) if pattern.match(word))


def choose_kind(words: Sequence[tuple[str, float]], language: str) -> tuple[Kind, str]:
    """The kind with most weight, and the word that spoke for it first.

    Parameters
    ----------
    words : sequence of (str, float)
        Words of the promise (lemmas where known) with their nearness to its verb, 0..1.
    language : str
        Which stems to use.

    Returns
    -------
    kind, word
        "other" and an empty word if no word speaks for any kind.
    """
    best: dict[Kind, tuple[float, str]] = {}
    for word, nearness in words:
        for kind, weight in word_kinds(word, language):
            score = weight * nearness
            if score > best.get(kind, (0.0, ""))[0]:
                best[kind] = (score, word)
    kind = max(best, key=lambda one: best[one][0], default="other")
    if not best or best[kind][0] < _LEAST:
        return "other", ""
    return kind, best[kind][1]
