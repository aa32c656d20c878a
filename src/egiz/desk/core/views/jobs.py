from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseStopPolling

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces import curves
from egiz.desk.core.models import Job


def _sentence(text: str, params: dict[str, object]) -> str:
    if not text:
        return ""
    return gettext(text) % params if params else gettext(text)


def job_context(job: Job) -> dict[str, object]:
    """Return what the page and its polled part both draw."""
    now = timezone.now()
    seconds = ((job.finished_at or now) - (job.started_at or now)).total_seconds()
    left = seconds / job.progress - seconds if job.is_open and job.progress > 0.02 else None
    return {
        "job": job,
        "title": jobs.title_of(job),
        "message": _sentence(job.message, job.message_params),
        "error": _sentence(job.error, job.error_params),
        "back": "" if job.is_open else jobs.begun_at(job),
        "curves": curves.draw(job.curve),
        "seconds": seconds,
        "seconds_left": left,
        "percent": round(job.progress * 100),
    }


@require_GET
@needs("core.view_desk")
def job_page(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a job at work; the polled part goes on to the result by itself."""
    job = get_object_or_404(Job, pk=pk)
    context = job_context(job)
    if not request.htmx:
        return render(request, "core/job.html", context)
    if job.status == Job.Status.DONE and job.result_url:
        return HttpResponseClientRedirect(job.result_url)
    response = render(request, "core/_job.html", context)
    if not job.is_open:
        response.status_code = HttpResponseStopPolling.status_code
    return response


@require_POST
@needs("core.view_desk")
def stop_job(request: DeskRequest, pk: int) -> HttpResponseBase:
    job = get_object_or_404(Job, pk=pk)
    if job.created_by_id != request.user.pk and not request.user.has_perm("core.edit_desk", request.desk):
        raise PermissionDenied
    jobs.request_stop(job)
    return go(request, "core:job", job.pk)


@require_GET
@needs("core.view_desk")
def job_list(request: DeskRequest) -> HttpResponseBase:
    rows = [job_context(job) for job in Job.objects.select_related("created_by")[:50]]
    return render(request, "core/jobs.html", {"rows": rows})
