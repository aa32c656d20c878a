"""One row each: participants, tables, interpreters, meetings. A bad cell is left out, its row stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from egiz.meetings._errors import ProblemError
from egiz.meetings.model.formats import vocabulary
from egiz.meetings.model.formats.cells import Cells, Sheet
from egiz.meetings.model.formats.times import read_hours, read_stretches, read_zone
from egiz.meetings.model.problem import Interpreter, Meeting, Mode, Participant, Person, Slot, Table
from egiz.text import cell_text
from egiz.text.rows import Cell
from egiz.text.vocabulary import language_of

WEIGHTS = {"must": 3, "want": 1}
YES_OR_NO = {key: vocabulary.VALUES[key] for key in ("yes", "no")}


class Names:
    """Participants by id and by name; a name that two of them have must be given by id."""

    def __init__(self, participants: list[Participant]) -> None:
        self.by_id = {vocabulary.plain(p.id): p.id for p in participants}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for p in participants:
            self.by_name[vocabulary.plain(p.name)].append(p.id)
        self.people = {p.id: {vocabulary.plain(one.name): one.name for one in p.people} for p in participants}

    def find(self, text: str) -> str:
        """The id meant.

        Raises
        ------
        ValueError
            Where nobody is called so, or several are.
        """
        key = vocabulary.plain(text)
        if key in self.by_id:
            return self.by_id[key]
        found = self.by_name.get(key, [])
        if len(found) > 1:
            raise ValueError(
                f"{len(found)} participants are called {text!r} ({', '.join(found)}); write the id"
            )
        if not found:
            raise ValueError(f"no participant {text!r}")
        return found[0]

    def person(self, text: str, among: Iterable[str]) -> tuple[str, str]:
        """The participant and the person meant by a name, or by "company: name", among those who meet.

        Raises
        ------
        ValueError
            Where nobody of theirs is called so, or people of several are.
        """
        company, _, name = text.rpartition(":")
        theirs = [self.find(company)] if company else list(among)
        key = vocabulary.plain(name)
        found = [(p, self.people[p][key]) for p in theirs if p in among and key in self.people[p]]
        if len(found) > 1:
            raise ValueError(
                f"several of them have a {name.strip()!r}; write it as {found[0][0]}: {name.strip()}"
            )
        if not found:
            raise ValueError(f"none of theirs is called {name.strip()!r}; names stand in the sheet People")
        return found[0]


def read_slots(
    cells: Cells, key: str, slots: tuple[Slot, ...], *, none_will_do: bool = False
) -> frozenset[int]:
    """The slots that a cell names; none where nothing stands or it cannot be read."""
    return cells.read(key, lambda v: read_stretches(v, slots, none_will_do=none_will_do)) or frozenset()


def read_away(cells: Cells, slots: tuple[Slot, ...]) -> frozenset[int]:
    """Slots in which somebody is not there, by what is said of being away and of being there."""
    away = read_slots(cells, "away", slots)
    there = cells.read("available", lambda value: read_stretches(value, slots, whole=True))
    return away if there is None else away | (frozenset(range(len(slots))) - there)


def languages(cells: Cells, key: str) -> tuple[str, ...]:
    """Languages by code or by name in any of the four languages."""
    found = []
    for word in cells.listed(key):
        code = language_of(word) or (word.lower() if word.isascii() and len(word) in (2, 3) else None)
        if code is None:
            cells.refuse(key, f"the language {word!r} is not known; write a code such as ru, uz, kk, en")
        else:
            found.append(code)
    return tuple(dict.fromkeys(found))


def read_participant(cells: Cells, slots: tuple[Slot, ...]) -> Participant | None:
    """A participant, or None where the row names none."""
    key = cells.text("id") or cells.text("name")
    hours = cells.read("office_hours", read_hours)
    least, most = _fewest_and_most(cells)
    try:
        return Participant(
            id=key,
            name=cells.text("name") or key,
            side=cells.text("side"),
            representatives=max(1, cells.whole("representatives", 1)),
            languages=languages(cells, "languages"),
            unavailable=read_away(cells, slots),
            mode=cast(Mode, cells.choice("mode", ("in_person", "online", "both")) or "in_person"),
            zone=cells.read("zone", lambda value: read_zone(str(value))) or "",
            office_hours=hours[0] if hours else None,
            min_meetings=least,
            max_meetings=most,
            fixed=cells.choice("host", ("yes", "no")) == "yes",
            weight=max(1, cells.whole("vip", 1)),
            prefer=read_slots(cells, "prefer", slots),
            not_with=cells.names("not_with"),
        )
    except ProblemError as error:
        cells.refuse("", error.message)
        return None


def _fewest_and_most(cells: Cells) -> tuple[int, int | None]:
    most = cells.limit("max_meetings", 0)
    least = cells.whole("min_meetings", 0)
    if most is not None and least > most:
        cells.refuse("min_meetings", f"more than the most meetings ({least} and {most})")
        return most, most
    return least, most


def with_people(
    participants: list[Participant], rows: Iterable[Cells], slots: tuple[Slot, ...]
) -> list[Participant]:
    """The participants with their people, a row each: the company, the name, and when he or she is away."""
    names = Names(participants)
    found: dict[str, dict[str, Person]] = defaultdict(dict)
    for cells in rows:
        company, name = cells.text("name") or cells.text("a"), cells.text("person")
        if not company or not name:
            cells.refuse("person" if company else "name", "must not be empty")
            continue
        try:
            mine = found[names.find(company)]
        except ValueError as error:
            cells.refuse("name", str(error))
            continue
        if vocabulary.plain(name) in mine:
            cells.refuse("person", f"{name!r} stands there twice")
            continue
        mine[vocabulary.plain(name)] = Person(name, read_away(cells, slots))
    return [replace(p, people=tuple(found[p.id].values())) if p.id in found else p for p in participants]


def read_table(cells: Cells, slots: tuple[Slot, ...], names: Names) -> Table | None:
    """A table, or None where the row cannot be used."""
    try:
        owner = names.find(cells.text("owner")) if cells.given("owner") else None
    except ValueError as error:
        cells.refuse("owner", str(error))
        return None
    try:
        return Table(
            id=cells.text("id") or cells.text("name") or cells.text("table"),
            kind=cells.text("kind"),
            capacity=cells.whole("capacity", 2),
            owner=owner,
            unavailable=read_away(cells, slots),
        )
    except ProblemError as error:
        cells.refuse("", error.message)
        return None


def read_interpreter(cells: Cells, slots: tuple[Slot, ...]) -> Interpreter | None:
    """An interpreter, or None where the row cannot be used."""
    key = cells.text("id") or cells.text("name")
    try:
        return Interpreter(key, languages(cells, "languages"), cells.text("name"), read_away(cells, slots))
    except ProblemError as error:
        cells.refuse("", error.message)
        return None


def read_meeting(cells: Cells, slots: tuple[Slot, ...], names: Names) -> Meeting | None:
    """A meeting, or None where the row cannot be used; without an id it is named by its participants."""
    who = _who(cells, names)
    if who is None:
        return None
    level = _level(cells.text("weight"))
    online = cells.choice("online", ("yes", "no"))
    try:
        return Meeting(
            id=cells.text("id") or " + ".join(sorted(who)),
            participants=who,
            weight=WEIGHTS[level] if level else cells.whole("weight", 1),
            must=level == "must",
            length=max(1, cells.whole("length", 1)),
            fixed_slot=_fixed(cells, slots),
            after=cells.names("after"),
            online=None if online is None else online == "yes",
            table=cells.text("table") or None,
            table_kind=cells.text("kind") or None,
            interpreter=languages(cells, "interpreter"),
            prefer=read_slots(cells, "prefer", slots),
            people=_who_comes(cells, names, who),
        )
    except ProblemError as error:
        cells.refuse("", error.message)
        return None


def _who_comes(cells: Cells, names: Names, who: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Who must sit there for whom; left out are names that none of theirs has and a company's second one."""
    found: dict[str, str] = {}
    for text in cells.names("people"):
        try:
            company, name = names.person(text, who)
        except ValueError as error:
            cells.refuse("people", str(error))
            continue
        if found.setdefault(company, name) != name:
            cells.refuse(
                "people", f"one person of a company can be asked for, not {found[company]!r} and {name!r}"
            )
    return tuple(found.items())


