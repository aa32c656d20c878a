"""Why two companies should meet, and what a company should mend, in four languages: en, ru, uz, kk."""

# ruff: noqa: E501 - a sentence stands in one line

from __future__ import annotations

from collections.abc import Mapping

from egiz.matching.codes import label_of

LANGS = ("en", "ru", "uz", "kk")

SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "phrase": (
        "“{need}” is met by “{offer}”",
        "нужно «{need}», предлагается «{offer}»",
        "“{need}” ehtiyojini “{offer}” taklifi qoplaydi",
        "«{need}» қажеттілігіне «{offer}» сай келеді",
    ),
    "phrase_terms": (
        "“{need}” is met by “{offer}” ({terms})",
        "нужно «{need}», предлагается «{offer}» ({terms})",
        "“{need}” ehtiyojini “{offer}” taklifi qoplaydi ({terms})",
        "«{need}» қажеттілігіне «{offer}» сай келеді ({terms})",
    ),
    "phrase_meant": (
        "“{need}” and “{offer}” are alike in meaning",
        "«{need}» и «{offer}» близки по смыслу",
        "“{need}” va “{offer}” maʼno jihatidan yaqin",
        "«{need}» мен «{offer}» мағынасы жақын",
    ),
    "code": (
        "activity code {code} is on both sides",
        "код деятельности {code} есть у обеих сторон",
        "{code} faoliyat kodi ikkala tomonda bor",
        "{code} қызмет түрінің коды екі тарапта да бар",
    ),
    "code_near": (
        "activity codes {need_code} and {code} are in the same branch, {shared}",
        "коды деятельности {need_code} и {code} – из одной отрасли, {shared}",
        "{need_code} va {code} faoliyat kodlari bir tarmoqqa kiradi, {shared}",
        "{need_code} және {code} қызмет түрлерінің кодтары бір салаға жатады, {shared}",
    ),
    "goods": (
        "goods code {code} is on both sides",
        "код товара {code} есть у обеих сторон",
        "{code} tovar kodi ikkala tomonda bor",
        "{code} тауар коды екі тарапта да бар",
    ),
    "goods_near": (
        "goods codes {need_code} and {code} are in the same chapter",
        "коды товаров {need_code} и {code} – из одной группы",
        "{need_code} va {code} tovar kodlari bir guruhga kiradi",
        "{need_code} және {code} тауар кодтары бір топқа жатады",
    ),
    "goods_made": (
        "goods {goods} are made by companies with activity code {code}",
        "товары {goods} производят компании с кодом деятельности {code}",
        "{goods} tovarlarini faoliyat kodi {code} boʻlgan korxonalar ishlab chiqaradi",
        "{goods} тауарларын қызмет түрінің коды {code} компаниялар шығарады",
    ),
    "supply": (
        "companies of {supplier} usually supply companies of {buyer} (US input–output tables, 2017)",
        "компании с видом деятельности {supplier} обычно поставляют компаниям с видом деятельности {buyer} (таблицы «затраты – выпуск» США, 2017)",
        "{supplier} faoliyatidagi kompaniyalar odatda {buyer} faoliyatidagi kompaniyalarga yetkazib beradi (AQSHning tarmoqlararo jadvallari, 2017)",
        "{supplier} қызмет түріндегі компаниялар әдетте {buyer} қызмет түріндегі компанияларға жеткізеді (АҚШ-тың салааралық кестелері, 2017)",
    ),
    "cooperation": (
        "both look for: {kinds}",
        "обе ищут: {kinds}",
        "ikkalasi ham qidirmoqda: {kinds}",
        "екеуі де іздейді: {kinds}",
    ),
    "certificate": (
        "holds {certificates}",
        "сертификаты: {certificates}",
        "sertifikati bor: {certificates}",
        "сертификаттары бар: {certificates}",
    ),
    "language": (
        "both speak {languages}",
        "обе говорят на одном языке: {languages}",
        "ikkalasi ham biladigan tillar: {languages}",
        "екеуі де біледі: {languages}",
    ),
    "interpreter": (
        "an interpreter is needed: {a_languages} and {b_languages}",
        "нужен переводчик: {a_languages} и {b_languages}",
        "tarjimon kerak: {a_languages} va {b_languages}",
        "аудармашы керек: {a_languages} және {b_languages}",
    ),
    "no_shared_language": (
        "the lists name no shared language",
        "общего языка в списках нет",
        "roʻyxatlarda umumiy til koʻrsatilmagan",
        "тізімдерде ортақ тіл көрсетілмеген",
    ),
    "format": (
        "one side meets online only, the other in person only",
        "одна сторона встречается только онлайн, другая – только очно",
        "bir tomon faqat onlayn, ikkinchisi faqat yuzma-yuz uchrashadi",
        "бір тарап тек онлайн, екіншісі тек бетпе-бет кездеседі",
    ),
    "availability": (
        "they name no common time",
        "общего времени у них нет",
        "umumiy vaqt koʻrsatilmagan",
        "көрсетілген уақыттары сәйкес келмейді",
    ),
    "cooperation_differs": (
        "one looks for {a_kinds}, the other for {b_kinds}",
        "одна ищет: {a_kinds}, другая: {b_kinds}",
        "biri qidirayotgani {a_kinds}, ikkinchisi qidirayotgani {b_kinds}",
        "біреуі {a_kinds} іздейді, екіншісі {b_kinds} іздейді",
    ),
    "one_sided": (
        "only one side gains by what is written; the other named no need that is met",
        "судя по записям, выгода только у одной стороны; потребности другой ничем не закрываются",
        "yozilganlarga koʻra faqat bir tomon foyda koʻradi; ikkinchisining qoplanadigan ehtiyoji koʻrsatilmagan",
        "жазылғаны бойынша тек бір тарапқа пайдалы; екіншісінің сай келетін қажеттілігі жазылмаған",
    ),
    "no_needs": (
        "no needs are written",
        "потребности не указаны",
        "ehtiyojlar yozilmagan",
        "қажеттіліктер жазылмаған",
    ),
    "no_offers": (
        "no offers are written",
        "предложения не указаны",
        "takliflar yozilmagan",
        "ұсыныстар жазылмаған",
    ),
    "no_codes": (
        "no codes are given; a code finds partners in any language",
        "коды не указаны; по коду партнёры находятся на любом языке",
        "kodlar koʻrsatilmagan; kod istalgan tildagi hamkorni topishga yordam beradi",
        "кодтар жазылмаған; код бойынша серіктес кез келген тілде табылады",
    ),
    "unreadable": (
        "the text is in a language that is matched weakly; add a code or a line in Russian or English",
        "текст на языке, по которому подбор слабый; добавьте код или строку на русском или английском",
        "matn yaxshi solishtirilmaydigan tilda yozilgan; kod yoki rus yoxud ingliz tilida satr qoʻshing",
        "мәтін тілінде серіктес іздеу әлсіз; код немесе орысша не ағылшынша жол қосыңыз",
    ),
    "short": (
        "the offers say little: name the goods or services",
        "предложения слишком общие: назовите товары или услуги",
        "takliflarda maʼlumot kam; tovar yoki xizmatlarni ayting",
        "ұсыныстардан аз нәрсе түсініледі: тауарларды немесе қызметтерді атаңыз",
    ),
    "nothing_close": (
        "nothing on the other side comes close to “{need}”",
        "у другой стороны нет ничего близкого к «{need}»",
        "ikkinchi tomonda “{need}” ehtiyojiga yaqin taklif yoʻq",
        "екінші тарапта «{need}» қажеттілігіне жақын ештеңе жоқ",
    ),
    "full": (
        "the limit of {limit} meetings is reached",
        "достигнут предел встреч: {limit}",
        "{limit} ta uchrashuv chegarasiga yetildi",
        "кездесулер саны {limit} шегіне жетті",
    ),
    "excluded": (
        "the lists rule this meeting out",
        "списки исключают эту встречу",
        "roʻyxatlar bu uchrashuvni istisno qiladi",
        "тізімдер бұл кездесуге жол бермейді",
    ),
    "weaker": (
        "{firm} has its {limit} meetings, none of them with a lower score",
        "у {firm} уже столько встреч, сколько можно ({limit}), и ни одна не слабее этой",
        "{firm} uchun uchrashuvlar soni toʻldi ({limit}), ularning birortasi ham bundan zaif emas",
        "{firm}: кездесу саны толды ({limit}), олардың ешқайсысы бұдан әлсіз емес",
    ),
    "limit": (
        "{firm} has its {limit} meetings, which together serve the lists better",
        "у {firm} уже столько встреч, сколько можно ({limit}), и вместе они полезнее для обоих списков",
        "{firm} uchun uchrashuvlar soni toʻldi ({limit}), ular birgalikda ikkala roʻyxatga koʻproq foyda beradi",
        "{firm}: кездесу саны толды ({limit}), олар бірге екі тізімге де пайдалырақ",
    ),
    "not_chosen": (
        "left out for the sake of the others",
        "не выбрана ради остальных встреч",
        "boshqa uchrashuvlar uchun tanlanmadi",
        "басқа кездесулер үшін таңдалмады",
    ),
    "add_like": (
        "“{need}” is sought by {partners}; companies like yours offer it, your lines do not: add it if you supply it",
        "«{need}» ищут: {partners}; похожие на вашу компании это предлагают, а в ваших строках этого нет: добавьте, если поставляете",
        "“{need}” kerak: {partners}; sizga oʻxshash kompaniyalar buni taklif qiladi, sizning satrlaringizda esa yoʻq: yetkazib bersangiz, qoʻshing",
        "«{need}» іздейтіндер: {partners}; сізге ұқсас компаниялар мұны ұсынады, ал сіздің жолдарыңызда ол жоқ: жеткізсеңіз, қосыңыз",
    ),
    "add_code": (
        "“{need}” is sought by {partners} from companies of activity {need_code}, near your {code}; your lines do not say it: add it if you supply it",
        "«{need}» ищут: {partners} – у компаний с кодом деятельности {need_code}, близким к вашему {code}; в ваших строках этого нет: добавьте, если поставляете",
        "“{need}” kerak: {partners} – faoliyat kodi {need_code} boʻlgan kompaniyalardan, sizniki {code} unga yaqin; satrlaringizda bu yoʻq: yetkazib bersangiz, qoʻshing",
        "«{need}» іздейтіндер: {partners} – қызмет түрінің коды {need_code} компаниялардан, сіздікі {code} оған жақын; жолдарыңызда бұл жоқ: жеткізсеңіз, қосыңыз",
    ),
}

