"""The concrete requests of what was promised in general: each with its own owner, day and state."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.interfaces.request_forms import RequestForm
from egiz.desk.promises.models import Promise
from egiz.desk.promises.views.promise import get_promise, known_names


@require_http_methods(["GET", "POST"])
@needs("promises.view")
def requests(request: DeskRequest, pk: int) -> HttpResponseBase:
    """List the requests of a promise; the row below takes one more."""
    promise = get_promise(pk)
    form = RequestForm(desk=request.desk, initial={"responsible": promise.responsible_id})
    if request.method == "POST":
        form = RequestForm(request.POST, desk=request.desk)
        if request.user.has_perm("promises.change", request.desk) and form.is_valid():
            deciding.ask_for(promise, request.user, **form.cleaned_data)
            return go(request, "promises:requests", pk)
    rows = promise.requests.select_related("owner_person", "owner_organisation", "responsible", "desk")
    context = {
        "promise": promise,
        "rows": list(rows.order_by("pk")),
        "form": form,
        "names": known_names(),
        "statuses": [(s.value, s.label) for s in Promise.SETTABLE],
    }
    return render(request, "promises/requests.html", context)
