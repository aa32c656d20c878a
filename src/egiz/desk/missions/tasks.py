"""Long work of the missions: matching and scheduling, each a job with progress, stop and result."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import file_of
from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.domain.periodic import every
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Attachment, Desk
from egiz.desk.missions.domain import asking, followups, matching, registration, reminding, scheduling
from egiz.desk.missions.domain.registering import registration_of
from egiz.desk.missions.interfaces import rates, reminders, sending
from egiz.desk.missions.interfaces.list_words import lists_url
from egiz.desk.missions.interfaces.packs import pack_of
from egiz.desk.missions.models import CompanyImport, Mailing, Mission, Registration, ScheduleVersion


def _mission(context: JobContext) -> Mission:
    mission = Mission.objects.filter(pk=context.payload["mission"]).first()
    if mission is None:
        raise JobError(gettext_noop("The mission was removed before this work began."))
    return mission


class JobWatch:
    """Passes the solver's news on to the job's page."""

    def __init__(self, context: JobContext) -> None:
        self.context = context

    def report(self, fraction: float, message: str = "", **values: Any) -> None:
        self.context.report(fraction, message, **values)

    def new_goal(self) -> None:
        self.context.job.curve = []


@handler(
    "missions.match",
    _("Finding partners for each company"),
    seconds=3600,
    memory_mb=8192,
    begun_at=("missions:companies", "mission"),
)
def match_companies(context: JobContext) -> JobResult:
    mission = _mission(context)
    count = matching.run_matching(mission, context.report)
    return JobResult({"pairs": count}, desk_url(context.desk, "missions:matches", mission.pk))


def _lists(context: JobContext) -> tuple[Mission, list[tuple[CompanyImport, dict[int, str] | None]]]:
    mission = _mission(context)
    given: dict[int, Any] = {one["list"]: one["columns"] for one in context.payload["lists"]}
    rows = CompanyImport.objects.filter(mission=mission, pk__in=given).order_by("pk")
    lists = [(row, dict(given[row.pk]) if given[row.pk] is not None else None) for row in rows]
    if not lists:
        raise JobError(gettext_noop("The list was removed before this work began."))
    return mission, lists


def _unread(error: ValidationError) -> JobError:
    return JobError(gettext_noop("The list could not be read: %(reason)s"), reason=" ".join(error.messages))


@handler(
    registration.LOOK_JOB,
    _("Looking at a list of companies"),
    seconds=900,
    memory_mb=2048,
    begun_at=("missions:companies", "mission"),
)
def look_at_lists(context: JobContext) -> JobResult:
    """Look at long lists: what they would add and change, what is wrong in them."""
    mission, lists = _lists(context)
    try:
        for number, (one, columns) in enumerate(lists):
            context.report((number + 0.1) / len(lists))
            registration.look_at(one, columns)
    except ValidationError as error:
        raise _unread(error) from error
    return JobResult({}, lists_url(context.desk, mission, [one for one, _columns in lists]))


@handler(
    registration.TAKE_JOB,
    _("Taking in a list of companies"),
    seconds=1800,
    memory_mb=2048,
    begun_at=("missions:companies", "mission"),
)
def take_lists(context: JobContext) -> JobResult:
    """Take long lists in, each as a whole; one that is in already is not taken twice."""
    mission, lists = _lists(context)
    try:
        for number, (one, columns) in enumerate(lists):
            context.report((number + 0.1) / len(lists))
            if columns is not None and one.state == CompanyImport.State.TRIED:
                registration.look_at(one, columns)
            taken = registration.take_list(one, context.user)
    except ValidationError as error:
        raise _unread(error) from error
    url = desk_url(context.desk, "missions:companies", mission.pk)
    return JobResult({"added": taken.added, "changed": taken.changed}, f"{url}?import={taken.pk}")


@handler(
    rates.JOB, _("Taking in rates"), seconds=600, memory_mb=1024, begun_at=("missions:take_rates", "mission")
)
def take_rates(context: JobContext) -> JobResult:
    """Read a long table of rates again and keep its good rows; begun again, it writes the same."""
    mission, payload = _mission(context), context.payload
    try:
        with file_of(context.job) as (path, name):
            rows = read_apart(rates.read_rows, name, path.read_bytes())
        taken = rates.take_in(rows, desk=context.desk, into=payload["into"], source=payload["source"])
    except ValidationError as error:
        raise _unread(error) from error
    url = desk_url(context.desk, "missions:take_rates", mission.pk)
    return JobResult(asdict(taken), f"{url}?job={context.job.pk}")


# A stop keeps the best schedule found until then: checking and writing it may take a moment.
@handler(
    "missions.solve",
    _("Making the schedule"),
    seconds=3 * 3600,
    memory_mb=8192,
    stop_grace=60,
    begun_at=("missions:schedule_now", "mission"),
)
def make_schedule(context: JobContext) -> JobResult:
    mission = _mission(context)

    def result(version: ScheduleVersion) -> JobResult:
        url = desk_url(context.desk, "missions:schedule", mission.pk, version.number)
        return JobResult({"version": version.number}, url)

    version = scheduling.solve_mission(
        mission,
        context.user,
        JobWatch(context),
        seconds=context.payload.get("seconds"),
        note=context.payload.get("note", ""),
        repair=bool(context.payload.get("repair")),
        now=timezone.now(),
        kept=lambda version: context.done(result(version)),
    )
    return result(version)


@handler(
    "missions.pack", _("Printing"), seconds=900, memory_mb=4096, begun_at=("missions:schedule_now", "mission")
)
def print_pack(context: JobContext) -> JobResult:
    """Print what was chosen of a version; the pack of the same language before it makes room."""
    from egiz.documents.pack import pack_pdf  # noqa: PLC0415 - loaded when paper is asked for

    mission = _mission(context)
    version = ScheduleVersion.objects.filter(mission=mission, pk=context.payload["version"]).first()
    if version is None:
        raise JobError(gettext_noop("This version was removed before it was printed."))
    lang = context.payload["lang"]
    with translation.override(lang):
        pack = pack_of(
            version,
            mission,
            parts=context.payload["parts"],
            languages=context.payload["languages"],
            base=context.payload["base"],
        )
    context.report(0.2)
    content = pack_pdf(pack, lang=lang)
    name = f"{mission.pk}-{version.number}-{lang}.pdf"
    with transaction.atomic():
        earlier = Attachment.objects.filter(
            target=trail.target_name(version), target_id=version.pk, name=name
        )
        for one in earlier:
            one.file.delete(save=False)
        earlier.delete()
        trail.attach(version, ContentFile(content, name), context.user)
        url = desk_url(context.desk, "missions:print", mission.pk, version.number)
        return context.done(JobResult({"bytes": len(content)}, url))


followups.on_asked(sending.ask_outcome)


@every(minutes=60, name="missions.follow_up")
def follow_up(now: dt.datetime) -> None:
    """Ask again what came of the meetings, in every desk where the day for it has come."""
    followups.ask_all(now)


@every(minutes=15, name="missions.remind_due")
def remind_due(now: dt.datetime) -> None:
    """Begin the letters that go by themselves today; what broke off earlier goes on."""
    for mission in reminding.missions_due(now):
        with scope(desk=mission.desk):
            sending.begin_once(mission, "missions.remind")


@handler(
    "missions.remind",
    _("Letters that go by themselves"),
    seconds=3 * 3600,
    memory_mb=1024,
    begun_at=("missions:reminders", "mission"),
)
def remind(context: JobContext) -> JobResult:
    """Write the letters whose day has come and hand them over; begun again, it writes none twice."""
    mission = _mission(context)
    registration = registration_of(mission)
    now = timezone.now()
    reminding.send(mission, registration, now, reminders.writer(registration))
    return _posted(context, mission, now, "missions:reminders")


def _posted(context: JobContext, mission: Mission, now: dt.datetime, page: str) -> JobResult:
    """Hand over what waits. Each letter is marked before it goes, so beginning again sends none twice."""
    counts = sending.post(mission, now, context.report)
    return JobResult(dict(counts), desk_url(context.desk, page, mission.pk))


@handler(
    "missions.post",
    _("Sending letters"),
    seconds=3 * 3600,
    memory_mb=1024,
    begun_at=("missions:letters", "mission"),
)
def post_letters(context: JobContext) -> JobResult:
    """Hand over the letters that wait."""
    return _posted(context, _mission(context), timezone.now(), "missions:letters")


@every(minutes=5, name="missions.post_due")
def post_due(now: dt.datetime) -> None:
    """Send what waited for the morning or for a mail server that was away."""
    with scopes_disabled():
        waiting = list(
            Registration.objects.filter(pk__in=sending.with_due_letters(now)).select_related(
                "desk", "mission"
            )
        )
    for one in waiting:
        with scope(desk=one.desk):
            sending.send_soon(one)


@handler(
    "missions.mail",
    _("Writing letters"),
    seconds=3 * 3600,
    memory_mb=1024,
    begun_at=("missions:letters", "mission"),
)
def mail_companies(context: JobContext) -> JobResult:
    """Write the letters of a mailing and hand them over; begun again, it goes on where it stopped."""
    mission = _mission(context)
    mailing = Mailing.objects.filter(pk=context.payload["mailing"], mission=mission).first()
    if mailing is None:
        raise JobError(gettext_noop("The mission was removed before this work began."))
    sending.write_mailing(mailing, context.payload["companies"], context.report)
    return _posted(context, mission, timezone.now(), "missions:letters")


@every(minutes=60, name="missions.close_lapsed")
def close_lapsed(now: dt.datetime) -> None:
    """Close the requests that nobody answered in time."""
    with scopes_disabled():
        desks = list(Desk.objects.all())
    for desk in desks:
        with scope(desk=desk):
            for mission in Mission.objects.filter(status=Mission.Status.PLANNED):
                asking.close_lapsed(mission, now)
