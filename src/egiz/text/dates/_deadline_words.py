"""How each language names days to come, parts of the year and vague times; months stand in `_months`.

Patterns are matched without regard to case on text whose apostrophes were unified (see `_deadlines`).
A vague phrase carries its rule: ("working", n) working days, ("days", n), ("weeks", n), ("months", n),
("season", month), ("next", "week" | "month" | "year"), ("end", "week"), ("each", "month" | "quarter" | "year"),
all counted from the report's date.
"""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

from dataclasses import dataclass

from egiz.text.dates._months import months_of
from egiz.text.numbers import FIRST_TO_FOURTH

Rule = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words for dates."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day_month: tuple[str, ...]
    month_end: tuple[str, ...]
    month_part: tuple[str, ...]
    month_only: tuple[str, ...]
    quarter: tuple[str, ...]
    ordinals: dict[str, int]
    period_end: tuple[tuple[str, str], ...]
    weekday_in: tuple[str, ...]
    counted: tuple[tuple[str, str], ...]
    vague: tuple[tuple[str, Rule], ...]


_YEAR = (
    r"(?:[ ,]{1,2}(?P<year>20\d\d)(?:[ -]*(?:года?|г\b\.?|год[уа]?))?|"
    r"\s+(?P<this>(?:текущего|этого|сего|нынешнего)\s+года|this\s+year)|\s+(?:of\s+)?(?P<following>(?:следующего|будущего)\s+года|next\s+year))?"
)
_YEAR_BEFORE = r"(?:(?P<year>20\d\d)[ -]*(?:yil(?:ning|da)?|йил(?:нинг|да)?|жылғы|жылдың|жылы|ж\.)\s+|(?P<following>kelasi|kelgusi|keyingi|келесі)\s+(?:yil(?:ning|gi)?|жыл(?:дың|ғы)?)\s+|(?P<this>joriy|shu|bu|жорий|ағымдағы|биылғы|осы)\s+(?:yil(?:ning|gi)?|жыл(?:дың|ғы)?)\s+)?"

