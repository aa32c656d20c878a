"""A company says on its phone how its meetings went: its personal link, no account."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from egiz.desk.missions.domain import followups, queries, reports
from egiz.desk.missions.interfaces.outcome_forms import OutcomeForm
from egiz.desk.missions.models import Company
from egiz.desk.missions.views.outcomes import evidence_of, keep_outcome
from egiz.desk.missions.views.public import by_link


@require_http_methods(["GET", "POST"])
@by_link
def outcome(request: HttpRequest, company: Company, token: str, wish_pk: int) -> HttpResponseBase:
    """Ask a company about one of its meetings, from the meeting's hour on."""
    mine = queries.wishes(company.mission).filter(Q(asker=company) | Q(partner=company))
    wish = get_object_or_404(mine, pk=wish_pk)
    meeting = reports.meeting_of(wish)
    if meeting is None:
        msg = "No such meeting"
        raise Http404(msg)
    partner = wish.partner if wish.asker_id == company.pk else wish.asker
    side = reports.side_of(wish, company)
    report = wish.reports.filter(side=side).first()
    ours, theirs = wish.companies
    form = OutcomeForm(
        request.POST or None,
        request.FILES or None,
        report=report,
        side=side,
        names={"ours": ours.short_name, "theirs": theirs.short_name},
        own_words=True,
    )
    why_not = reports.not_yet(wish, timezone.now())
    sent = request.method == "POST" and form.is_valid()
    if sent and keep_outcome(form, wish, side, user=None, by_company=company):
        messages.success(request, _("Thank you, your answer is kept."))
        return redirect("missions_public:timetable", token=token)
    return render(
        request,
        "missions/public_outcome.html",
        {
            "company": company,
            "mission": company.mission,
            "partner": partner,
            "meeting": meeting,
            "form": form,
            "token": token,
            "why_not": why_not,
            "files": evidence_of([report]).get(report.pk, []) if report else [],
        },
    )


@require_POST
@by_link
def unchanged(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Take "nothing has changed" as the answer to what was asked again."""
    followups.answered(company, timezone.now())
    messages.success(request, _("Thank you, your answer is kept."))
    return redirect("missions_public:timetable", token=token)
