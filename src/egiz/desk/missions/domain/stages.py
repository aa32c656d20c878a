"""The line of stages of a mission, and what is missing at each: facts counted, nothing felt."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from egiz.desk.core.models import Side
from egiz.desk.missions.domain.groups import to_schedule
from egiz.desk.missions.models import (
    Company,
    GroupSeat,
    MeetingReport,
    Mission,
    NotHeld,
    ScheduledMeeting,
    ScheduleVersion,
    SuggestedMatch,
    Wish,
)
from egiz.desk.missions.models.wish import AGREED, NOT_WANTED, WAITING, Consent


@dataclass(frozen=True)
class Counts:
    """Everything the stages are judged by, in a fixed number of queries."""

    sessions: int
    tables: int
    ours: int
    theirs: int
    silent: int
    to_review: int
    matches: int
    wishes: int
    all_wishes: int
    agreed: int
    waiting: int
    versions: int
    draft: ScheduleVersion | None
    published: ScheduleVersion | None
    held: int
    not_held: int
    reported: int
    to_report: int
    outcomes: int
    # Companies that have not answered about a group meeting, and group meetings that come about.
    seats_waiting: int = 0
    groups: int = 0


@dataclass(frozen=True)
class Stage:
    key: str
    label: Any
    url_name: str
    done: bool
    facts: str = ""
    missing: list[str] = field(default_factory=list)
    current: bool = False


def count(mission: Mission) -> Counts:
    accepted = Q(status=Company.Status.ACCEPTED)
    companies = Company.objects.filter(mission=mission).aggregate(
        ours=Count("pk", filter=accepted & Q(side=Side.OURS)),
        theirs=Count("pk", filter=accepted & Q(side=Side.THEIRS)),
        silent=Count("pk", filter=accepted & Q(offers=[], needs=[])),
        to_review=Count("pk", filter=Q(status=Company.Status.SENT)),
    )
    wishes = Wish.objects.filter(mission=mission).aggregate(
        wishes=Count("pk", filter=~NOT_WANTED),
        all_wishes=Count("pk"),
        agreed=Count("pk", filter=AGREED),
        waiting=Count("pk", filter=WAITING),
    )
    versions = list(mission.versions.exclude(state=ScheduleVersion.State.SUPERSEDED).order_by("-number"))
    published = next((v for v in versions if v.state == ScheduleVersion.State.PUBLISHED), None)
    draft = next((v for v in versions if v.state == ScheduleVersion.State.DRAFT), None)
    shown = published or draft
    held = ScheduledMeeting.objects.filter(version=shown).count() if shown else 0
    reports = MeetingReport.objects.filter(mission=mission).aggregate(
        reported=Count("wish", filter=Q(held__isnull=False), distinct=True),
        outcomes=Count("wish", filter=~Q(result=""), distinct=True),
    )
    return Counts(
        sessions=mission.sessions.count(),
        tables=mission.tables.count(),
        matches=SuggestedMatch.objects.filter(mission=mission).count(),
        versions=len(versions),
        draft=draft,
        published=published,
        held=held,
        not_held=NotHeld.objects.filter(version=shown).count() if shown else 0,
        to_report=held if published else 0,
        seats_waiting=GroupSeat.objects.filter(mission=mission, consent=Consent.ASKED).count(),
        groups=len(to_schedule(mission)),
        **companies,
        **wishes,
        **reports,
    )


def stages_of(mission: Mission, counts: Counts | None = None) -> list[Stage]:
    """List the six stages; the first that is not done is the current one."""
    known = counts or count(mission)
    stages = [
        _set_up(mission, known),
        _register(known),
        _wishes(known),
        _schedule(known),
        _day(known),
        _out(known),
    ]
    current = next((number for number, stage in enumerate(stages) if not stage.done), len(stages) - 1)
    return [
        Stage(s.key, s.label, s.url_name, s.done, s.facts, s.missing, current=number == current)
        for number, s in enumerate(stages)
    ]


def _set_up(mission: Mission, c: Counts) -> Stage:
    missing = []
    if not c.sessions:
        missing.append(_("Add at least one session with its day and hours."))
    if not c.tables and not mission.rules.online_rooms:
        missing.append(_("Add tables or online rooms; without them nobody can meet."))
    if not mission.place:
        missing.append(_("Say where the mission takes place."))
    facts = ngettext("%(count)s session", "%(count)s sessions", c.sessions) % {"count": c.sessions}
    facts += ", " + ngettext("%(count)s table", "%(count)s tables", c.tables) % {"count": c.tables}
    return Stage(
        "set_up", _("Set up"), "missions:setup", bool(c.sessions and not missing), facts, _texts(missing)
    )


def _register(c: Counts) -> Stage:
    missing = []
    if not c.ours:
        missing.append(_("No company of our side is registered yet."))
    if not c.theirs:
        missing.append(_("No company of their side is registered yet."))
    texts = _texts(missing)
    if c.to_review:
        texts.append(
            ngettext(
                "%(count)s company registered and waits for your decision.",
                "%(count)s companies registered and wait for your decision.",
                c.to_review,
            )
            % {"count": c.to_review}
        )
    if c.silent:
        texts.append(
            ngettext(
                "%(count)s company names neither offers nor needs; nobody can be found for it.",
                "%(count)s companies name neither offers nor needs; nobody can be found for them.",
                c.silent,
            )
            % {"count": c.silent}
        )
    facts = _("%(ours)s ours, %(theirs)s theirs") % {"ours": c.ours, "theirs": c.theirs}
    return Stage("register", _("Register"), "missions:companies", bool(c.ours and c.theirs), facts, texts)


def _wishes(c: Counts) -> Stage:
    texts = []
    if not c.wishes:
        texts.append(str(_("No wish yet. Let matching propose partners, or enter wishes by hand.")))
    elif c.waiting:
        texts.append(
            ngettext("%(count)s wish waits for an answer.", "%(count)s wishes wait for an answer.", c.waiting)
            % {"count": c.waiting}
        )
    if c.seats_waiting:
        texts.append(
            ngettext(
                "%(count)s company has not answered about a group meeting.",
                "%(count)s companies have not answered about a group meeting.",
                c.seats_waiting,
            )
            % {"count": c.seats_waiting}
        )
    facts = _("%(agreed)s of %(wishes)s agreed") % {"agreed": c.agreed, "wishes": c.wishes}
    return Stage("wishes", _("Wishes"), "missions:wishes", c.agreed + c.groups > 0, facts, texts)


def _schedule(c: Counts) -> Stage:
    texts = []
    if c.published:
        facts = str(_("version %(number)s published") % {"number": c.published.number})
        if c.draft and c.draft.number > c.published.number:
            texts.append(
                str(
                    _("Version %(number)s is a newer draft; look at it and publish it.")
                    % {"number": c.draft.number}
                )
            )
        placed_or_left = c.held + c.not_held
        if c.agreed > placed_or_left:
            new = c.agreed - placed_or_left
            texts.append(
                ngettext(
                    "%(count)s agreed wish is newer than this version.",
                    "%(count)s agreed wishes are newer than this version.",
                    new,
                )
                % {"count": new}
            )
    elif c.draft:
        facts = str(_("version %(number)s is a draft") % {"number": c.draft.number})
        texts.append(str(_("Look at the draft and publish it; until then nobody is told a time.")))
    else:
        facts = str(_("no schedule yet"))
        texts.append(str(_("Make the schedule once the wishes have their consent.")))
    if c.not_held:
        texts.append(
            ngettext("%(count)s meeting was not placed.", "%(count)s meetings were not placed.", c.not_held)
            % {"count": c.not_held}
        )
    return Stage("schedule", _("Schedule"), "missions:schedule_now", c.published is not None, facts, texts)


def _day(c: Counts) -> Stage:
    texts = []
    if not c.published:
        texts.append(str(_("Begins when a version is published.")))
    elif c.reported < c.to_report:
        left = c.to_report - c.reported
        texts.append(
            ngettext("%(count)s meeting has no report yet.", "%(count)s meetings have no report yet.", left)
            % {"count": left}
        )
    facts = (
        _("%(done)s of %(all)s reported") % {"done": c.reported, "all": c.to_report} if c.published else ""
    )
    done = bool(c.published and c.to_report and c.reported >= c.to_report)
    return Stage("day", _("On the day"), "missions:day", done, str(facts), texts)


def _out(c: Counts) -> Stage:
    facts = ngettext("%(count)s with an outcome", "%(count)s with an outcome", c.outcomes) % {
        "count": c.outcomes
    }
    texts = (
        [] if c.outcomes else [str(_("What came of the meetings is written down here, for the next report."))]
    )
    return Stage("outcomes", _("Outcomes"), "missions:outcomes", False, facts if c.outcomes else "", texts)


def _texts(lazy: list[Any]) -> list[str]:
    return [str(text) for text in lazy]
