"""Long work of the calendar: pulling sources, by hand and by the clock; trying a source before it is kept."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_scopes import scope

from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.domain.periodic import every
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk, Job
from egiz.desk.events.domain import pulling, sources
from egiz.desk.events.interfaces.posting import send_due
from egiz.desk.events.models import EventSource


@handler(
    "events.pull",
    _("Pulling the sources of events"),
    seconds=3600,
    memory_mb=1536,
    begun_at=("events:sources", ""),
)
def pull(context: JobContext) -> JobResult:
    """Ask the named sources; a source that fails keeps its error and leaves the others alone."""
    wanted = list(EventSource.objects.filter(pk__in=context.payload["sources"], is_draft=False))
    message = gettext_noop("%(done)s of %(total)s sources asked.")

    def progress(done: int, total: int) -> None:
        context.report(done / max(total, 1) * 0.99, message, done=done, total=total)

    results = pulling.pull_sources(wanted, fetch=pulling.make_fetcher(), progress=progress)
    counts = {
        "sources": len(results),
        "failed": sum(result.outcome == "failed" for result in results),
        "new": sum(result.stored.new for result in results),
        "changed": sum(result.stored.changed for result in results),
    }
    url = desk_url(context.desk, "events:sources")
    if len(wanted) == 1:
        url = desk_url(context.desk, "events:source", wanted[0].pk)
    return JobResult(counts, url)


@handler(
    "events.try_source",
    _("Trying a source of events"),
    seconds=300,
    memory_mb=1536,
    begun_at=("events:source", "source"),
)
def try_source(context: JobContext) -> JobResult:
    """Ask a source that was not kept yet, so that a person sees what it would bring."""
    source = EventSource.objects.get(pk=context.payload["source"])
    context.report(0.2, gettext_noop("Asking the source."))
    sources.try_out(source, pulling.make_fetcher())
    return JobResult(url=desk_url(context.desk, "events:preview", source.pk))


@handler(
    "events.keep",
    _("Reading a file of events"),
    seconds=3600,
    memory_mb=1536,
    begun_at=("events:source", "source"),
)
def keep(context: JobContext) -> JobResult:
    """Read a long file into the calendar; done again, it changes nothing."""
    source = EventSource.objects.filter(pk=context.payload["source"]).first()
    if source is None or context.user is None:
        raise JobError(gettext_noop("The source was removed before this work began."))
    context.report(0.2, gettext_noop("Reading the file."))
    stored = sources.take_over(source, context.user).stored
    counts = {"new": stored.new, "changed": stored.changed}
    return JobResult(counts, desk_url(context.desk, "events:source", source.pk))


@every(minutes=15, name="events.pull_due")
def pull_due(now: dt.datetime) -> None:
    """Start a pull at every desk with sources whose time has come."""
    for desk in Desk.objects.all():
        with scope(desk=desk):
            open_ones = Job.objects.filter(
                kind="events.pull", status__in=[Job.Status.QUEUED, Job.Status.RUNNING], created_by=None
            )
            if open_ones.exists():
                continue
            if due := pulling.due_sources(now):
                pulling.start_pulling(desk, due, None)
            sources.forget_drafts(now)


@every(minutes=60, name="events.send_digests")
def send_digests(now: dt.datetime) -> None:
    send_due(now)
