"""How headings and closed lists are written in the four languages, folded by `workbook.heading_key`."""

# ruff: noqa: E501 - lists of words read better as sentences and long lines

from __future__ import annotations

import re

from egiz.matching.scripts import fold


def _table(written: dict[str, str]) -> dict[str, str]:
    return {
        re.sub(r"[\W_]+", "", fold(word)): name
        for name, words in written.items()
        for word in (name, *words.split("|"))
    }


HEADINGS = _table(
    {
        "id": "№|номер|код фирмы|раками|рақами|raqami|no|n|firm id",
        "name": "компания|наименование|название|организация|предприятие|фирма|название компании|company|firm|"
        "organisation|organization|kompaniya|korxona|korxona nomi|kompaniya nomi|tashkilot|nomi|компания атауы|"
        "атауы|кәсіпорын|ұйым|корхона|ташкилот",
        "country": "страна|mamlakat|davlat|ел|мемлекет|давлат|мамлакат",
        "place": "город|место|регион|адрес|shahar|joy|manzil|hudud|қала|орны|мекенжай|өңір|city|location|region",
        "offers": "предложения|предлагает|предложение|товары и услуги|продукция|продаем|продает|taklif|takliflar|"
        "taklif etadi|mahsulot|ұсыныс|ұсыныстар|ұсынады|өнім|offer|we offer|products|sells|таклиф|таклифлар",
        "needs": "потребности|потребность|ищет|нужно|запрос|запросы|покупает|ehtiyoj|ehtiyojlar|talab|kerak|"
        "izlaydi|қажеттілік|қажеттіліктер|сұраныс|іздейді|need|seeks|looking for|wants|эҳтиёж|эҳтиёжлар",
        "codes": "окэд|код окэд|коды окэд|ифут|ifut|oked|эқжж|эқжж коды|nace|isic|code|activity codes|оквэд|"
        "oked kodi|oked kodlari|кодлар",
        "need_codes": "окэд поставщика|окэд потребности|oked of needs|nace of needs|ehtiyoj oked|"
        "қажеттілік эқжж|нужные окэд|need oked",
        "hs_codes": "тн вэд|код тн вэд|коды тн вэд|tif tn|tif tn kodi|сэқ тн|hs|hs code|hs codes",
        "need_hs_codes": "тн вэд потребности|hs of needs|need hs|ehtiyoj tif tn|қажеттілік сэқ тн",
        "cooperation": "вид сотрудничества|сотрудничество|hamkorlik|hamkorlik turi|ынтымақтастық|"
        "ынтымақтастық түрі|kind of cooperation|ҳамкорлик тури",
        "languages": "языки|язык|tillar|til|тілдер|тіл|language|тиллар",
        "size": "размер|размер предприятия|hajmi|көлемі|company size|o'lchami",
        "certificates": "сертификаты|сертификат|sertifikatlar|sertifikat|сертификаттар|certificate",
        "availability": "доступность|когда может|дни|время|bo'sh vaqti|vaqti|қолжетімділік|уақыты|available|when",
        "format": "формат|формат встречи|формат участия|formati|uchrashuv formati|форматы|кездесу форматы|"
        "meeting format|online or in person",
        "not_with": "не с кем|исключить|не встречаться|uchrashmaydi|kim bilan emas|кездеспейді|not with|exclude",
        "registration": "бин|инн|бин/инн|бин инн|stir|inn|bin|бсн|жсн|стир|регистрационный номер|"
        "registration number|tax id",
        "contact": "контакт|контактное лицо|представитель|aloqa|vakil|байланыс|өкіл|contact person|representative",
        "min_meetings": "мин встреч|минимум встреч|eng kam uchrashuv|ең аз кездесу|min meetings|minimum",
        "max_meetings": "макс встреч|максимум встреч|eng ko'p uchrashuv|ең көп кездесу|max meetings|maximum",
        "note": "примечание|пометка|izoh|ескерту|remark|notes|comment|eslatma",
    },
)

COOPERATION = _table(
    {
        "buy": "купить|покупка|закупка|ищем поставщика|sotib olish|xarid|сатып алу|purchase|сотиб олиш",
        "sell": "продать|продажа|сбыт|sotish|сату|sale|export|экспорт|сотиш|eksport",
        "agent": "агент|дилер|дистрибьютор|представительство|diler|агенттік|dealer|distributor|agentlik",
        "joint_venture": "совместное предприятие|сп|совместное производство|qo'shma korxona|бірлескен кәсіпорын|"
        "jv|joint venture|қўшма корхона",
        "investment": "инвестиции|инвестиция|investitsiya|инвестиция тарту|инвестициялар|invest|инвестор",
        "transport": "перевозки|транспорт|логистика|tashish|logistika|тасымал|көлік|logistics|ташиш",
        "tourism": "туризм|turizm",
        "know_how": "обмен опытом|технология|ноу-хау|обучение|texnologiya|tajriba|тәжірибе|know-how|know how|"
        "технологии|training",
    },
)
LANGUAGES = _table(
    {
        "ru": "русский|рус|rus|rus tili|орыс|орысша|russian|рус тили|ruscha",
        "uz": "узбекский|o'zbek|o'zbekcha|өзбек|өзбекше|uzbek|ўзбек|ўзбекча|узб",
        "kk": "казахский|қазақ|қазақша|qozoq|qozoqcha|kazakh|каз|kz",
        "kaa": "каракалпакский|qoraqalpoq|қарақалпақ|karakalpak|qaraqalpaq|қорақалпоқ",
        "en": "английский|ingliz|inglizcha|ағылшын|ағылшынша|english|англ",
        "tr": "турецкий|turk|turkcha|түрік|turkish",
        "zh": "китайский|xitoy|қытай|chinese",
    },
)
SIZES = _table(
    {
        "micro": "микро|mikro",
        "small": "малое|малый|малая|kichik|шағын|малое предприятие",
        "medium": "среднее|средний|o'rta|орта|среднее предприятие",
        "large": "крупное|крупный|yirik|ірі|крупное предприятие|big",
    },
)
FORMATS = _table(
    {
        "any": "любой|очно и онлайн|онлайн и очно|har qanday|кез келген|both|ikkalasi|очно или онлайн",
        "in_person": "очно|лично|yuzma-yuz|бетпе-бет|in person|offline|офлайн|shaxsan",
        "online": "онлайн|onlayn|дистанционно|масофавий|қашықтан",
    },
)
COUNTRIES = _table(
    {
        "KZ": "казахстан|рк|qozog'iston|қазақстан|kazakhstan|қозоғистон|kaz",
        "UZ": "узбекистан|руз|o'zbekiston|өзбекстан|uzbekistan|ўзбекистон|uzb",
        "KG": "кыргызстан|киргизия|qirg'iziston|қырғызстан|kyrgyzstan",
        "TM": "туркменистан|turkmaniston|түрікменстан|turkmenistan",
        "TJ": "таджикистан|tojikiston|тәжікстан|tajikistan",
        "RU": "россия|рф|rossiya|ресей|russia",
    },
)
