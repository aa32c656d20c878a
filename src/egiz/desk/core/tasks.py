from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_tasks import task

from egiz.desk.core.domain import jobs, periodic, setup
from egiz.desk.core.http import desk_url


@task()
def run_job(job_id: int) -> None:
    jobs.run(job_id)


jobs.start_with(run_job.enqueue)


@task()
def run_periodic(name: str) -> None:
    periodic.run(name)


@jobs.handler("core.sample", _("Making the sample desk"))
def make_sample(context: jobs.JobContext) -> jobs.JobResult:
    if context.user is None:
        raise jobs.JobError(gettext_noop("The person who asked for the sample is gone."))
    desk, _created = setup.ensure_sample(
        context.user, progress=lambda _text, fraction: context.report(min(fraction, 0.99))
    )
    return jobs.JobResult(url=desk_url(desk, "promises:home"))
