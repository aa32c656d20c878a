"""Reasons, conflicts and what would help, in four languages: en, ru, uz, kk."""

from __future__ import annotations

import re

from egiz.meetings.model.result import Reason

LANGS = ("en", "ru", "uz", "kk")

SENTENCES: dict[str, tuple[str, str, str, str]] = {
    # Why a meeting is not held.
    "most-meetings": (
        "{name} has all {count} meetings it may have.",
        "У {name} уже все {count} встреч, которые ей разрешены.",
        "{name} uchun ruxsat etilgan {count} ta uchrashuvning hammasi band.",
        "{name} үшін рұқсат етілген {count} кездесудің бәрі толған.",
    ),
    "busy": (
        "{name} meets others in {count} of the {total} slots that would do.",
        "{name} занята другими встречами в {count} из {total} подходящих слотов.",
        "{name} mos keladigan {total} slotning {count} tasida boshqalar bilan uchrashadi.",
        "{name} қолайлы {total} слоттың {count}-інде басқалармен кездеседі.",
    ),
    "order": (
        "It must keep its order with other meetings ({meetings}).",
        "Она должна идти в установленном порядке с другими встречами ({meetings}).",
        "U boshqa uchrashuvlar bilan belgilangan tartibda o‘tishi kerak ({meetings}).",
        "Ол басқа кездесулермен белгіленген ретпен өтуі керек ({meetings}).",
    ),
    "fairness": (
        "Holding it would break the limit of fairness: numbers of breaks may differ by {limit}.",
        "С ней нарушилось бы равенство: число перерывов может различаться не более чем на {limit}.",
        "U bilan tenglik buzilardi: tanaffuslar soni ko‘pi bilan {limit} taga farq qilishi mumkin.",
        "Онымен теңдік бұзылар еді: үзілістер саны ең көбі {limit}-ге айырмашылық жасай алады.",
    ),
    "day-rule": (
        "A rule on the day of {name} stands in the way ({rule}).",
        "Мешает правило дня для {name} ({rule}).",
        "{name} kunining qoidasi xalaqit beradi ({rule}).",
        "{name} күнінің ережесі кедергі болады ({rule}).",
    ),
    "pair-once": (
        "The same participants meet already.",
        "Эти же участники уже встречаются.",
        "Xuddi shu ishtirokchilar allaqachon uchrashadi.",
        "Дәл осы қатысушылар онсыз да кездеседі.",
    ),
    "shared-person": (
        "{names} share a person who is in another meeting at {slots}.",
        "У {names} общий представитель, и в {slots} он на другой встрече.",
        "{names} vakili umumiy va u {slots} da boshqa uchrashuvda.",
        "{names} ортақ өкілі {slots} кезінде басқа кездесуде.",
    ),
    "no-interpreter": (
        "No interpreter for {languages} is free at {slots}.",
        "Переводчика ({languages}) нет свободного в {slots}.",
        "{slots} da {languages} tarjimonlaridan bo‘shi yo‘q.",
        "{slots} кезінде {languages} аудармашыларының босы жоқ.",
    ),
    "nobody-free": (
        "Nobody of {name} is free at {slots}: each is away or sits in another meeting.",
        "В {slots} никто из представителей {name} не свободен: отсутствует или занят на другой встрече.",
        "{slots} da {name} vakillaridan hech kim bo‘sh emas: yo‘q yoki boshqa uchrashuvda.",
        "{slots} кезінде {name} өкілдерінің ешқайсысы бос емес: жоқ немесе басқа кездесуде.",
    ),
    "person-taken": (
        "{person} ({name}) is away or sits in another meeting at {slots}.",
        "{person} ({name}) в {slots} отсутствует или занят на другой встрече.",
        "{person} ({name}) {slots} da yo‘q yoki boshqa uchrashuvda.",
        "{person} ({name}) {slots} кезінде жоқ немесе басқа кездесуде.",
    ),
    "tables-full": (
        "All places ({kind}) are taken at {slots}.",
        "Все места ({kind}) заняты в {slots}.",
        "{slots} da barcha joylar ({kind}) band.",
        "{slots} кезінде барлық орын ({kind}) бос емес.",
    ),
    "all-at-once": (
        "No slot is open to everything it needs at once; each has several things in the way.",
        "Ни в одном слоте не свободно всё нужное сразу: в каждом мешает несколько причин.",
        "Hech bir slotda kerakli narsalarning hammasi birdan bo‘sh emas: har birida bir nechta to‘siq bor.",
        "Бірде-бір слотта керектің бәрі бірден бос емес: әрқайсысында бірнеше кедергі бар.",
    ),
    "costs-more": (
        "There is no time left to say what stands in its way.",
        "Не хватило времени, чтобы назвать, что ей мешает.",
        "Unga nima xalaqit berayotganini aytishga vaqt yetmadi.",
        "Оған не кедергі екенін айтуға уақыт жетпеді.",
    ),
    # Why a meeting has no slot at all.
    "no-interpreter-at-all": (
        "No interpreter knows {languages}.",
        "Ни один переводчик не знает {languages}.",
        "Hech bir tarjimon {languages} ni bilmaydi.",
        "Бірде-бір аудармашы {languages} білмейді.",
    ),
    "no-place-at-all": (
        "No table fits it (kind {kind}, {people} people).",
        "Для неё нет подходящего стола (вид: {kind}, участников: {people}).",
        "Unga mos stol yo‘q (turi: {kind}, ishtirokchilar: {people}).",
        "Оған лайықты үстел жоқ (түрі: {kind}, қатысушы: {people}).",
    ),
    "no-tables": (
        "There is no table.",
        "Столов нет.",
        "Stollar yo‘q.",
        "Үстел жоқ.",
    ),
    "no-online-rooms": (
        "It can only be held online, and there is no online room.",
        "Она возможна только онлайн, а онлайн-комнат нет.",
        "U faqat onlayn o‘tishi mumkin, onlayn xona esa yo‘q.",
        "Ол тек онлайн өте алады, ал онлайн бөлме жоқ.",
    ),
    "no-way": (
        "It can be held neither at a table nor online: {names} ask for different things.",
        "Её нельзя провести ни за столом, ни онлайн: {names} хотят разного.",
        "Uni stolda ham, onlayn ham o‘tkazib bo‘lmaydi: {names} turlicha istaydi.",
        "Оны үстелде де, онлайн да өткізуге болмайды: {names} әртүрлі қалайды.",
    ),
    "not-with": (
        "{names} are not to meet.",
        "{names} не должны встречаться.",
        "{names} uchrashmasligi kerak.",
        "{names} кездеспеуі керек.",
    ),
    "no-common-slot": (
        "{names} have no free slot in common.",
        "У {names} нет общего свободного слота.",
        "{names} uchun umumiy bo‘sh slot yo‘q.",
        "{names} үшін ортақ бос слот жоқ.",
    ),
    "no-common-stretch": (
        "{names} have no {length} free slots in a row in common.",
        "У {names} нет {length} общих свободных слотов подряд.",
        "{names} uchun ketma-ket {length} ta umumiy bo‘sh slot yo‘q.",
        "{names} үшін қатарынан {length} ортақ бос слот жоқ.",
    ),
    "not-in-its-slots": (
        "{names} are free together at other times, not at those set for the meeting ({slots}).",
        "{names} свободны вместе в другое время, но не в назначенное для встречи ({slots}).",
        "{names} boshqa vaqtda birga bo‘sh, lekin uchrashuvga belgilangan vaqtda ({slots}) emas.",
        "{names} басқа уақытта бірге бос, бірақ кездесуге белгіленген уақытта ({slots}) емес.",
    ),
    "office-hours": (
        "Every slot in which {names} are free lies outside office hours of {who}, who takes part from afar.",
        "Все слоты, в которые {names} свободны, вне рабочих часов {who}, а {who} участвует удалённо.",
        "{names} bo‘sh bo‘lgan barcha slotlar masofadan qatnashadigan {who} ish vaqtidan tashqarida.",
        "{names} бос барлық слот қашықтан қатысатын {who} жұмыс уақытынан тыс.",
    ),
    "places-closed": (
        "Where {names} are free together, no place that would do is there.",
        "Когда {names} свободны вместе, подходящего места нет.",
        "{names} birga bo‘sh bo‘lganda mos joy yo‘q.",
        "{names} бірге бос кезде лайықты орын жоқ.",
    ),
    # What would hold it: true when applied.
    "more-table": (
        "One more table ({label}) at {slot} places one of these {of}.",
        "Ещё один стол ({label}) в {slot} даст место одной из {of} таких встреч.",
        "{slot} da yana bitta stol ({label}) shunday {of} ta uchrashuvdan biriga joy beradi.",
        "{slot} кезінде тағы бір үстел ({label}) осындай {of} кездесудің біріне орын береді.",
    ),
    "more-online-room": (
        "One more online room at {slot} places one of these {of}.",
        "Ещё одна онлайн-комната в {slot} даст место одной из {of} таких встреч.",
        "{slot} da yana bitta onlayn xona shunday {of} ta uchrashuvdan biriga joy beradi.",
        "{slot} кезінде тағы бір онлайн бөлме осындай {of} кездесудің біріне орын береді.",
    ),
    "more-interpreter": (
        "One more interpreter for {label} at {slot} places one of these {of}.",
        "Ещё один переводчик ({label}) в {slot} даст провести одну из {of} таких встреч.",
        "{slot} da yana bitta {label} tarjimoni shunday {of} ta uchrashuvdan birini o‘tkazishga yetadi.",
        "{slot} кезінде тағы бір {label} аудармашысы осындай {of} кездесудің бірін өткізуге жетеді.",
    ),
    # The same where no other meeting waits for it.
    "more-table-alone": (
        "One more table ({label}) at {slot} would hold it.",
        "Ещё один стол ({label}) в {slot} позволил бы её провести.",
        "{slot} da yana bitta stol ({label}) bo‘lsa, u o‘tadi.",
        "{slot} кезінде тағы бір үстел ({label}) болса, ол өтеді.",
    ),
    "more-online-room-alone": (
        "One more online room at {slot} would hold it.",
        "Ещё одна онлайн-комната в {slot} позволила бы её провести.",
        "{slot} da yana bitta onlayn xona bo‘lsa, u o‘tadi.",
        "{slot} кезінде тағы бір онлайн бөлме болса, ол өтеді.",
    ),
    "more-interpreter-alone": (
        "One more interpreter for {label} at {slot} would hold it.",
        "Ещё один переводчик ({label}) в {slot} позволил бы её провести.",
        "{slot} da yana bitta {label} tarjimoni bo‘lsa, u o‘tadi.",
        "{slot} кезінде тағы бір {label} аудармашысы болса, ол өтеді.",
    ),
    "second-person": (
        "One more representative of {name} at {slot} would hold it.",
        "Ещё один представитель {name} в {slot} позволил бы её провести.",
        "{slot} da {name} ning yana bir vakili bo‘lsa, u o‘tardi.",
        "{slot} кезінде {name} тағы бір өкілі болса, ол өтер еді.",
    ),
    "raise-most": (
        "One more meeting allowed for {name} would hold it at {slot}.",
        "Если разрешить {name} ещё одну встречу, она пройдёт в {slot}.",
        "{name} ga yana bitta uchrashuv ruxsat etilsa, u {slot} da o‘tardi.",
        "{name} үшін тағы бір кездесуге рұқсат берілсе, ол {slot} кезінде өтер еді.",
    ),
    "drop-order": (
        "Without its order to meeting {meeting} it fits at {slot}.",
        "Без порядка относительно встречи {meeting} она помещается в {slot}.",
        "{meeting} uchrashuvi bilan tartib bo‘lmasa, u {slot} ga sig‘adi.",
        "{meeting} кездесуімен реттілік болмаса, ол {slot} уақытына сыяды.",
    ),
    "be-there": (
        "If {name} could meet at {slot}, it could be held.",
        "Если бы {name} могла встретиться в {slot}, она состоялась бы.",
        "Agar {name} {slot} da uchrasha olsa, u o‘tardi.",
        "Егер {name} {slot} кезінде кездесе алса, ол өтер еді.",
    ),
    "allow-slot": (
        "If it may begin at {slot}, it can be held.",
        "Если разрешить ей начаться в {slot}, её можно провести.",
        "Unga {slot} da boshlanishga ruxsat berilsa, u o‘tadi.",
        "Оған {slot} кезінде басталуға рұқсат берілсе, ол өтеді.",
    ),
    "loosen-day": (
        "Without the rule “{rule}” for {name} it fits at {slot}.",
        "Без правила «{rule}» для {name} она помещается в {slot}.",
        "{name} uchun “{rule}” qoidasi bo‘lmasa, u {slot} ga sig‘adi.",
        "{name} үшін «{rule}» ережесі болмаса, ол {slot} уақытына сыяды.",
    ),
    "together": (
        "Only together would they hold it at {slot}: {parts}.",
        "Только вместе они позволили бы провести её в {slot}: {parts}.",
        "Faqat birgalikda bular uni {slot} da o‘tkazishga yetadi: {parts}.",
        "Тек бәрі бірге оны {slot} кезінде өткізуге жетеді: {parts}.",
    ),
    # The same as parts of "together".
    "need-raise-most": (
        "one more meeting allowed for {name}",
        "ещё одна разрешённая встреча для {name}",
        "{name} ga yana bitta uchrashuv ruxsati",
        "{name} үшін тағы бір кездесу рұқсаты",
    ),
    "need-more-table": (
        "one more table ({label})",
        "ещё один стол ({label})",
        "yana bitta stol ({label})",
        "тағы бір үстел ({label})",
    ),
    "need-more-online-room": (
        "one more online room",
        "ещё одна онлайн-комната",
        "yana bitta onlayn xona",
        "тағы бір онлайн бөлме",
    ),
    "need-more-interpreter": (
        "one more interpreter for {label}",
        "ещё один переводчик ({label})",
        "yana bitta {label} tarjimoni",
        "тағы бір {label} аудармашысы",
    ),
    "need-second-person": (
        "one more representative of {name}",
        "ещё один представитель {name}",
        "{name} ning yana bir vakili",
        "{name} тағы бір өкілі",
    ),
    "need-drop-order": (
        "no order to meeting {meeting}",
        "без порядка относительно {meeting}",
        "{meeting} bilan tartibsiz",
        "{meeting} кездесуімен реттіліксіз",
    ),
    "need-be-there": (
        "{name} there",
        "присутствие {name}",
        "{name} ning qatnashishi",
        "{name} қатысуы",
    ),
    "need-allow-slot": (
        "leave to begin then",
        "разрешение начать тогда",
        "o‘shanda boshlashga ruxsat",
        "сол кезде бастауға рұқсат",
    ),
    "need-loosen-day": (
        "no rule “{rule}” for {name}",
        "без правила «{rule}» для {name}",
        "{name} uchun “{rule}” qoidasisiz",
        "{name} үшін «{rule}» ережесінсіз",
    ),
    # Why there is no schedule.
    "must-without-slot": (
        "Meeting {meeting} must be held and has no slot: {why}",
        "Встреча {meeting} обязательна, а слота для неё нет: {why}",
        "{meeting} uchrashuvi majburiy, lekin unga slot yo‘q: {why}",
        "{meeting} кездесуі міндетті, бірақ оған слот жоқ: {why}",
    ),
    "participant-overfull": (
        "{name} must meet in {load} slots and has {open}: {meetings}.",
        "{name} должна быть на встречах в {load} слотах, а есть {open}: {meetings}.",
        "{name} {load} slotda uchrashishi kerak, lekin {open} tasi bor: {meetings}.",
        "{name} {load} слотта кездесуі керек, бірақ {open} ғана бар: {meetings}.",
    ),
    "places-overfull": (
        "{load} meetings must share {open} places ({kind}) in the slots they have.",
        "{load} обязательных встреч должны разделить {open} мест ({kind}) в своих слотах.",
        "{load} ta majburiy uchrashuv o‘z slotlarida {open} ta joyni ({kind}) bo‘lishi kerak.",
        "{load} міндетті кездесу өз слоттарында {open} орынды ({kind}) бөлісуі керек.",
    ),
    "same-slot": (
        "{meetings} are all fixed to {slot}, and {name} is in each of them.",
        "{meetings} назначены на {slot}, и {name} участвует в каждой.",
        "{meetings} – hammasi {slot} ga belgilangan va {name} har birida qatnashadi.",
        "{meetings} бәрі {slot} уақытына белгіленген және {name} әрқайсысына қатысады.",
    ),
    "too-few-possible": (
        "{name} is to have at least {least} meetings and can have {most} at most.",
        "У {name} должно быть не менее {least} встреч, а возможно не более {most}.",
        "{name} kamida {least} ta uchrashuvga ega bo‘lishi kerak, ko‘pi bilan {most} tasi mumkin.",
        "{name} кемінде {least} кездесуі болуы керек, ең көбі {most} мүмкін.",
    ),
    "wish-must": (
        "{meeting} ({names}) is a must",
        "{meeting} ({names}) обязательна",
        "{meeting} ({names}) majburiy",
        "{meeting} ({names}) міндетті",
    ),
    "wish-must-at": (
        "{meeting} ({names}) is a must at {slots}",
        "{meeting} ({names}) обязательна в {slots}",
        "{meeting} ({names}) {slots} da majburiy",
        "{meeting} ({names}) {slots} уақытында міндетті",
    ),
    "wish-must-after": (
        "{meeting} ({names}) is a must after {earlier}",
        "{meeting} ({names}) обязательна после {earlier}",
        "{meeting} ({names}) {earlier} dan keyin majburiy",
        "{meeting} ({names}) {earlier} кейін міндетті",
    ),
    "wish-least": (
        "{name} is to have at least {least} meetings",
        "у {name} не менее {least} встреч",
        "{name} kamida {least} ta uchrashuvga ega",
        "{name} кемінде {least} кездесуі бар",
    ),
    "conflict": (
        "These cannot all be had; without any one of them the others can: {wishes}.",
        "Всё это вместе невозможно, а без любого одного из них остальное возможно: {wishes}.",
        "Bularning hammasi birga mumkin emas, lekin istalgan bittasisiz qolganlari mumkin: {wishes}.",
        "Мұның бәрі бірге мүмкін емес, бірақ кез келген біреуінсіз қалғандары мүмкін: {wishes}.",
    ),
    "conflict-among": (
        "These cannot all be had: {wishes}.",
        "Всё это вместе невозможно: {wishes}.",
        "Bularning hammasi birga mumkin emas: {wishes}.",
        "Мұның бәрі бірге мүмкін емес: {wishes}.",
    ),
    "by-search": (
        "No schedule keeps every rule; the search proved it, no single count does.",
        "Ни одно расписание не соблюдает всех правил; это доказал перебор, одного подсчёта мало.",
        "Hech bir jadval barcha qoidalarga rioya qilmaydi; buni izlash isbotladi, bitta hisob yetmaydi.",
        "Ешбір кесте барлық ережені сақтамайды; мұны іздеу дәлелдеді, бір есеп жетпейді.",
    ),
    "check": (
        "The schedule found breaks a rule by the independent check ({rule}: {text}) and is not called valid.",
        "Найденное расписание нарушает правило по независимой проверке ({rule}: {text}) и верным не названо.",
        "Topilgan jadval mustaqil tekshiruvda qoidani buzdi ({rule}: {text}) va yaroqli deb atalmadi.",
        "Табылған кесте тәуелсіз тексеруде ережені бұзды ({rule}: {text}) және жарамды деп аталмады.",
    ),
}