RU = Words(
    months=months_of("ru"),
    weekdays=(
        "понедельник[ау]?",
        "вторник[ау]?",
        "сред[уеы]",
        "четверг[ау]?",
        "пятниц[уеы]",
        "суббот[уеы]",
        "воскресень[еяю]",
    ),
    day_month=(
        r"(?:(?:не позднее|не позже|в срок до|в срок|до|к|на|с)\s+)?(?:\d{1,2}\s*[-–—]\s*)?(?P<day>\d{1,2})(?:[- ]?го)?\s+(?P<month>MONTH)"
        + _YEAR,
    ),
    month_end=(
        rf"(?:до|к|в)\s+(?:концу?а?|конце|последних числах|последние числа)\s+(?P<month>MONTH){_YEAR}",
        rf"в\s+последних\s+числах\s+(?P<month>MONTH){_YEAR}",
    ),
    month_part=(rf"(?:до|к|в)\s+(?P<part>начал[аоуе]|середин[аыуе])\s+(?P<month>MONTH){_YEAR}",),
    month_only=(rf"(?:в течение|в|на|до)\s+(?:MONTH\s*[-–—]\s*)?(?P<month>MONTH){_YEAR}(?:\s+месяца)?",),
    quarter=(
        r"(?:в|во|до конца|к концу|в течение)\s+(?P<ordinal>ORDINAL)(?:-?[мг]?о?м?)?\s+квартал[еау]?" + _YEAR,
    ),
    ordinals=FIRST_TO_FOURTH["ru"],
    period_end=(
        (r"(?:до|к)\s+конц[ау]\s+(?:этой\s+|текущей\s+)?недели", "week"),
        (r"на\s+этой\s+неделе", "week"),
        (
            r"(?:до|к|в)\s+конц[ауе]\s+(?:этого\s+|текущего\s+)?месяца|в\s+течение\s+(?:этого |текущего )?месяца|в\s+(?:этом|текущем)\s+месяце",
            "month",
        ),
        (
            r"(?:до|к|в)\s+конц[ауе]\s+(?:этого\s+|текущего\s+)?квартала|в\s+(?:этом|текущем)\s+квартале",
            "quarter",
        ),
        (
            r"(?:до|к|в)\s+конц[ауе]\s+(?:этого\s+|текущего\s+)?года|в\s+(?:этом|текущем)\s+году|до\s+нового\s+года",
            "year",
        ),
    ),
    weekday_in=(r"(?:до|к|в|во|на)\s+(?:ближайш\w+\s+|эту\s+)?(?P<weekday>WEEKDAY)",),
    counted=(
        (
            r"(?:в\s+течение|в\s+срок|через|за(?=\s+\d))\s+(?P<count>\d{1,3}|NUMBER)\s+(?:рабочих\s+дн\w+)",
            "working",
        ),
        (
            r"(?:в\s+течение|в\s+срок|через|за(?=\s+\d))\s+(?P<count>\d{1,3}|NUMBER)\s+(?:календарных\s+)?(?:дн\w+|день)",
            "days",
        ),
        (r"(?:в\s+течение|через|за(?=\s+\d))\s+(?P<count>\d{1,2}|NUMBER)\s+недел\w+", "weeks"),
        (r"(?:в\s+течение|через|за(?=\s+\d))\s+(?P<count>\d{1,2}|NUMBER)\s+месяц\w*", "months"),
    ),
    vague=(
        (
            r"(?:в|на)\s+ближайши[ех]\s+(?:рабочие\s+)?дн(?:и|ях)|на\s+днях|со\s+дня\s+на\s+день|в\s+считанные\s+дни",
            ("working", 5),
        ),
        (
            r"в\s+(?:самые\s+)?кратчайши[ей]е?\s+срок\w*|незамедлительно|как\s+можно\s+скорее|оперативно|в\s+сжатые\s+сроки",
            ("working", 5),
        ),
        (
            r"в\s+(?:самое\s+)?ближайшее\s+время|в\s+скором\s+времени|в\s+ближайшем\s+будущем|вскоре|скоро\b",
            ("working", 10),
        ),
        (r"в\s+(?:любое\s+)?удобное\s+(?:для\s+\w+(?:\s+\w+)?\s+)?время", ("working", 10)),
        (r"в\s+ближайшие\s+(?:две-три\s+|\w+\s+)?недели", ("working", 15)),
        (r"в\s+ближайшие\s+(?:несколько\s+|\w+\s+)?месяц\w*|в\s+ближайшей\s+перспективе", ("months", 2)),
        (r"в\s+двухнедельный\s+срок", ("weeks", 2)),
        (r"в\s+недельный\s+срок|в\s+течение\s+недели|через\s+неделю", ("weeks", 1)),
        (r"в\s+десятидневный\s+срок|в\s+декадный\s+срок", ("days", 10)),
        (r"в\s+месячный\s+срок|через\s+месяц", ("months", 1)),
        (r"на\s+следующей\s+неделе|на\s+будущей\s+неделе", ("next", "week")),
        (r"в\s+следующем\s+месяце", ("next", "month")),
        (r"в\s+(?:следующем|будущем)\s+году", ("next", "year")),
        (r"в\s+(?:самом\s+)?начале\s+(?:следующего|будущего)\s+года", ("next", "start")),
        (r"завтра", ("days", 1)),
        (r"послезавтра", ("days", 2)),
        (r"осенью|к\s+осени|этой\s+осенью", ("season", 9)),
        (r"весной|к\s+весне", ("season", 3)),
        (r"летом|к\s+лету", ("season", 6)),
        (r"зимой|к\s+зиме", ("season", 12)),
        (r"ежемесячно|каждый\s+месяц", ("each", "month")),
        (r"ежеквартально|каждый\s+квартал|раз\s+в\s+квартал", ("each", "quarter")),
        (r"ежегодно|каждый\s+год", ("each", "year")),
    ),
)

