"""How long the print pack of a mission takes: every part, 200 companies, ten meetings each.

python -m benchmarks.desk.pack [COMPANIES] [LANGUAGE] [FILE.pdf]
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from egiz.documents.pack import Agenda, Badge, InterpreterSheet, Line, Pack, Seat, TableSign, pack_pdf

ZONE = ZoneInfo("Asia/Tashkent")
HOURS, MEETINGS, INTERPRETERS = 16, 10, 6
HALF = dt.timedelta(minutes=30)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def made_up(companies: int) -> Pack:
    """A pack of invented companies, marked as a sample; everybody meets ten of the other side."""
    side = companies // 2
    ours = [f"ТОО «Каспий Помпа Сервис {number}»" for number in range(side)]
    theirs = [f"«Qoraqalpoq Paxta Tola {number}» MChJ" for number in range(side)]
    own: dict[str, list[Line]] = {}
    tables: dict[str, list[Line]] = {}
    helped: dict[str, list[Line]] = {}
    seats = []
    for slot in range(MEETINGS):
        starts = dt.datetime(2026, 12, 9, 9, tzinfo=ZONE) + slot * HALF
        hour = []
        for number in range(side):
            a, b, table = ours[number], theirs[(number + slot) % side], str(number + 1)
            helper = f"Sample {number % INTERPRETERS}" if number % 4 == 0 else ""
            for reader, partner, about in ((a, b, "Нукус · хлопок"), (b, a, "Атырау · насосы")):
                line = Line(starts, starts + HALF, partner, "", about, table, False, helper)
                own.setdefault(reader, []).append(line)
            pair = Line(starts, starts + HALF, a, b, "", table, False, helper)
            tables.setdefault(table, []).append(pair)
            if helper:
                helped.setdefault(helper, []).append(pair)
            hour.append(pair)
        seats.append(Seat(starts, starts + HALF, tuple(hour)))
    sides = {**dict.fromkeys(ours, "ours"), **dict.fromkeys(theirs, "theirs")}
    link = "https://desk.example.org/p/missions/" + "x" * 60
    return Pack(
        "Sample", dt.date(2026, 12, 1), "Нукус", "Ташкент (UTC+5)", 1, sample=True, ours="KZ", theirs="UZ",
        agendas=tuple(Agenda(name, sides[name], "", tuple(lines), link) for name, lines in own.items()),
        badges=tuple(
            Badge(name, sides[name], f"{ALPHABET[n // 32]}{ALPHABET[n % 32]}0000", "", ("ru",), tuple(lines))
            for n, (name, lines) in enumerate(own.items())
        ),
        signs=tuple(TableSign(table, tuple(lines)) for table, lines in tables.items()),
        interpreters=tuple(
            InterpreterSheet(name, ("ru", "uz"), tuple(lines)) for name, lines in helped.items()
        ),
        seats=tuple(seats),
    )  # fmt: skip


def main() -> None:
    """Print the pack once and say how long it took."""
    companies = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    lang = sys.argv[2] if len(sys.argv) > 2 else "ru"
    pack = made_up(companies)
    began, cpu = time.perf_counter(), time.process_time()
    content = pack_pdf(pack, lang=lang)
    took = f"{time.perf_counter() - began:.1f} s, {time.process_time() - cpu:.1f} s of the processor"
    print(f"{companies} companies, {lang}: {took}, {len(content) / 1e6:.1f} MB")
    if len(sys.argv) > 3:
        Path(sys.argv[3]).write_bytes(content)


if __name__ == "__main__":
    main()
