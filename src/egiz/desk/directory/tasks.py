from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import file_of
from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.http import desk_url
from egiz.desk.directory.domain.importing import PEOPLE_JOB, take_in_long
from egiz.desk.directory.interfaces import cards


@handler(PEOPLE_JOB, _("Taking in people"), seconds=1800, memory_mb=1536, begun_at=("directory:import", ""))
def take_people(context: JobContext) -> JobResult:
    """Read a long list again and write its people; what was wrong with the others is shown beside them."""
    desk = context.desk
    message = gettext_noop("%(done)s of %(total)s rows are in.")
    try:
        with file_of(context.job) as (path, name):
            content = path.read_bytes()
        rows, wrong = read_apart(
            cards.read, name, content, country=desk.country, their_country=desk.their_country
        )
    except (ValueError, ValidationError) as error:
        text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise JobError(gettext_noop("The list could not be read: %(reason)s"), reason=text) from error
    total = len(rows)

    def tell(done: int) -> None:
        context.report(done / max(total, 1) * 0.99, message, done=done, total=total)

    added, changed = take_in_long(context.job, rows, tell)
    found = {
        "added": added,
        "changed": changed,
        "same": total - added - changed,
        "wrong": [str(text) for text in wrong[: cards.MOST_WRONG]],
        "wrong_count": len(wrong),
    }
    return JobResult(found, f"{desk_url(desk, 'directory:import')}?job={context.job.pk}")
