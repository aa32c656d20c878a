"""The next meeting's report in words: the same for its page, for PDF and for Word."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egiz.desk.core.interfaces.languages import day_words, language
from egiz.desk.core.joints import Account
from egiz.desk.core.models import Desk, Side
from egiz.desk.promises.domain.next_report import MOST, NextReport, Row
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import Promise

if TYPE_CHECKING:
    from egiz.documents.report import Block, Report

STANDINGS: dict[str, Any] = {
    "done": gettext_lazy("done"),
    "overdue": gettext_lazy("overdue"),
    "waiting": gettext_lazy("waiting for the other side"),
    "open": gettext_lazy("open, its day has not come"),
    "undated": gettext_lazy("open, without a day"),
    "dropped": gettext_lazy("dropped"),
}


@dataclass(frozen=True)
class Told:
    """One promise as the report tells it."""

    number: int
    row: Row
    promise: Promise
    # The language of the words when it is not the reader's.
    lang: str
    owner: str
    due: str
    standing: str
    evidence: str
    came_of: list[tuple[Account, str]]
    requests: list[tuple[Promise, str]]


def standing_words(code: str) -> str:
    return str(STANDINGS[code])


def title() -> str:
    return _("What we promised, what came of it")


def subtitle_of(report: NextReport) -> str:
    if report.meeting is None:
        return _("Everything up to %(until)s") % {"until": day_words(report.until)}
    if report.since is None:
        return _("Since the meeting “%(title)s”, whose day is unknown, up to %(until)s") % {
            "title": report.meeting.title,
            "until": day_words(report.until),
        }
    return _("From the meeting of %(since)s, “%(title)s”, up to %(until)s") % {
        "since": day_words(report.since),
        "title": report.meeting.title,
        "until": day_words(report.until),
    }


def counted(report: NextReport) -> list[tuple[str, str, int]]:
    """List how many stand how, only those that occur."""
    return [(code, standing_words(code), count) for code, count in report.counts.items() if count]


def accounts_of(rows: list[Row], desk: Desk, first: int = 1) -> list[Told]:
    return [_told(number, row, desk) for number, row in enumerate(rows, first)]


def _told(number: int, row: Row, desk: Desk) -> Told:
    promise = row.promise
    written = promise.meeting.language if promise.meeting else ""
    return Told(
        number=number,
        row=row,
        promise=promise,
        lang=written if written and written != language() else "",
        owner=_owner(promise, desk),
        due=_due(promise),
        standing=_standing(row),
        evidence=_evidence(row),
        came_of=[(one, _account(one)) for one in row.accounts],
        requests=[(one, _request(one, desk)) for one in row.requests],
    )


def _owner(promise: Promise, desk: Desk) -> str:
    owner = promise.owner_person or promise.owner_organisation
    name = owner.local_name if owner else owner_words(promise)
    codes = {Side.OURS.value: [desk.country], Side.THEIRS.value: [desk.their_country],
             Side.BOTH.value: [desk.country, desk.their_country]}  # fmt: skip
    side = ", ".join(codes.get(promise.side, []))
    words = name or _("nobody is named")
    return f"{words} ({side})" if side else words


def _due(promise: Promise) -> str:
    if promise.due_on:
        return day_words(promise.due_on)
    if promise.due_phrase:
        return _("“%(phrase)s”, no day named") % {"phrase": promise.due_phrase}
    return _("no day is named")


def _standing(row: Row) -> str:
    words = standing_words(row.standing)
    promise = row.promise
    if row.standing in {"done", "dropped"} and promise.closed_on:
        return f"{words}, {day_words(promise.closed_on)}"
    if promise.waiting_since:
        since = _("since %(day)s") % {"day": day_words(promise.waiting_since)}
        return f"{words}, {since}"
    return words


def _evidence(row: Row) -> str:
    if row.standing == "done":
        return row.evidence or _("what shows it was not written down")
    if row.standing == "dropped":
        return row.promise.note or _("why was not written down")
    return ""


def _account(account: Account) -> str:
    return "; ".join(filter(None, [account.state, *account.lines]))


def _request(request: Promise, desk: Desk) -> str:
    return ", ".join([_owner(request, desk), _due(request), str(request.get_status_display())])


def summary(report: NextReport) -> str:
    """Say how many promises there are and how many of each standing."""
    total = len(report.all_rows)
    if not total:
        return _("No promise is on record here.")
    words = ngettext("%(n)s promise", "%(n)s promises", total) % {"n": total}
    return f"{words}: " + "; ".join(f"{label} – {count}" for _code, label, count in counted(report)) + "."


def to_report(report: NextReport, desk: Desk) -> "Report":
    """Lay the report out for paper, in the active language."""
    from egiz.documents.report import Heading, Lines, Report, Sentence  # noqa: PLC0415 - only for paper

    blocks: list[Block] = [Sentence(summary(report))]
    groups = [(_("Promised at this meeting"), accounts_of(report.rows, desk))]
    earlier = accounts_of(report.earlier, desk, len(report.rows) + 1)
    groups.append((_("Promised earlier") if report.meeting else _("Promises"), earlier))
    for heading, items in groups:
        if items:
            blocks.append(Heading(heading))
        for item in items:
            blocks += _item(item)
    if report.left_out:
        blocks.append(Sentence(left_out_words(report)))
    if report.activity:
        blocks.append(Heading(_("What else happened")))
        for word, accounts in report.activity:
            blocks.append(Heading(str(capfirst(word)), 2))
            blocks.append(Lines(tuple(f"{one.name}: {_account(one)}" for one in accounts)))
    still = [item for _heading, items in groups for item in items if item.row.is_open]
    if still:
        blocks.append(Heading(_("Open for the next meeting")))
        blocks.append(_open_table(still))
    return Report(
        title=title(),
        lang=language(),
        subtitle=subtitle_of(report),
        mark=_("Draft, from the desk's records as they are on the day of writing."),
        foot=desk.our_name or desk.name,
        blocks=blocks,
    )


def _item(item: Told) -> "list[Block]":
    from egiz.documents.report import Heading, Lines, Sentence  # noqa: PLC0415 - as above

    lines = [
        _("Who owes it: %(owner)s") % {"owner": item.owner},
        _("Due: %(due)s") % {"due": item.due},
        _("How it stands: %(standing)s") % {"standing": item.standing},
    ]
    if item.evidence:
        lines.append(
            (_("What shows it: %(evidence)s") if item.row.standing == "done" else _("Why: %(evidence)s"))
            % {"evidence": item.evidence}
        )
    lines += [f"{one.name}: {words}" if words else one.name for one, words in item.came_of]
    lines += [_("Request: %(title)s") % {"title": f"{one.title} – {words}"} for one, words in item.requests]
    if not item.came_of and not item.requests and item.row.is_open:
        lines.append(_("What came of the promise: nothing is on record."))
    blocks: list[Block] = [Heading(f"{item.number}. {item.promise.title}", 2)]
    if item.promise.quote:
        blocks.append(Sentence(f"«{item.promise.quote}»", item.lang, soft=True))
    return [*blocks, Lines(tuple(lines))]


def _open_table(items: list[Told]) -> "Block":
    from egiz.documents.report import Sheet  # noqa: PLC0415 - as above

    head = ("№", _("What was promised"), _("Who owes it"), _("Due"), _("How it stands"))
    rows = tuple((str(one.number), one.promise.title, one.owner, one.due, one.standing) for one in items)
    return Sheet(head, rows, (1, 7, 5, 3, 4))


def left_out_words(report: NextReport) -> str:
    return _("%(count)s more promises are not told one by one here: a report holds at most %(most)s.") % {
        "count": report.left_out,
        "most": MOST,
    }
