from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces.languages import use_language_of_address
from egiz.desk.core.models import Desk
from egiz.desk.events.domain import proposals
from egiz.desk.events.interfaces.event_form import EventForm
from egiz.desk.events.interfaces.proposal_form import ProposalForm
from egiz.desk.events.models import Proposal

KEPT = 50


def _address_of(request: HttpRequest) -> str:
    """Return the sender's address; behind the machine's own proxy, the one that the proxy itself saw."""
    seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    direct = str(request.META.get("REMOTE_ADDR", ""))
    return seen if seen and settings.SECURE_PROXY_SSL_HEADER else direct


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Let a stranger propose an event, where the desk wants it; elsewhere nothing tells of the desk."""
    desk = Desk.objects.filter(slug=slug).first()
    if desk is None:
        raise Http404
    # The calendar's links carry the language in which it was being read.
    use_language_of_address(request)
    with scope(desk=desk):
        if not proposals.are_welcome(desk):
            raise Http404
        form = ProposalForm(request.POST or None, desk=desk)
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                if not form.is_trap:
                    proposals.take_in(
                        desk,
                        form.values(),
                        language=get_language() or desk.language,
                        address=_address_of(request),
                    )
                return render(request, "events/proposed.html", {"office": desk})
            except proposals.TooManyError:
                form.add_error(None, _("Many proposals came within this hour. Try again a little later."))
                status = 429
        return render(request, "events/propose.html", {"form": form, "office": desk}, status=status)


@require_GET
@needs("events.moderate")
def proposal_list(request: DeskRequest) -> HttpResponseBase:
    """List what strangers proposed: first what waits, then what was decided."""
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING)
    decided = Proposal.objects.exclude(state=Proposal.State.WAITING).select_related("decided_by", "event")
    context = {
        "waiting": waiting[:KEPT],
        "decided": decided.order_by("-decided_at")[:KEPT],
        "welcome": proposals.are_welcome(request.desk),
    }
    return render(request, "events/proposals.html", context)


@require_http_methods(["GET", "POST"])
@needs("events.moderate")
def proposal(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Look at a proposal, correct it, and put it on the calendar."""
    row = get_object_or_404(Proposal, pk=pk)
    form = EventForm(request.POST or None, desk=request.desk, initial=ProposalForm.as_event_values(row))
    waits = row.state == Proposal.State.WAITING
    if request.method == "POST" and waits and form.is_valid():
        event = proposals.accept(row, form.to_event(), request.user)
        messages.success(request, _("The event is in the calendar."))
        return go(request, "events:event", event.pk)
    return render(request, "events/proposal.html", {"row": row, "form": form, "waits": waits})


@require_POST
@needs("events.moderate")
def reject(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Turn a proposal down with a reason."""
    row = get_object_or_404(Proposal, pk=pk, state=Proposal.State.WAITING)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Give a reason; it stays with the proposal."))
        return go(request, "events:proposal", pk)
    proposals.reject(row, reason, request.user)
    return go(request, "events:proposals")


@require_POST
@needs("events.settings")
def welcome(request: DeskRequest) -> HttpResponseBase:
    """Open or close the form for strangers."""
    proposals.welcome(request.desk, request.user, welcome=request.POST.get("welcome") == "1")
    return go(request, "events:proposals")
