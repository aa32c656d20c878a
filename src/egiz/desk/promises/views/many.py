"""Many promises at once: changed together, and filters that are wanted again."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.interfaces.many_forms import GIVEN, MOST, ManyForm, SaveFilterForm
from egiz.desk.promises.models import Promise, SavedFilter

# What of an address makes a filter.
KEPT = ("q", "side", "kind", "state", "mine", "meeting", "region", "view")


def _clean(query: str) -> str:
    asked = QueryDict(query.lstrip("?")[:400])
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if asked.get(name):
            kept[name] = asked[name]
    return kept.urlencode()


def _with_what_was_given(request: DeskRequest, query: str, ticked: list[int]) -> str:
    """Carry what was typed and ticked back to the list: nothing of it is done twice."""
    given = QueryDict(query, mutable=True)
    for name in (*ManyForm.base_fields, "territory"):
        if value := request.POST.get(name, "")[:40]:
            given[f"{GIVEN}{name}"] = value
    if ticked:
        given["ticked"] = ".".join(map(str, ticked[:MOST]))
    given["many"] = "1"
    return given.urlencode()


def _back(request: DeskRequest, query: str) -> HttpResponseBase:
    page = desk_url(request.desk, "promises:home")
    return redirect(f"{page}?{query}" if query else page)


@require_POST
@needs("promises.change")
@transaction.atomic
def bulk(request: DeskRequest) -> HttpResponseBase:
    """Give the ticked promises what was filled in; nothing else of them changes."""
    back = _clean(request.POST.get("back", ""))
    ticked = [int(text) for text in request.POST.getlist("promise") if text.isascii() and text.isdecimal()]
    form = ManyForm(request.POST, desk=request.desk)
    if not ticked or not form.is_valid() or not form.values():
        messages.error(request, _("Tick promises and fill in what they are to get; nothing was changed."))
        return _back(request, _with_what_was_given(request, back, ticked))
    rows = Promise.objects.select_for_update().filter(pk__in=ticked[:MOST], status__in=Promise.SETTABLE)
    held = list(rows.order_by("pk"))
    count = deciding.change_many(
        Promise.objects.select_related("desk").filter(pk__in=[one.pk for one in held]),
        request.user,
        **form.values(),
    )
    text = ngettext("%(count)s promise is changed.", "%(count)s promises are changed.", count)
    messages.success(request, text % {"count": count})
    return _back(request, back)


@require_POST
@needs("promises.view")
def save_filter(request: DeskRequest) -> HttpResponseBase:
    """Keep a filter under a name; the same name again takes the place of the old one."""
    query = _clean(request.POST.get("query", ""))
    form = SaveFilterForm({"name": request.POST.get("name", "").strip(), "query": query})
    if not form.is_valid():
        messages.error(request, _("A filter needs a name, and something that it filters by."))
        return _back(request, query)
    SavedFilter.objects.update_or_create(
        desk=request.desk, user=request.user, name=form.cleaned_data["name"], defaults={"query": query}
    )
    messages.success(request, _("The filter is saved; it stands above the list."))
    return _back(request, query)


@require_POST
@needs("promises.view")
def drop_filter(request: DeskRequest, pk: int) -> HttpResponseBase:
    get_object_or_404(SavedFilter, pk=pk, user=request.user).delete()
    return _back(request, "")
