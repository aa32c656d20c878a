import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from egiz.desk.core.domain import handed, jobs, once, removing, setup
from egiz.desk.core.domain.periodic import every
from egiz.desk.core.http import desk_url


@jobs.handler("core.sample", _("Making the sample desk"), begun_at=("start", ""))
def make_sample(context: jobs.JobContext) -> jobs.JobResult:
    if context.user is None:
        raise jobs.JobError(gettext_noop("The person who asked for the sample is gone."))
    desk, _created = setup.ensure_sample(
        context.user, progress=lambda _text, fraction: context.report(min(fraction, 0.99))
    )
    return jobs.JobResult(url=desk_url(desk, "promises:home"))


@every(minutes=24 * 60, name="core.clear_out")
def clear_out(now: dt.datetime) -> None:
    """Delete for good what has lain in the bin for its time, and the marks of forms sent long ago."""
    once.forget(now)
    handed.forget(now)
    removing.empty(now)
