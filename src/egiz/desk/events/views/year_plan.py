import hashlib

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from egiz.desk.core.interfaces.languages import language
from egiz.desk.events.domain.feeds import kept_once
from egiz.desk.events.domain.selection import Choice
from egiz.desk.events.interfaces.year_plan import year_plan as gather
from egiz.desk.events.views.public_view import CalendarRequest, public_view

YEARS_AROUND = 5


@require_GET
@public_view
def year_plan(request: CalendarRequest) -> HttpResponseBase:
    """Return the year by sectors and months as a PDF for the wall."""
    from egiz.documents.year_plan import PAPERS, year_plan_pdf  # noqa: PLC0415 - loads when paper is asked for

    today, choice = request.desk.today(), Choice.read(request.GET)
    asked = request.GET.get("year", "")
    near = {str(today.year + step): today.year + step for step in range(-YEARS_AROUND, YEARS_AROUND + 1)}
    year = near.get(
        asked, choice.month.year if choice.month else _year_worth_printing(today.year, today.month)
    )
    paper = request.GET.get("paper", "")
    paper = paper if paper in PAPERS else "a4"
    tongue = language()
    address = request.build_absolute_uri(reverse("events_public:calendar", args=[request.desk.slug]))

    def make() -> bytes:
        plan = gather(request.desk, str(request.calendar), choice, year, address)
        return year_plan_pdf(plan, lang=tongue, paper=paper)

    name = "\n".join(("plan", choice.without_month().query(), str(year), paper, tongue, address))
    body = kept_once(request.desk, hashlib.sha256(name.encode()).hexdigest(), make)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{request.desk.slug}-{year}-{paper}.pdf"'
    patch_cache_control(response, public=True, max_age=15 * 60)
    return response


def _year_worth_printing(year: int, month: int) -> int:
    """Return next year from November on: nobody hangs a year on the wall that is almost over."""
    return year + 1 if month >= 11 else year