RULES: dict[str, tuple[str, str, str, str]] = {
    "lunch": ("lunch", "обед", "tushlik", "түскі ас"),
    "buffer": (
        "pause between meetings",
        "пауза между встречами",
        "uchrashuvlar orasidagi tanaffus",
        "кездесулер арасындағы үзіліс",
    ),
    "most-in-row": ("meetings in a row", "встречи подряд", "ketma-ket uchrashuvlar", "қатарынан кездесулер"),
    "most-a-day": ("meetings a day", "встречи за день", "kunlik uchrashuvlar", "күніне кездесулер"),
    "any": ("any", "любой", "har qanday", "кез келген"),
    "tables": ("tables", "столы", "stollar", "үстелдер"),
    "online rooms": ("online rooms", "онлайн-комнаты", "onlayn xonalar", "онлайн бөлмелер"),
}
# What stands between the parts of a reason, by the parameter they take the place of.
SEPARATORS = {"parts": "; ", "wishes": "; ", "why": " "}
# Parameters whose value is one of our own words.
OWN_WORDS = ("rule", "kind", "label")


def language(lang: str) -> int:
    """Number of a language; English where it is none of ours."""
    return LANGS.index(lang) if lang in LANGS else 0


def sentence(reason: Reason, lang: str = "en") -> str:
    """A reason in one of the four languages; one this room does not know keeps its own text."""
    alone = reason.params.get("of") == 1
    forms = (SENTENCES.get(f"{reason.code}-alone") if alone else None) or SENTENCES.get(reason.code)
    if forms is None:
        return reason.text
    i = language(lang)
    params = dict(reason.params)
    for key in OWN_WORDS:
        value = params.get(key)
        if isinstance(value, str) and value in RULES:
            params[key] = RULES[value][i]
    if reason.parts:
        params[reason.hole] = SEPARATORS[reason.hole].join(sentence(part, lang) for part in reason.parts)
    try:
        return _slots_in(forms[i].format(**params), i)
    except (KeyError, IndexError):
        return reason.text


def _slots_in(text: str, i: int) -> str:
    """Slots without a time are called by their number, in the reader's language."""
    if LANGS[i] == "ru":
        text = re.sub(r"\bв slot (\d+)", r"в слоте \1", text)
    return text if LANGS[i] in ("en", "uz") else re.sub(r"\bslot (\d+)", r"слот \1", text)


def reason(code: str, /, **params: str | float) -> Reason:
    """A reason with its English sentence."""
    return compound(code, (), "parts", **params)


def compound(code: str, parts: tuple[Reason, ...], hole: str, /, **params: str | float) -> Reason:
    """A reason within which others are said, in the place of the parameter named `hole`."""
    said = {hole: SEPARATORS[hole].join(part.text for part in parts)} if parts else {}
    return Reason(code, {**params, **said}, sentence(Reason(code, params, "", parts, hole)), parts, hole)