# Codes inside a sentence that have words of their own.
COOPERATION: dict[str, tuple[str, str, str, str]] = {
    "buy": ("buying", "покупка", "xarid", "сатып алу"),
    "sell": ("selling", "продажа", "sotuv", "сату"),
    "agent": ("agency", "представительство", "vakillik", "агенттік"),
    "joint_venture": ("joint venture", "совместное предприятие", "qoʻshma korxona", "бірлескен кәсіпорын"),
    "investment": ("investment", "инвестиции", "investitsiya", "инвестиция"),
    "transport": ("transport", "транспорт", "transport", "көлік"),
    "tourism": ("tourism", "туризм", "turizm", "туризм"),
    "know_how": ("know-how", "ноу-хау", "nou-xau", "ноу-хау"),
}
LANGUAGES: dict[str, tuple[str, str, str, str]] = {
    "ru": ("Russian", "русский", "rus", "орысша"),
    "uz": ("Uzbek", "узбекский", "oʻzbek", "өзбекше"),
    "kk": ("Kazakh", "казахский", "qozoq", "қазақша"),
    "kaa": ("Karakalpak", "каракалпакский", "qoraqalpoq", "қарақалпақша"),
    "en": ("English", "английский", "ingliz", "ағылшынша"),
    "tr": ("Turkish", "турецкий", "turk", "түрікше"),
    "zh": ("Chinese", "китайский", "xitoy", "қытайша"),
}
_LABELLED = frozenset({"code", "code_near", "goods_made"})
_NAMED = {
    "kinds": COOPERATION, "a_kinds": COOPERATION, "b_kinds": COOPERATION,
    "languages": LANGUAGES, "a_languages": LANGUAGES, "b_languages": LANGUAGES, "language": LANGUAGES,
}  # fmt: skip