UZ = Words(
    months=months_of("uz"),
    weekdays=("dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba"),
    day_month=(
        _YEAR_BEFORE
        + r"(?P<day>\d{1,2})(?:\s*-\s*|\s+)(?P<month>MONTH)(?:ga\s*qadar|gacha|i?da|dan|ga|\s+kuni(?:ga\s*qadar|gacha)?)?",
    ),
    month_end=(
        _YEAR_BEFORE + r"(?P<month>MONTH)(?:\s+oyi(?:ning)?|ning)?\s+oxiri(?:gacha|da|ga\s*qadar|ga)?",
    ),
    month_part=(
        _YEAR_BEFORE + r"(?P<month>MONTH)(?:\s+oyi(?:ning)?|ning)?\s+(?P<part>boshi|o'rtalari|o'rtasi)\w*",
    ),
    month_only=(
        _YEAR_BEFORE + r"(?P<month>MONTH)(?:\s+oyi(?:da|gacha|dan|ga)|da|gacha|idan|dan)(?:\s+boshlab)?",
    ),
    quarter=(r"(?P<ordinal>ORDINAL)\w*\s+chorak(?:da|gacha|ning\s+oxirigacha)?",),
    ordinals=FIRST_TO_FOURTH["uz"],
    period_end=(
        (r"hafta\s+oxiri(?:gacha|da)|shu\s+hafta(?:da|\s+ichida)?", "week"),
        (r"(?:shu\s+)?oy\s+oxiri(?:gacha|da)|shu\s+oy(?:da|\s+ichida)?", "month"),
        (r"chorak\s+oxiri(?:gacha|da)", "quarter"),
        (r"yil\s+oxiri(?:gacha|da)|(?:shu|bu)\s+yil(?:da)?|joriy\s+yilda?", "year"),
    ),
    weekday_in=(r"(?P<weekday>WEEKDAY)\s+kuni(?:gacha)?",),
    counted=(
        (r"(?P<count>\d{1,3}|NUMBER)\s+ish\s+kuni(?:\s+ichida)?", "working"),
        (r"(?P<count>\d{1,3}|NUMBER)\s+kun(?:lik)?(?:\s+ichida|\s+muddatda|dan\s+keyin)", "days"),
        (r"(?P<count>\d{1,2}|NUMBER)\s+hafta(?:lik)?(?:\s+ichida|\s+muddatda|dan\s+keyin)", "weeks"),
        (r"(?P<count>\d{1,2}|NUMBER)\s+oy(?:lik)?(?:\s+ichida|\s+muddatda|dan\s+keyin)", "months"),
    ),
    vague=(
        (r"(?:eng\s+)?yaqin\s+kun(?:larda|lar\s+ichida|lar)|shu\s+kunlarda", ("working", 5)),
        (r"qisqa\s+(?:muddat|fursat|vaqt)(?:da|larda|\s+ichida)?|zudlik\s+bilan|tez\s+orada", ("working", 5)),
        (r"yaqin\s+(?:vaqt|orada|fursat)(?:\s*ichida|da|larda)?|yaqin\s+kelajakda", ("working", 10)),
        (r"yaqin\s+hafta\w*", ("working", 15)),
        (r"yaqin\s+oy\w+", ("months", 2)),
        (r"(?:kelasi|kelgusi|keyingi)\s+hafta(?:da)?", ("next", "week")),
        (r"(?:kelasi|kelgusi|keyingi)\s+oy(?:da)?", ("next", "month")),
        (r"(?:kelasi|kelgusi|keyingi)\s+yil(?:da)?", ("next", "year")),
        (r"(?:kelasi|kelgusi|keyingi)\s+yil(?:ning)?\s+(?:avval|bosh)i(?:da|gacha)?", ("next", "start")),
        (r"ertaga", ("days", 1)),
        (r"kuzda", ("season", 9)),
        (r"bahorda", ("season", 3)),
        (r"yozda", ("season", 6)),
        (r"qishda", ("season", 12)),
        (r"har\s+oy(?:da|lik)?", ("each", "month")),
        (r"har\s+chorak(?:da|lik)?", ("each", "quarter")),
        (r"har\s+yili", ("each", "year")),
    ),
)

