from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from egiz.desk.core.domain import together
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.sharing.domain import things
from egiz.desk.sharing.domain.parts import kind, of_record
from egiz.desk.sharing.interfaces import display
from egiz.desk.sharing.interfaces.forms import PartnerForm, free_partners
from egiz.desk.sharing.models import Conflict, SharedThing


def _record(request: DeskRequest, target: str, pk: int) -> tuple[together.Common, Any]:
    found = together.kind_at(target)
    if found is None:
        raise Http404
    if not request.user.has_perm(found.permission, request.desk):
        raise PermissionDenied
    return found, get_object_or_404(found.rows().select_related("desk"), pk=pk)


@require_http_methods(["GET", "POST"])
@needs("sharing.share")
def share(request: DeskRequest, target: str, pk: int) -> HttpResponseBase:
    """Keep one thing together with a partner desk, after one has seen what goes there."""
    found, record = _record(request, target, pk)
    before = list(of_record(record))
    form = PartnerForm(request.POST or None, partners=free_partners(before))
    if request.method == "POST" and form.is_valid():
        try:
            made = things.share(record, form.cleaned_data["partner"], request.user,
                                with_people=form.cleaned_data["with_people"])  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s gets it within a minute.") % {"name": made.partner.name})
            return redirect(desk_url(request.desk, found.page, record.pk))
    rows = display.preview(record, found, with_people=True)
    without = {row.label for row in display.preview(record, found, with_people=False)}
    context = {
        "title": str(record),
        "page": desk_url(request.desk, found.page, record.pk),
        "form": form,
        "things": before,
        "rows": [(row, row.label not in without) for row in rows],
        "has_partners": form.fields["partner"].queryset.exists(),  # type: ignore[attr-defined]
        "is_theirs": any(one.is_live and not one.is_ours for one in before),
    }
    return render(request, "sharing/share.html", context)


@require_POST
@needs("sharing.share")
def withdraw(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take one thing back from a partner desk."""
    thing = get_object_or_404(SharedThing.objects.select_related("partner"), pk=pk)
    _record(request, thing.target, thing.target_id)
    things.withdraw(thing, request.user)
    messages.success(
        request, _("It is taken back; %(name)s is told within a minute.") % {"name": thing.partner.name}
    )
    return redirect(desk_url(request.desk, kind(thing).page, thing.target_id))


@require_POST
@needs("sharing.share")
def settle(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Choose one of two versions for both desks."""
    found = get_object_or_404(Conflict.objects.select_related("thing__partner"), pk=pk)
    _record(request, found.thing.target, found.thing.target_id)
    things.settle(found, request.user, theirs=request.POST.get("version") == "theirs")
    messages.success(request, _("Both desks have this version within a minute."))
    return redirect(desk_url(request.desk, kind(found.thing).page, found.thing.target_id))
