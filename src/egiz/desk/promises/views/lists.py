import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import enqueue_with_file
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.models import Desk, Job
from egiz.desk.core.templatetags.egiz import day
from egiz.desk.promises._errors import ListError
from egiz.desk.promises.domain.importing import IMPORT_JOB, import_rows
from egiz.desk.promises.interfaces import lists
from egiz.desk.promises.interfaces.forms import ListForm
from egiz.desk.promises.models import Promise

AT_ONCE = 40  # rows that are written while the page waits; more are the worker's


@require_http_methods(["GET", "POST"])
@needs("promises.change")
def import_list(request: DeskRequest) -> HttpResponseBase:
    """Take a list of promises; good rows come in, bad ones are named with what would be right."""
    form = ListForm(request.POST or None, request.FILES or None)
    context = {"form": form, "columns": list(lists.COLUMN_NAMES.values())}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        desk, update = request.desk, form.cleaned_data["update"]
        try:
            parsed = read_apart(
                lists.look,
                upload.name,
                upload.read(),
                most=AT_ONCE,
                country=desk.country,
                their_country=desk.their_country,
            )
        except ListError as error:
            form.add_error("upload", str(error))
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            if parsed.row_count > AT_ONCE:
                job = enqueue_with_file(desk, IMPORT_JOB, {"update": update}, request.user, upload)
                return redirect(desk_url(desk, "core:job", job.pk))
            taken = import_rows(desk, request.user, parsed.rows, update=update)
            context |= {"taken": _shown(desk, taken.as_json()), "parsed": parsed}
    elif done := _done(request.GET.get("job", "")):
        context |= {"taken": _shown(request.desk, done.result["taken"]), "parsed": done.result}
    return render(request, "promises/import.html", context)


def _shown(desk: Desk, taken: dict[str, Any]) -> dict[str, Any]:
    """Name the fields in which a row says something else than the promise, as its reader knows them."""
    words: dict[str, dict[str, Any]] = {
        "status": dict(Promise.Status.choices),
        "kind": dict(Promise.Kind.choices),
        "side": {"ours": desk.country, "theirs": desk.their_country, "both": _("both sides")},
    }

    def said(name: str, text: str) -> Any:
        if name in lists.DAYS and text:
            return day(dt.date.fromisoformat(text))
        return words.get(name, {}).get(text, text)

    differences = [
        {
            "row": row,
            "title": title,
            "page": page,
            "said": [
                (lists.COLUMN_NAMES[name], said(name, here), said(name, new)) for name, here, new in fields
            ],
        }
        for row, title, page, fields in taken["differences"]
    ]
    return {**taken, "differences": differences}


def _done(number: str) -> Job | None:
    jobs = Job.objects.filter(kind=IMPORT_JOB, status=Job.Status.DONE)
    return jobs.filter(pk=int(number)).first() if number.isdecimal() else None
