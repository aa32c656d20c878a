"""Headings of columns and words of closed lists in the four languages, one vocabulary for every table.

Words are compared by `egiz.text.heading_key`: case, spaces, signs and kinds of apostrophe say nothing.
"""

# ruff: noqa: E501 - lists of words read better as sentences and long lines

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from egiz.text.folding import heading_key


def _table(written: dict[str, str]) -> dict[str, str]:
    return {heading_key(word): name for name, words in written.items() for word in (name, *words.split("|"))}


HEADINGS: Mapping[str, str] = _table(
    {
        "id": "№|№ п/п|п/п|номер|код|код фирмы|код компании|раками|рақами|raqami|t/r|т/р|no|n|nr|firm id|company id|kod|коды|р/с",
        "name": "компания|наименование|название|организация|предприятие|фирма|название компании|название организации|"
        "название предприятия|название фирмы|наименование компании|наименование организации|наименование предприятия|"
        "наименование фирмы|полное наименование|полное название|краткое наименование|наименование участника|участник|"
        "компания-участник|компания участник|юридическое лицо|company|company name|name of company|name of the company|full name|"
        "legal name|trade name|business name|enterprise|participant|exhibitor|firm|firm name|organisation|organization|"
        "organisation name|organization name|kompaniya|korxona|korxona nomi|kompaniya nomi|tashkilot|tashkilot nomi|"
        "to'liq nomi|firma|firma nomi|ishtirokchi|nomi|компания атауы|толық атауы|ұйым атауы|кәсіпорын атауы|қатысушы|"
        "атауы|аты|кәсіпорын|ұйым|корхона|корхона номи|ташкилот|ташкилот номи|тўлиқ номи|номи|имя|ismi|иштирокчи",
        "country": "страна|государство|mamlakat|davlat|ел|мемлекет|давлат|мамлакат",
        "place": "город|место|регион|область|адрес|местонахождение|shahar|joy|manzil|hudud|viloyat|қала|орны|мекенжай|мекенжайы|өңір|облыс|city|location|region|"
        "address|town|шаҳар|манзил|вилоят",
        "offers": "предложения|предлагает|предложение|предлагаем|что предлагаем|что предлагает|предлагаемая продукция|"
        "предлагаемые товары|предлагаемые товары и услуги|товары|услуги|товары и услуги|товары/услуги|продукция и услуги|"
        "продукция/услуги|продукция|продукты|ассортимент|вид деятельности|виды деятельности|деятельность|сфера деятельности|"
        "направление деятельности|основная деятельность|экспортная продукция|продаем|продаём|продает|продаёт|taklif|takliflar|taklif etadi|taklif etamiz|nima taklif qiladi|"
        "mahsulot|mahsulotlar|mahsulot va xizmatlar|mahsulotlar va xizmatlar|xizmatlar|faoliyat turi|faoliyati|ұсыныс|ұсыныстар|"
        "ұсынады|ұсынамыз|өнім|өнімдер|тауарлар мен қызметтер|өнімдер мен қызметтер|қызмет түрі|қызметтер|offer|we offer|offering|offered|what we offer|products|product|"
        "products and services|products/services|products & services|goods and services|goods/services|goods|services|activity|"
        "activities|sells|export products|supply|таклиф|таклифлар|таклиф этади|маҳсулот|маҳсулотлар|фаолият тури",
        "needs": "потребности|потребность|ищет|ищем|что ищем|что ищет|кого ищем|нужно|нужны|требуется|требуются|запрос|запросы|интерес|интересы|"
        "интересует|заинтересованы|в чем заинтересованы|цель|цель встречи|цель участия|покупает|покупаем|закупает|закупаем|"
        "импортирует|спрос|искомые партнеры|искомая продукция|ehtiyoj|ehtiyojlar|ehtiyoji|talab|talablar|kerak|izlaydi|izlaymiz|nima kerak|"
        "qidiramiz|qidiradi|qiziqishlari|qiziqadi|sotib oladi|қажеттілік|қажеттіліктер|қажет|сұраныс|іздейді|іздейміз|не іздейді|қызығушылық|"
        "need|needed|seeks|seeking|we seek|looking for|we are looking for|wants|wanted|requests|request|demand|interests|"
        "interested in|buys|we buy|requirements|эҳтиёж|эҳтиёжлар|талаб|керак|излайди",
        "codes": "окэд|код окэд|коды окэд|ифут|ifut|oked|эқжж|эқжж коды|nace|isic|code|activity codes|activity code|nace code|оквэд|"
        "код оквэд|oked kodi|oked kodlari|кодлар|ифут коди",
        "need_codes": "окэд поставщика|окэд потребности|oked of needs|nace of needs|ehtiyoj oked|"
        "қажеттілік эқжж|нужные окэд|need oked|окэд партнера|окэд потребностей",
        "hs_codes": "тн вэд|код тн вэд|коды тн вэд|тнвэд|tif tn|tif tn kodi|тиф тн|сэқ тн|сэқ тн коды|hs|hs code|hs codes",
        "need_hs_codes": "тн вэд потребности|hs of needs|need hs|ehtiyoj tif tn|қажеттілік сэқ тн|тн вэд потребностей",
        "cooperation": "вид сотрудничества|сотрудничество|формат сотрудничества|форма сотрудничества|hamkorlik|hamkorlik turi|ынтымақтастық|"
        "ынтымақтастық түрі|kind of cooperation|cooperation type|type of cooperation|ҳамкорлик тури",
        "languages": "языки|язык|язык переговоров|языки общения|tillar|til|тілдер|тіл|language|working language|тиллар|тил",
        "size": "размер|размер предприятия|hajmi|көлемі|company size|o'lchami",
        "certificates": "сертификаты|сертификат|sertifikatlar|sertifikat|сертификаттар|certificate|certification",
        "availability": "доступность|доступен|доступна|когда может|дни|время|bo'sh vaqti|bo'sh|vaqti|қолжетімділік|уақыты|бос уақыты|available|available times|when|бўш вақти",
        "away": "отсутствует|недоступен|не может|когда не может|yo'q vaqti|band vaqti|болмайтын уақыты|unavailable|not available|absent|йўқ вақти",
        "format": "формат|формат встречи|формат участия|режим|formati|shakli|uchrashuv formati|форматы|кездесу форматы|"
        "meeting format|mode|online or in person|participation|шакли",
        "not_with": "не с кем|не с|исключить|не встречаться|не встречаться с|uchrashmaydi|kim bilan emas|кездеспейді|not with|exclude|do not meet",
        "registration": "бин|инн|бин/инн|бин инн|бин/иин|иин|stir|inn|bin|бсн|жсн|стир|регистрационный номер|"
        "registration number|tax id|tin",
        "contact": "контакт|контакты|контактное лицо|представитель|ответственное лицо|aloqa|vakil|байланыс|өкіл|contact person|contact|representative",
        "email": "e-mail|email|e-mail адрес|mail|почта|эл почта|эл. почта|электронная почта|адрес электронной почты|elektron pochta|"
        "pochta|электрондық пошта|пошта|эл пошта|электрон почта|e-mail address",
        "phone": "телефон|телефоны|тел|тел.|мобильный|мобильный телефон|контактный телефон|номер телефона|telefon|telefon raqami|"
        "tel|телефон нөмірі|ұялы телефон|байланыс телефоны|phone|phone number|telephone|mobile|mobile phone|телефон рақами",
        "representatives": "представители|представителей|число представителей|vakillar|vakillar soni|өкілдер|өкілдер саны|number of representatives",
        "min_meetings": "мин встреч|минимум встреч|не менее|не меньше|eng kam uchrashuv|kamida|ең аз кездесу|кемінде|min meetings|minimum|at least",
        "max_meetings": "макс встреч|максимум встреч|не более|не больше|eng ko'p uchrashuv|ko'pi bilan|ең көп кездесу|ең көбі|max meetings|maximum|at most",
        "zone": "часовой пояс|vaqt mintaqasi|уақыт белдеуі|time zone|timezone",
        "office_hours": "часы работы|рабочие часы|ish vaqti|жұмыс уақыты|office hours|working hours",
        "side": "сторона|tomon|тарап",
        "note": "примечание|примечания|пометка|комментарий|izoh|ескерту|remark|notes|comment|eslatma|изоҳ",
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
        "kk": "казахский|казахша|қазақ|қазақша|qozoq|qozoqcha|kazakh|каз|kz",
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


def field_of(heading: str, among: Collection[str] | None = None) -> str | None:
    """
    The field that a heading names.

    Parameters
    ----------
    heading
        As it stands in the table: "Компания *", "Products / services (main)", "Yo´q vaqti:".
    among
        The fields that this table may have; all otherwise.
    """
    # What stands in brackets, behind a colon or after a slash explains the heading and is not needed to know it.
    whole = (heading, re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading))
    for text in (*whole, *re.split(r"[:;/|\n]", whole[1])[:1]):
        found = HEADINGS.get(heading_key(text))
        if found and (among is None or found in among):
            return found
    return None


def language_of(word: str) -> str | None:
    """The code of a language named in any of the four languages, or by its code."""
    return LANGUAGES.get(heading_key(word))