KK = Words(
    months=months_of("kk"),
    weekdays=("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    day_month=(
        _YEAR_BEFORE
        + r"(?P<day>\d{1,2})(?:\s*-\s*|\s+)(?P<month>MONTH)(?:ға|ге|қа|ке|ына|іне|ында|інде)?(?:да|де|та|те)?(?:\s+(?:дейін|күні|күніне дейін))?",
    ),
    month_end=(
        _YEAR_BEFORE
        + r"(?P<month>MONTH)(?:\s+айының|ның|нің|дың|дің|тың|тің)?\s+(?:соңы|аяғы)\w*(?:\s+дейін)?",
    ),
    month_part=(
        _YEAR_BEFORE
        + r"(?P<month>MONTH)(?:\s+айының|ның|нің|дың|дің|тың|тің)?\s+(?P<part>басы|ортасы)\w*(?:\s+дейін)?",
    ),
    month_only=(
        _YEAR_BEFORE
        + r"(?P<month>MONTH)(?:\s+айында|\s+айына(?:\s+дейін)?|\s+айынан\s+бастап|ында|інде|да|де|та|те)",
    ),
    quarter=(r"(?P<ordinal>ORDINAL)\w*\s+тоқсан(?:да|ға\s+дейін|ның\s+соңына\s+дейін)?",),
    ordinals=FIRST_TO_FOURTH["kk"],
    period_end=(
        (r"апта(?:ның)?\s+соңы\w*(?:\s+дейін)?|осы\s+аптада", "week"),
        (r"(?:осы\s+)?ай(?:дың)?\s+соңы\w*(?:\s+дейін)?|осы\s+айда", "month"),
        (r"тоқсан(?:ның)?\s+соңы\w*(?:\s+дейін)?", "quarter"),
        (
            r"жыл(?:дың)?\s+соңы\w*(?:\s+дейін)?|(?:осы|биылғы|үстіміздегі|ағымдағы)\s+жылы|биыл\b|жыл\s+аяғына\s+дейін",
            "year",
        ),
    ),
    weekday_in=(r"(?P<weekday>WEEKDAY)\s+күні(?:не\s+дейін)?",),
    counted=(
        (r"(?P<count>\d{1,3}|NUMBER)\s+жұмыс\s+күні(?:\s+ішінде)?", "working"),
        (r"(?P<count>\d{1,3}|NUMBER)\s+күн(?:\s+ішінде|нен\s+кейін)", "days"),
        (r"(?P<count>\d{1,2}|NUMBER)\s+апта(?:\s+ішінде|дан\s+кейін)", "weeks"),
        (r"(?P<count>\d{1,2}|NUMBER)\s+ай(?:\s+ішінде|дан\s+кейін)", "months"),
    ),
    vague=(
        (
            r"(?:ең\s+)?(?:жақын|таяу)\s+күндер\w*|жақын\s+күндері|таяу\s+күндері|осы\s+күндері",
            ("working", 5),
        ),
        (r"қысқа\s+(?:мерзім|уақыт)\w*(?:\s+ішінде)?|дереу|жедел\s+түрде", ("working", 5)),
        (r"(?:жақын|таяу)\s+(?:арада|уақытта|болашақта)|жуырда|көп\s+ұзамай", ("working", 10)),
        (r"(?:жақын|таяу)\s+апта\w*", ("working", 15)),
        (r"(?:жақын|таяу)\s+айлар\w*", ("months", 2)),
        (r"келесі\s+аптада?", ("next", "week")),
        (r"келесі\s+айда?", ("next", "month")),
        (
            r"(?:келесі|алдағы)\s+(?:үкімет\s+)?(?:отырыс|жиын|кездесу)(?:қа|ға|ге|та|да|де|ында|інде)(?:\s+дейін)?|алдағы\s+уақытта",
            ("working", 10),
        ),
        (r"(?:келесі|келер|алдағы)\s+жылы?", ("next", "year")),
        (r"(?:келесі|келер|алдағы)\s+жыл(?:дың)?\s+бас(?:ында|ына\s+дейін)", ("next", "start")),
        (r"ертең", ("days", 1)),
        (r"күзде", ("season", 9)),
        (r"көктемде", ("season", 3)),
        (r"жазда", ("season", 6)),
        (r"қыста", ("season", 12)),
        (r"ай\s+сайын", ("each", "month")),
        (r"тоқсан\s+сайын", ("each", "quarter")),
        (r"жыл\s+сайын", ("each", "year")),
    ),
)

_BY = r"(?:by|before|until|no\s+later\s+than|not\s+later\s+than|on|from|due)"

