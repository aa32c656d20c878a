"""What `egiz trip` prints, in the reader's language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_decimal
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from egiz.commands._language import catalogue, locale_of
from egiz.trips.sentences import MODES, NOTES, STATUS, sentence

if TYPE_CHECKING:
    from egiz.trips import Item, Plan, Problem, Reason


class Shown:
    """A plan with a reader's language."""

    def __init__(self, problem: Problem, result: Plan, language: str) -> None:
        self.problem, self.result, self.language = problem, result, language
        self.gettext = catalogue(language).gettext
        self.console = Console(highlight=False)
        named: list[Any] = [*problem.visits, *problem.blocks, *problem.cities]
        self.names = {x.id: x.name or x.id for x in named}

    def show(self) -> None:
        """Print how good the plan is, its days and its cost, and what is left out and why."""
        _ = self.gettext
        result = self.result
        if self.problem.sample:
            self.console.print(_("Sample data: everything in this trip is invented."))
        params = {
            "status": _(STATUS[result.status]),
            "value": result.value,
            "bound": result.bound,
            "seconds": self._figure(round(result.seconds, 1)),
        }
        self.console.print(_("%(status)s (value %(value)s of at most %(bound)s, %(seconds)s s)") % params)
        if result.days:
            self._days()
        for reason in result.explanation:
            self.console.print(f"  {self._said(reason)}", markup=False)
        for left in result.left_out:
            said = _("left out: %(visit)s") % {"visit": self.names[left.visit]}
            self.console.print(f"  {said}", markup=False)
            for reason in (*left.reasons, *left.changes):
                self.console.print(f"      {self._said(reason)}", markup=False)
        if result.moved:
            self.console.print(_("moved or dropped: %(visits)s") % {"visits": self._listed(result.moved)})

    def _days(self) -> None:
        _ = self.gettext
        table = Table(_("date"), _("time"), _("what"), _("where"), title=self.problem.name)
        for day in self.result.days:
            for item in day.items:
                date = f"{day.date} {day.group if self.problem.groups else ''}"
                time = f"{item.start:%H:%M}–{item.end:%H:%M}"
                table.add_row(date, time, escape(self._what(item)), self._where(item))
            if day.night:
                table.add_row(str(day.date), _("night"), "", self.names[day.night], end_section=True)
        self.console.print(table)
        if self.result.cost is not None:
            self._cost(self.result.cost)

    def _what(self, item: Item) -> str:
        _ = self.gettext
        said = str(self.names.get(item.ref, item.ref))
        if item.kind == "travel":
            said = f"{_(MODES[item.mode]) if item.mode in MODES else item.mode} {item.number}".strip()
        return said + "".join(f" [{_(NOTES[note]) if note in NOTES else note}]" for note in item.notes)

    def _where(self, item: Item) -> str:
        if item.kind == "travel":
            return f"{self.names[item.origin]} – {self.names[item.destination]}"
        return str(self.names[item.city])

    def _cost(self, cost: Any) -> None:
        _ = self.gettext
        params = {"sum": self._figure(cost.total.amount), "currency": cost.total.currency}
        said = _("Cost: %(sum)s %(currency)s")
        if cost.budget is not None:
            params["budget"] = self._figure(cost.budget.amount)
            said = _("Cost: %(sum)s of %(budget)s %(currency)s")
        self.console.print(said % params)

    def _said(self, reason: Reason) -> str:
        return reason.text if self.language == "en" else sentence(reason, self._shown, self.gettext)

    def _shown(self, key: str, value: Any) -> str:
        if key in {"visit", "city", "visits"}:
            return self._listed(str(value).split(", "))
        if key in {"date", "dates"}:
            return ", ".join(self._day(day) for day in str(value).split(", "))
        return self._figure(value) if isinstance(value, float) else str(value)

    def _listed(self, refs: Any) -> str:
        return ", ".join(self.names.get(ref, ref) for ref in refs)

    def _day(self, day: str) -> str:
        return str(format_date(dt.date.fromisoformat(day), "d MMMM", locale=locale_of(self.language)))

    def _figure(self, value: Any) -> str:
        return str(format_decimal(value, locale=locale_of(self.language)))
