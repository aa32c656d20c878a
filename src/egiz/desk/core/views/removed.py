from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import removing
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.interfaces.removed import say_removed, shown
from egiz.desk.core.models import Binned, DeskModel


def _thing(request: DeskRequest, target: str, pk: int) -> tuple[removing.Kind, DeskModel]:
    kind = removing.kind_of(target)
    if kind is None or kind.own_act:
        msg = "No such kind"
        raise Http404(msg)
    if not request.user.has_perm(kind.permission, request.desk):
        raise PermissionDenied
    found: Any = get_object_or_404(kind.model.objects, pk=pk)
    return kind, found


@require_http_methods(["GET", "POST"])
@needs("core.view_desk")
def remove(request: DeskRequest, target: str, pk: int) -> HttpResponseBase:
    """Say what hangs on a thing, and put it into the bin when a person means it."""
    kind, thing = _thing(request, target, pk)
    page = desk_url(request.desk, kind.page, pk)
    try:
        if request.method == "POST":
            say_removed(request, removing.remove(thing, request.user))
            return redirect(desk_url(request.desk, kind.home))
        hanging = removing.hanging(thing)
    except removing.RemovalError as error:
        messages.error(request, str(error))
        return redirect(page)
    context = {"thing": thing, "page": page, "hanging": hanging, "days": removing.KEPT_FOR.days}
    return render(request, "core/remove.html", context)


@require_GET
@needs("core.edit_desk")
def bin_page(request: DeskRequest) -> HttpResponseBase:
    rows = Binned.objects.select_related("removed_by").defer("records", "pointers")[:200]
    context = {"rows": [shown(row) for row in rows], "days": removing.KEPT_FOR.days}
    return render(request, "core/bin.html", context)


@require_POST
@needs("core.edit_desk")
def put_back(request: DeskRequest, pk: int) -> HttpResponseBase:
    binned = get_object_or_404(Binned, pk=pk)
    kind = removing.kind_of(binned.target)
    if kind and not request.user.has_perm(kind.permission, request.desk):
        raise PermissionDenied
    try:
        thing = removing.put_back(binned, request.user)
    except removing.RemovalError as error:
        messages.error(request, str(error))
        return redirect(desk_url(request.desk, "core:bin"))
    messages.success(request, _("“%(name)s” is back.") % {"name": thing})
    if kind is None:
        return redirect(desk_url(request.desk, "core:bin"))
    return redirect(desk_url(request.desk, kind.page, thing.pk))
