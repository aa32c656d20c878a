"""The report of a period: page, picture, paper, and the links by which council members read it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.interfaces.languages import language
from egiz.desk.promises.domain import period as domain
from egiz.desk.promises.domain.period import Period
from egiz.desk.promises.interfaces import period as shown
from egiz.desk.promises.interfaces.result_links import token_of
from egiz.desk.promises.models import ResultLink
from egiz.desk.promises.views.reports import DOCX

LINKS = 50


def _asked(request: DeskRequest) -> tuple[shown.PeriodForm, Period]:
    """Return the form and the period asked for; the year so far where none, or none that makes sense, is."""
    defaults = shown.PeriodForm.defaults(request.desk.today())
    form = shown.PeriodForm(request.GET if "first" in request.GET else None, initial=defaults)
    days = form.cleaned_data if form.is_bound and form.is_valid() else defaults
    return form, domain.build(request.desk, days["first"], days["last"])


def period_context(period: Period, desk: Any) -> dict[str, Any]:
    """Return what both the desk's page and the council's show."""
    return {
        "period": period,
        "drawn": period.total.total() > 0,
        "span": shown.span(period),
        "sentence": shown.sentence(period),
        "explained": shown.explained(period),
        "heads": shown.heads(period),
        "tables": shown.tables(period, desk),
        "missions": [(one, shown.mission_words(one)) for one in period.missions],
        "deals": shown.deals(period),
    }


@require_GET
@needs("promises.view")
def period_page(request: DeskRequest) -> HttpResponseBase:
    form, period = _asked(request)
    return _page(request, form, period)


def _page(
    request: DeskRequest, form: shown.PeriodForm, period: Period, link_form: shown.LinkForm | None = None
) -> HttpResponseBase:
    may_give = request.user.has_perm("promises.change", request.desk)
    today = request.desk.today()
    links = ResultLink.objects.all()[:LINKS] if may_give else []
    context = {
        **period_context(period, request.desk),
        "form": form,
        "query": f"first={period.first}&last={period.last}",
        "paper_languages": settings.LANGUAGES,
        "language": language(),
        "links": [(link, _address(request, link), link.expires_on < today) for link in links],
        "link_form": link_form or shown.LinkForm(today=today),
    }
    return render(request, "promises/period.html", context)


def _address(request: DeskRequest, link: ResultLink) -> str:
    path = reverse("promises_public:result", args=[request.desk.slug, token_of(link)])
    return request.build_absolute_uri(path)


@require_GET
@needs("promises.view")
def period_picture(request: DeskRequest) -> HttpResponseBase:
    _form, period = _asked(request)
    return HttpResponse(shown.picture(period, narrow="narrow" in request.GET), content_type="image/svg+xml")


@require_GET
@needs("promises.view")
def period_file(request: DeskRequest, kind: str) -> HttpResponseBase:
    """Return the same as PDF or as a Word document, in the language asked for."""
    from egiz.documents.report import report_docx, report_pdf  # noqa: PLC0415 - heavy, only for paper

    _form, period = _asked(request)
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else translation.get_language()):
        report = shown.to_report(period, request.desk)
        name = f"period-{period.first}-{period.last}-{language()}.{kind}"
    body = report_pdf(report) if kind == "pdf" else report_docx(report)
    response = HttpResponse(body, content_type="application/pdf" if kind == "pdf" else DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs("promises.change")
def give_link(request: DeskRequest) -> HttpResponseBase:
    """Make a personal link to the result of the period in the address."""
    form, period = _asked(request)
    link_form = shown.LinkForm(request.POST, today=request.desk.today())
    if not link_form.is_valid():
        return _page(request, form, period, link_form)
    link = link_form.save(commit=False)
    link.desk, link.first_day, link.last_day = request.desk, period.first, period.last
    domain.give_link(link, request.user)
    messages.success(request, _("The link is made. Hand it to this person only."))
    return redirect(
        f"{desk_url(request.desk, 'promises:period')}?first={period.first}&last={period.last}#links"
    )


@require_POST
@needs("promises.change")
def take_link_back(request: DeskRequest, pk: int) -> HttpResponseBase:
    link = get_object_or_404(ResultLink, pk=pk)
    domain.take_back(link, request.user)
    messages.success(request, _("The old address is worthless now. The new one stands below."))
    page = desk_url(request.desk, "promises:period")
    return redirect(f"{page}?first={link.first_day}&last={link.last_day}#links")