def sentence(code: str, params: Mapping[str, str | float], lang: str = "en") -> str:
    """
    One reason as a sentence.

    Parameters
    ----------
    code, params
        What is said, and what goes into it.
    lang
        The reader's language; English where there is no other.

    Raises
    ------
    KeyError
        If the code is unknown or a parameter is missing.
    """
    at = LANGS.index(lang) if lang in LANGS else 0
    params = dict(params)
    if code == "phrase_terms":
        # "pump = pump" says nothing; only words that differ explain why two phrases meet.
        pairs = [pair for pair in str(params["terms"]).split(", ") if len(set(pair.split(" = "))) > 1]
        code, params["terms"] = ("phrase_terms" if pairs else "phrase"), ", ".join(pairs)
    for name in ("supplier", "buyer"):
        if known := str(params.get(f"{name}_code", "")):
            params[name] = _activity(known, LANGS[at]) or known
    said = SENTENCES[code][at].format(**{name: _named(name, value, at) for name, value in params.items()})
    label = _activity(str(params.get("shared") or params["code"]), LANGS[at]) if code in _LABELLED else ""
    return f"{said}: {label}" if label else said


def _activity(code: str, lang: str) -> str:
    """The name of an activity where its list is there in the language."""
    return label_of(code, lang) if lang in {"en", "ru"} else ""


def _named(name: str, value: str | float, at: int) -> str | float:
    table = _NAMED.get(name)
    if table is None or not isinstance(value, str):
        return value
    return ", ".join(_one(code.strip(), table, at) for code in value.split(","))


def _one(code: str, table: dict[str, tuple[str, str, str, str]], at: int) -> str:
    """A code's words, also of a pair of codes such as "buy–sell"."""
    if "–" in code:
        return "–".join(_one(part, table, at) for part in code.split("–"))
    return table[code][at] if code in table else code
