from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from egiz import twinning
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import file_of
from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.http import desk_url
from egiz.desk.twinnings.domain import measures
from egiz.desk.twinnings.domain.comparing import rank_comparison
from egiz.desk.twinnings.domain.deciding import keep_dossier
from egiz.desk.twinnings.models import Comparison, Decision, Twinning


@handler(
    "twinnings.rank",
    _("Ranking twin-city candidates"),
    seconds=900,
    begun_at=("twinnings:comparison", "comparison"),
)
def rank_candidates(context: JobContext) -> JobResult:
    """Rank every candidate of the country and keep the shortlist."""
    comparison = Comparison.objects.filter(pk=context.payload["comparison"]).first()
    if comparison is None:
        raise JobError(gettext_noop("The comparison was deleted meanwhile."))
    context.report(0.1, gettext_noop("Gathering places, facts and links"))
    try:
        rank_comparison(comparison)
    except twinning.TwinningError as error:
        raise JobError(
            gettext_noop("The candidates cannot be ranked: %(reason)s"), reason=str(error)
        ) from error
    return JobResult(url=desk_url(context.desk, "twinnings:comparison", comparison.pk))


@handler(
    "twinnings.keep_dossier",
    _("Keeping the dossier of a decision"),
    seconds=300,
    begun_at=("twinnings:twinning", "twinning"),
)
def keep_dossier_of_decision(context: JobContext) -> JobResult:
    """Print the dossier as things are on the day of the decision and keep it with the decision."""
    from egiz.twinning import TwinningError  # noqa: PLC0415 - the engine loads in the worker

    decision = (
        Decision.objects.select_related("comparison__desk", "recorded_by")
        .filter(pk=context.payload["decision"])
        .first()
    )
    if decision is None:
        raise JobError(gettext_noop("The decision was deleted meanwhile."))
    try:
        keep_dossier(decision)
    except TwinningError as error:
        raise JobError(
            gettext_noop("The dossier cannot be printed: %(reason)s"), reason=str(error)
        ) from error
    return JobResult(url=desk_url(context.desk, "twinnings:twinning", decision.twinning_id))


@handler(
    measures.PLAN_JOB,
    _("Taking in a plan of measures"),
    seconds=600,
    memory_mb=1536,
    begun_at=("twinnings:twinning", "twinning"),
)
def take_plan(context: JobContext) -> JobResult:
    """Read a long plan again and write its good rows; begun again, it doubles nothing."""
    twin = Twinning.objects.filter(pk=context.payload["twinning"]).first()
    if twin is None:
        raise JobError(gettext_noop("The link was removed before this work began."))
    try:
        with file_of(context.job) as (path, name):
            content = path.read_bytes()
        parsed = read_apart(measures.parse, name, content)
    except ValidationError as error:
        reason = " ".join(error.messages)
        raise JobError(gettext_noop("The list could not be read: %(reason)s"), reason=reason) from error
    found = {
        "count": measures.take_in(twin, parsed, context.user),
        "errors": [asdict(one) for one in parsed.errors],
        "error_count": parsed.error_count,
        "unknown": parsed.unknown,
    }
    return JobResult(found, f"{desk_url(context.desk, 'twinnings:plan', twin.pk)}?job={context.job.pk}")
