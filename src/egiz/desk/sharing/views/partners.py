from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.api.domain import webhooks
from egiz.desk.core.domain import trail
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.sharing.domain import cutting, keys, partners
from egiz.desk.sharing.interfaces import display
from egiz.desk.sharing.interfaces.forms import AddressForm, InviteForm, JoinForm
from egiz.desk.sharing.models import Invitation, Partner, Refusal, SharedThing


def _origin(request: DeskRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _page(
    request: DeskRequest, *, invite: InviteForm | None = None, join: JoinForm | None = None
) -> HttpResponseBase:
    context = {
        "partners": Partner.objects.exclude(state=Partner.State.JOINING),
        "invitations": Invitation.objects.filter(partner=None, expires_at__gte=timezone.now()),
        "invite_form": invite or InviteForm(prefix="invite"),
        "join_form": join or JoinForm(prefix="join"),
        "refused": Refusal.objects.filter(partner=None)[:20],
    }
    return render(request, "sharing/home.html", context)


@require_GET
@needs("sharing.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the desks of other installations with which this one keeps things together."""
    return _page(request)


@require_POST
@needs("sharing.manage")
def invite(request: DeskRequest) -> HttpResponseBase:
    form = InviteForm(request.POST, prefix="invite")
    if not form.is_valid():
        return _page(request, invite=form)
    try:
        made, code = partners.invite(
            request.desk, request.user, name=form.cleaned_data["name"], origin=_origin(request),
            now=timezone.now(),
        )  # fmt: skip
    except ValidationError as error:
        form.add_error("name", error)
        return _page(request, invite=form)
    context = {
        "invitation": made,
        "code": keys.spaced(code),
        "address": _origin(request) + desk_url(request.desk, "desk"),
    }
    response = render(request, "sharing/code.html", context)
    patch_cache_control(response, no_store=True)
    return response


@require_POST
@needs("sharing.manage")
def join(request: DeskRequest) -> HttpResponseBase:
    form = JoinForm(request.POST, prefix="join")
    if not form.is_valid():
        return _page(request, join=form)
    try:
        made = partners.join(
            request.desk, request.user, **form.cleaned_data, origin=_origin(request), now=timezone.now(),
            through=webhooks.client(),
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, join=form)
    messages.success(request, _("%(name)s is a partner desk now.") % {"name": made.name})
    return redirect(desk_url(request.desk, "sharing:partner", made.pk))


def _things(partner: Partner) -> list[dict[str, Any]]:
    rows = SharedThing.objects.filter(partner=partner).prefetch_related("conflicts")[:200]
    return [display.line_of(thing) for thing in rows]


@require_GET
@needs("sharing.view")
def partner(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one partner desk: how the line stands, what is kept together, what was refused."""
    found = get_object_or_404(Partner, pk=pk)
    context = {
        "partner": found,
        "check": keys.fingerprint(found.public_key, found.their_key),
        "things": _things(found),
        "refused": found.refusals.all()[:20],
        "history": trail.history_of(found)[:30],
        "form": AddressForm(initial={"address": f"{found.address}/d/…/"}),
    }
    return render(request, "sharing/partner.html", context)


@require_POST
@needs("sharing.manage")
def cut(request: DeskRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Partner, pk=pk)
    if request.POST.get("sure") != "yes":
        messages.error(
            request, _("Tick that the line is to be cut; it cannot be joined again without a new code.")
        )
    else:
        cutting.cut(found, request.user)
        messages.success(request, _("%(name)s is cut off.") % {"name": found.name})
    return redirect(desk_url(request.desk, "sharing:partner", found.pk))


@require_POST
@needs("sharing.manage")
def move(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Call the partner desk at another address from now on."""
    found = get_object_or_404(Partner, pk=pk)
    try:
        partners.move(found, request.user, request.POST.get("address", "")[:300])
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The address is changed; its key stays the same."))
    return redirect(desk_url(request.desk, "sharing:partner", found.pk))
