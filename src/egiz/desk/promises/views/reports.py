"""The draft of the next meeting's report, as a page and on paper."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_GET

from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.core.interfaces.languages import language
from egiz.desk.promises.domain import next_report as domain
from egiz.desk.promises.domain.next_report import NextReport
from egiz.desk.promises.interfaces import next_report as shown
from egiz.desk.promises.models import OfficialMeeting

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFERED = 30


def _asked(request: DeskRequest) -> NextReport:
    """Build the report that follows the meeting asked for, or the last at which something was promised."""
    wanted = request.GET.get("meeting", "")
    rows = domain.meetings_to_report()
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 18:
        return domain.build(
            request.desk, get_object_or_404(OfficialMeeting, pk=int(wanted)), request.desk.today()
        )
    meeting = None if wanted == "all" else rows.first()
    return domain.build(request.desk, meeting, request.desk.today())


@require_GET
@needs("promises.view")
def next_report(request: DeskRequest) -> HttpResponseBase:
    """Tell what was promised at a meeting and what came of it by today."""
    report = _asked(request)
    context = {
        "report": report,
        "subtitle": shown.subtitle_of(report),
        "counts": shown.counted(report),
        "groups": [
            ("here", shown.accounts_of(report.rows, request.desk)),
            ("earlier", shown.accounts_of(report.earlier, request.desk, len(report.rows) + 1)),
        ],
        "left_out": shown.left_out_words(report) if report.left_out else "",
        "meetings": domain.meetings_to_report()[:OFFERED],
        "paper_languages": settings.LANGUAGES,
        "language": language(),
    }
    return render(request, "promises/next_report.html", context)


@require_GET
@needs("promises.view")
def next_report_file(request: DeskRequest, kind: str) -> HttpResponseBase:
    """Return the same as PDF or as a Word document, in the language asked for."""
    from egiz.documents.report import report_docx, report_pdf  # noqa: PLC0415 - heavy, only for paper

    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else translation.get_language()):
        report = shown.to_report(_asked(request), request.desk)
        name = f"report-{request.desk.today():%Y-%m-%d}-{language()}.{kind}"
    body = report_pdf(report) if kind == "pdf" else report_docx(report)
    response = HttpResponse(body, content_type="application/pdf" if kind == "pdf" else DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
