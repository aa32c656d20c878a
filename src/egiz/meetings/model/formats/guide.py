# ruff: noqa: E501 - a line of the guide is one cell of the sheet
"""The template's instructions, one sheet per language."""

from __future__ import annotations

GUIDE: dict[str, tuple[str, ...]] = {
    "Instructions": (
        "How to fill in this workbook",
        "Mission: the days, the sessions of a day, the length of a slot in minutes, the IANA time zone.",
        "Participants: one row per company. Mode is in person (also where it is empty), online or both. Languages are codes or names: ru, uz, kk, en.",
        "Away and Available: a date, hours, or both, several separated by ';': 2026-12-01 10:00-12:00; 15:00-16:00.",
        "Office hours bind when a company takes part from afar, in its own time zone: 09:00-18:00.",
        "Meetings: A and B are ids or names from Participants. Weight is must, want or a number.",
        "Slots is the number of slots a meeting takes. Interpreter is the languages needed: ru, uz.",
        "A round table, or one company with several: name the others in Also. Its table needs as many places (Tables, Capacity).",
        "People: one row per person who splits up, with the company and the times away. Representatives says how many meetings a company attends at once. Who comes (Meetings) names the person a meeting needs: Alfa: Aida.",
        "Tables: leave the sheet empty to use the number given in Mission. A table with an owner is kept for it.",
        "Interpreters: one row each, with languages and the times away.",
    ),
    "Инструкция": (
        "Как заполнить эту книгу",
        "Миссия: дни, сессии дня, длина слота в минутах, часовой пояс IANA.",
        "Участники: одна строка на фирму. Формат: очно (также если пусто), онлайн, очно или онлайн. Языки: коды или названия, ru, uz, kk, en.",
        "Отсутствует и Доступен: дата, часы или то и другое, через «;»: 01.12.2026 10:00-12:00; 15:00-16:00.",
        "Часы работы действуют, когда фирма участвует удалённо, в её часовом поясе: 09:00-18:00.",
        "Встречи: A и B — коды или названия из листа «Участники». Вес: обязательно, желательно или число.",
        "Слотов — сколько слотов занимает встреча. Переводчик — нужные языки: ru, uz.",
        "Круглый стол или встреча одной фирмы с несколькими: остальных перечислите в «Также». У стола должно быть столько мест (лист «Столы», «Мест»).",
        "Представители: по строке на человека, с фирмой и временем отсутствия. Число в столбце «Представители» листа «Участники» — на скольких встречах фирма бывает сразу. «Кто придёт» (лист «Встречи») называет того, кто нужен на встрече: Альфа: Аида.",
        "Столы: оставьте лист пустым, чтобы взять число из листа «Миссия». Стол с владельцем закреплён за ним.",
        "Переводчики: по строке на каждого, с языками и временем отсутствия.",
    ),
    "Yo‘riqnoma": (
        "Ushbu kitob qanday to‘ldiriladi",
        "Missiya: kunlar, kun sessiyalari, slot uzunligi (daqiqa), IANA vaqt mintaqasi.",
        "Ishtirokchilar: har bir firma uchun bitta qator. Shakli: yuzma-yuz (bo‘sh bo‘lsa ham), onlayn yoki ikkalasi. Tillar: kod yoki nomi, ru, uz, kk, en.",
        "Yo‘q vaqti va Bo‘sh vaqti: sana, soat yoki ikkalasi, «;» bilan: 01.12.2026 10:00-12:00; 15:00-16:00.",
        "Ish vaqti firma masofadan qatnashganda, o‘z vaqt mintaqasida amal qiladi: 09:00-18:00.",
        "Uchrashuvlar: A va B – «Ishtirokchilar» varag‘idagi kod yoki nom. Vazni: shart, istak yoki son.",
        "Slotlar – uchrashuv necha slot olishi. Tarjimon – kerakli tillar: ru, uz.",
        "Davra suhbati yoki bir firmaning bir nechtasi bilan uchrashuvi: qolganlarini «Shuningdek» ustuniga yozing. Stolda shuncha joy bo‘lishi kerak («Stollar» varag‘i, «Sig‘imi»).",
        "Vakillar: har bir kishi uchun bitta qator, firmasi va yo‘q vaqti bilan. «Ishtirokchilar» varag‘idagi «Vakillar» soni firma bir vaqtda nechta uchrashuvda bo‘lishini bildiradi. «Kim keladi» («Uchrashuvlar» varag‘i) uchrashuvga kerakli kishini aytadi: Alfa: Aida.",
        "Stollar: «Missiya» varag‘idagi sondan foydalanish uchun varaqni bo‘sh qoldiring. Egasi bor stol unga biriktirilgan.",
        "Tarjimonlar: har biri uchun bitta qator, tillari va yo‘q vaqti bilan.",
    ),
    "Нұсқаулық": (
        "Бұл кітапты қалай толтыру керек",
        "Миссия: күндер, күн сессиялары, слот ұзақтығы (минут), IANA уақыт белдеуі.",
        "Қатысушылар: әр фирмаға бір жол. Форматы: бетпе-бет, онлайн немесе екеуі де. Тілдер: ru, uz, kk, en.",
        "Болмайтын уақыты және Бос уақыты: күн, сағат немесе екеуі, «;» арқылы: 01.12.2026 10:00-12:00; 15:00-16:00.",
        "Жұмыс уақыты фирма қашықтан қатысқанда, өз уақыт белдеуінде қолданылады: 09:00-18:00.",
        "Кездесулер: A және B – «Қатысушылар» парағындағы код немесе атау. Салмағы: міндетті, қалау немесе сан.",
        "Слот саны – кездесу қанша слот алады. Аудармашы – қажет тілдер: ru, uz.",
        "Дөңгелек үстел немесе бір фирманың бірнешеуімен кездесуі: қалғандарын «Сондай-ақ» бағанына жазыңыз. Үстелде сонша орын болуы керек («Үстелдер» парағы, «Сыйымдылығы»).",
        "Өкілдер: әр адамға бір жол, фирмасы мен болмайтын уақыты көрсетіледі. «Қатысушылар» парағындағы «Өкілдер» саны фирма бір мезгілде неше кездесуде болатынын білдіреді. «Кім келеді» («Кездесулер» парағы) кездесуге керек адамды атайды: Альфа: Аида.",
        "Үстелдер: «Миссия» парағындағы санды алу үшін парақты бос қалдырыңыз. Иесі бар үстел оған бекітілген.",
        "Аудармашылар: әрқайсысына бір жол, тілдері мен болмайтын уақытымен.",
    ),
}