def _who(cells: Cells, names: Names) -> tuple[str, ...] | None:
    """Ids of those who meet, None where one of them is not known."""
    who = []
    columns = [("a", cells.text("a")), ("b", cells.text("b")), *(("also", n) for n in cells.names("also"))]
    for column, part in columns:
        try:
            who.append(names.find(part) if part else _nobody())
        except ValueError as error:
            cells.refuse(column, str(error))
            return None
    return tuple(who)


def _level(weight: str) -> str | None:
    """A weight said in words: "must" or "want", which nothing said means too."""
    return vocabulary.lookup({k: vocabulary.VALUES[k] for k in WEIGHTS}, weight) if weight else "want"


def _nobody() -> str:
    raise ValueError("must not be empty")


def _fixed(cells: Cells, slots: tuple[Slot, ...]) -> int | None:
    hit = read_slots(cells, "fixed", slots)
    if hit and len(hit) > 1 and not _same_moment(hit):
        cells.refuse("fixed", f"names {len(hit)} slots; write the time at which it begins")
        return None
    return min(hit) if hit else None


def _same_moment(hit: frozenset[int]) -> bool:
    """Whether slots follow each other: a stretch then says when it begins."""
    return max(hit) - min(hit) + 1 == len(hit) and len(hit) <= 8


def read_matrix(sheet: Sheet, names: Names, issues: list[str]) -> list[tuple[Cells, Meeting]]:
    """Meetings from a table of participants against participants: what is filled in is wished."""
    rows = iter(sheet.rows)
    head = next((cells for _, cells in rows if any(_known(names, cell) for cell in cells[1:])), [])
    found = []
    for number, values in rows:
        for other, weight in _wishes(head, values):
            given: dict[str, Cell] = {"a": values[0], "b": other, "weight": weight}
            cells = Cells(sheet.title, number, given, {"b": other or "?"}, issues)
            meeting = read_meeting(cells, (), names)
            if meeting is not None:
                found.append((cells, meeting))
    return found


def _wishes(head: Sequence[Cell], values: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """Whom the row of a matrix wishes for, and the weight."""
    if not values or not cell_text(values[0]):
        return
    for j, value in enumerate(values[1:], start=1):
        text = cell_text(value)
        said = vocabulary.lookup(YES_OR_NO, text)
        if text and said != "no":
            yield cell_text(head[j]) if j < len(head) else "", "1" if said else text


def _known(names: Names, cell: Cell) -> bool:
    try:
        return bool(cell_text(cell)) and bool(names.find(cell_text(cell)))
    except ValueError:
        return False
