import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from egiz.documents.model import CostLine, CostSheet, Day, Entry, Letter, Member, Programme

ZONE = ZoneInfo("Asia/Tashkent")
FIRST = dt.date(2026, 12, 8)


def at(day, hour, minute=0):
    return dt.datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def programme_of_two():
    members = (
        Member("Ерлан Андашев", "директор", "ТОО «Alimay»", "глава делегации", "KZ", ("ru", "kk")),
        Member("Айгүл Сәрсенова", "маман", "Өңірлік палата", "", "", ("kk",)),
    )
    days = (
        Day(FIRST, (
            Entry(at(8, 8), at(8, 20, 30), "travel", "Атырау – Нөкис", mode="car", uid="t1"),
        ), "Нукус, гостиница"),
        Day(FIRST + dt.timedelta(days=1), (
            Entry(at(9, 10), at(9, 11, 30), "company", "Qoʻngʻirot soda zavodi", "Qoʻngʻirot",
                  uid="v1", changed=True),
            Entry(at(9, 15), at(9, 17), "sight", "Музей имени Савицкого", "Нукус", "часы работы не проверены",
                  who=("Айгүл Сәрсенова",), uid="v2"),
        )),
    )  # fmt: skip
    return Programme(
        "Поездка Атырау – Нукус", days, dt.date(2026, 11, 22), members, "Встречи с предприятиями",
        ("Нукус (UTC+5)",), 2, draft=True, sample=True, sender="Палата предпринимателей",
    )  # fmt: skip


@pytest.fixture
def letter_to_a_host(programme_of_two):
    return Letter(
        "Qoʻngʻirot soda zavodi", "Сидоров И. И.", "Палата предпринимателей Атырауской области",
        "Поездка Атырау – Нукус", at(9, 10), at(9, 11, 30), "Кунград", "Нукус (UTC+5)", dt.date(2026, 11, 22),
        programme_of_two.members, "Знакомство с производством", "+7 700 000 00 00",
    )  # fmt: skip


@pytest.fixture
def sheet():
    lines = (
        CostLine("Гостиница, Нукус", "night", Decimal(4), Decimal(450000), "UZS"),
        CostLine('=HYPERLINK("http://example.org")', "travel", Decimal(2), Decimal(85000), "KZT"),
    )
    return CostSheet(
        "Поездка Атырау – Нукус", lines, "USD", dt.date(2026, 11, 22),
        {"KZT": Decimal(520), "UZS": Decimal(12000)}, dt.date(2026, 11, 20),
        "введено в кабинете", Decimal(800),
    )  # fmt: skip
