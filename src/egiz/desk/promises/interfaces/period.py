"""The report of a period in words: for its page, for a council member's phone, for paper."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.numbers import format_currency
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.interfaces.forms import day_field
from egiz.desk.core.interfaces.languages import day_words, language, locale
from egiz.desk.core.joints import Deals, MissionOfPeriod, Money
from egiz.desk.core.models import Desk, Side
from egiz.desk.promises.domain.next_report import STANDINGS
from egiz.desk.promises.domain.period import LONGEST_DAYS, Period, Split, missions_by
from egiz.desk.promises.interfaces.next_report import standing_words
from egiz.desk.promises.models import Promise, ResultLink

if TYPE_CHECKING:
    from egiz.documents.report import Block, Report

SHORT: dict[str, Any] = {
    "done": gettext_lazy("done"),
    "open": gettext_lazy("open"),
    "waiting": gettext_lazy("waiting"),
    "undated": gettext_lazy("no day"),
    "overdue": gettext_lazy("overdue"),
    "dropped": gettext_lazy("dropped"),
}


class PeriodForm(forms.Form):
    """From which day until which."""

    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("Until"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("last", _("A period takes at most three years."))
        return data

    @staticmethod
    def defaults(today: dt.date) -> dict[str, dt.date]:
        return {"first": today.replace(month=1, day=1), "last": today}


class LinkForm(forms.ModelForm[ResultLink]):
    """For whom a link is, and until when it opens."""

    expires_on = day_field(gettext_lazy("Open until"))

    class Meta:
        model = ResultLink
        fields = ("name", "expires_on")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        if not self.today <= day <= self.today + dt.timedelta(days=366):
            raise forms.ValidationError(_("A link opens from today and for at most a year."))
        return day


@dataclass(frozen=True)
class TableRow:
    """One row of a split: its name, the counts by standing, their sum, the missions held."""

    name: str
    # The name of each standing that occurs, and how many.
    counts: list[tuple[str, int]]
    total: int
    missions: int | None = None


@dataclass(frozen=True)
class Table:
    """The same promises split one way."""

    slug: str
    heading: str
    first: str
    rows: list[TableRow]
    with_missions: bool = False


def heads(period: Period) -> list[tuple[str, str]]:
    """List the standings that occur, as columns."""
    return [(code, str(SHORT[code])) for code in SHORT if period.total[code]]


def tables(period: Period, desk: Desk) -> list[Table]:
    sides = {
        Side.OURS.value: desk.our_name or desk.country,
        Side.THEIRS.value: desk.their_name or desk.their_country,
        Side.BOTH.value: _("both sides"),
        "": _("side unknown"),
    }
    by_side = missions_by(period, lambda one: one.side)
    kinds = {value: str(label) for value, label in Promise.Kind.choices}
    known = {pk: local_name(row.place_id, row.name) for pk, row in period.territories.items()}
    places = {row.place_id: pk for pk, row in period.territories.items()}
    by_place = missions_by(period, lambda one: places.get(one.place_id or 0))
    regions: dict[Any, str] = {**known, None: _("no region named")}
    return [
        Table("side", _("By side"), _("Who owes it; who hosted the mission"),
              _rows(period, period.by_side, sides, by_side), with_missions=True),
        Table("region", _("By region"), _("Region or city"),
              _rows(period, period.by_territory, regions, by_place), with_missions=True),
        Table("kind", _("By kind"), _("Kind"), _rows(period, period.by_kind, kinds)),
    ]  # fmt: skip


def _rows(
    period: Period, split: Split, names: dict[Any, str], missions: Counter[Any] | None = None
) -> list[TableRow]:
    found = []
    columns = heads(period)
    for key, name in names.items():
        counts = split.rows.get(key, Counter())
        held = missions[key] if missions is not None else None
        if counts.total() or held:
            found.append(
                TableRow(str(name), [(label, counts[code]) for code, label in columns], counts.total(), held)
            )
    return found


def sentence(period: Period) -> str:
    """Say the whole in one sentence."""
    total = period.total.total()
    words = ngettext("%(n)s promise", "%(n)s promises", total) % {"n": total}
    parts = [f"{standing_words(code)} – {period.total[code]}" for code in STANDINGS if period.total[code]]
    return f"{words}: {'; '.join(parts)}." if total else _("No promise is on record here.")


def span(period: Period) -> str:
    return f"{day_words(period.first)} – {day_words(period.last)}"


@dataclass(frozen=True)
class DealWords:
    """Contracts or memoranda, said."""

    label: str
    count: int
    lines: list[str]


def deals(period: Period) -> list[DealWords]:
    if period.contracts is None or period.memoranda is None:
        return []
    return [
        DealWords(_("Contracts"), period.contracts.count, _deal_lines(period.contracts, period.currency)),
        DealWords(_("Memoranda"), period.memoranda.count, _deal_lines(period.memoranda, period.currency)),
    ]


def _deal_lines(made: Deals, own: str) -> list[str]:
    if not made.count:
        return []
    lines = []
    if made.by_one:
        lines.append(_("named by one side only: %(count)s") % {"count": made.by_one})
    if made.total is not None:
        lines.append(_("together %(sum)s") % {"sum": money(own, made.total)})
    lines += [_sum(one) for one in made.sums]
    if made.without_sum:
        lines.append(_("without a sum: %(count)s") % {"count": made.without_sum})
    if made.disputed:
        lines.append(_("the sides name different sums, not added: %(count)s") % {"count": made.disputed})
    return lines


def _sum(one: Money) -> str:
    amount = money(one.currency, one.value)
    if one.rate:
        return _("%(amount)s, at %(rate)s") % {"amount": amount, "rate": one.rate}
    if one.converted is None:
        return _("%(amount)s, no rate is kept: not added") % {"amount": amount}
    return amount


def money(currency: str, value: Any) -> str:
    return str(format_currency(value, currency, locale=locale(), format_type="name"))


def mission_words(mission: MissionOfPeriod) -> str:
    parts = [mission.state, mission.place]
    for label, made in ((_("Contracts"), mission.contracts), (_("Memoranda"), mission.memoranda)):
        if made.count:
            parts.append(f"{label}: {made.count}")
    return "; ".join(part for part in parts if part)


def picture(period: Period, kind: Any = "svg", *, narrow: bool = False) -> bytes:
    """Draw what became of the promises, kind by kind; narrow for a phone."""
    from egiz.documents.standings import Bar, render, standings_chart  # noqa: PLC0415 - heavy

    names = {value: str(label) for value, label in Promise.Kind.choices}
    bars = [Bar(names[key], dict(counts)) for key, counts in period.by_kind.rows.items()]
    words = {code: str(label) for code, label in SHORT.items()}
    return render(standings_chart(bars, words, title=_("promises"), width=200 if narrow else 640), kind)


def to_report(period: Period, desk: Desk) -> "Report":
    """Lay the report out for paper, in the active language."""
    from egiz.documents.report import Heading, Lines, Picture, Report, Sentence  # noqa: PLC0415 - only for paper

    blocks: list[Block] = [Sentence(sentence(period)), Sentence(explained(period), soft=True)]
    if period.total.total():
        svg, png = picture(period).decode(), picture(period, "png")
        blocks.append(
            Picture(svg, png, _("What became of the promises, by kind. The tables below say the same."))
        )
    for table in tables(period, desk):
        if table.rows:
            blocks += [Heading(table.heading), _sheet(table, period)]
    if period.missions:
        blocks.append(Heading(_("Missions")))
        words = ngettext("%(n)s mission held", "%(n)s missions held", period.held) % {"n": period.held}
        blocks.append(Sentence(f"{words}."))
        blocks.append(Lines(tuple(f"{one.name}: {mission_words(one)}" for one in period.missions)))
    for one in deals(period):
        blocks.append(Heading(f"{one.label}: {one.count}", 2))
        if one.lines:
            blocks.append(Lines(tuple(one.lines)))
    return Report(
        title=_("Result of the period"),
        lang=language(),
        subtitle=span(period),
        foot=desk.our_name or desk.name,
        blocks=blocks,
    )


def explained(period: Period) -> str:
    """Say what is counted."""
    counted = _(
        "Made in the period: %(made)s; made earlier and open in it or closed in it: %(earlier)s. How they "
        "stand is told as of today. Missions, contracts and memoranda are counted apart."
    ) % {"made": period.made.total(), "earlier": period.earlier.total()}
    if not period.of_unknown_day:
        return counted
    apart = ngettext(
        "%(n)s of them comes from a meeting whose day is unknown; it counts by the day on which it was "
        "confirmed.",
        "%(n)s of them come from meetings whose day is unknown; they count by the day on which they were "
        "confirmed.",
        period.of_unknown_day,
    )
    return f"{counted} {apart % {'n': period.of_unknown_day}}"


def _sheet(table: Table, period: Period) -> "Block":
    from egiz.documents.report import Sheet  # noqa: PLC0415 - as above

    head = [
        str(capfirst(table.first)),
        *(label for _code, label in heads(period)),
        pgettext("how many together", "sum"),
    ]
    if table.with_missions:
        head.append(_("missions held"))
    rows = []
    for row in table.rows:
        cells = [row.name, *(str(count) for _label, count in row.counts), str(row.total)]
        if table.with_missions:
            cells.append(str(row.missions))
        rows.append(tuple(cells))
    numbers = tuple(range(1, len(head)))
    return Sheet(tuple(head), tuple(rows), (5, *(2 for _one in numbers)), numbers)