EN = Words(
    months=months_of("en"),
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    day_month=(
        rf"(?:{_BY}\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>MONTH)\b\.?{_YEAR}",
        rf"(?:{_BY}\s+)?(?P<month>MONTH)\.?\s+(?:\d{{1,2}}\s*[-–]\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}",
    ),
    month_end=(
        rf"(?:by|before|at|until)\s+(?:the\s+)?end\s+of\s+(?P<month>MONTH)\b{_YEAR}",
        rf"(?:in\s+)?late\s+(?P<month>MONTH)\b{_YEAR}",
    ),
    month_part=(
        rf"(?:(?:by|before|at|in)\s+)?(?:the\s+)?(?P<part>beginning\s+of|start\s+of|middle\s+of|early|mid-?)\s*(?P<month>MONTH)\b{_YEAR}",
    ),
    month_only=(
        rf"(?:in|during|by|before|(?<=scheduled )for|(?<=planned )for|(?<=set )for)\s+(?:MONTH\s*(?:[-–—/]|to|or)\s*)?(?P<month>MONTH)\b{_YEAR}",
    ),
    quarter=(
        rf"(?:in|by|during)\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?P<ordinal>ORDINAL)\s*quarter{_YEAR}",
    ),
    ordinals=FIRST_TO_FOURTH["en"],
    period_end=(
        (r"(?:by|before|until|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+week|this\s+week", "week"),
        (r"(?:by|before|until|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+month|this\s+month", "month"),
        (r"(?:by|before|until|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+quarter|this\s+quarter", "quarter"),
        (
            r"(?:by|before|until|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+year|by\s+year[- ]end|this\s+year(?!\s+(?:than|has|is|was|we|the))",
            "year",
        ),
    ),
    weekday_in=(r"(?:by|on|before|until|this)\s+(?:next\s+)?(?P<weekday>WEEKDAY)",),
    counted=(
        (r"(?:within|in)\s+(?P<count>\d{1,3}|NUMBER)\s+(?:working|business)\s+days?", "working"),
        (r"(?:within|in)\s+(?P<count>\d{1,3}|NUMBER)\s+days?", "days"),
        (r"(?:within|in)\s+(?P<count>\d{1,2}|NUMBER)\s+weeks?", "weeks"),
        (r"(?:within|in)\s+(?P<count>\d{1,2}|NUMBER)\s+months?", "months"),
    ),
    vague=(
        (
            r"(?:in|within|over)\s+the\s+(?:coming|next\s+few|nearest|following)\s+days|any\s+day\s+now",
            ("working", 5),
        ),
        (r"as\s+soon\s+as\s+possible|immediately|without\s+delay|promptly|asap", ("working", 5)),
        (r"within\s+the\s+next\s+(?:few\s+)?days|in\s+the\s+next\s+few\s+days", ("working", 5)),
        (r"in\s+due\s+course", ("working", 10)),
        (r"in\s+the\s+near(?:est)?\s+future|shortly|soon\b|at\s+your\s+convenience", ("working", 10)),
        (r"(?:in|within|over)\s+the\s+(?:coming|next\s+few)\s+weeks", ("working", 15)),
        (r"(?:in|within|over)\s+the\s+(?:coming|next\s+few)\s+months", ("months", 2)),
        (r"(?:within|in)\s+a\s+week", ("weeks", 1)),
        (r"within\s+a\s+fortnight", ("weeks", 2)),
        (r"(?:within|in)\s+a\s+month", ("months", 1)),
        (r"next\s+week", ("next", "week")),
        (r"next\s+month", ("next", "month")),
        (r"next\s+year", ("next", "year")),
        (r"(?:early|at\s+the\s+(?:beginning|start)\s+of)\s+next\s+year", ("next", "start")),
        (r"tomorrow", ("days", 1)),
        (r"(?:in|this)\s+(?:the\s+)?(?:autumn|fall)\b", ("season", 9)),
        (r"(?:in|this)\s+(?:the\s+)?spring\b", ("season", 3)),
        (r"(?:in|this)\s+(?:the\s+)?summer\b", ("season", 6)),
        (r"(?:in|this)\s+(?:the\s+)?winter\b", ("season", 12)),
        (r"monthly|every\s+month|each\s+month", ("each", "month")),
        (r"quarterly|every\s+quarter|each\s+quarter", ("each", "quarter")),
        (r"annually|every\s+year|each\s+year", ("each", "year")),
    ),
)
