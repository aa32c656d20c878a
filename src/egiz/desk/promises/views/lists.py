from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.promises._errors import ListError
from egiz.desk.promises.domain.importing import import_rows
from egiz.desk.promises.interfaces import lists
from egiz.desk.promises.interfaces.forms import ListForm


@require_http_methods(["GET", "POST"])
@needs("promises.change")
def import_list(request: DeskRequest) -> HttpResponseBase:
    """Take a list of promises; good rows come in, bad ones are named with what would be right."""
    form = ListForm(request.POST or None, request.FILES or None)
    context = {"form": form, "columns": list(lists.COLUMN_NAMES.values())}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        desk = request.desk
        try:
            parsed = read_apart(
                lists.parse,
                upload.name,
                upload.read(),
                country=desk.country,
                their_country=desk.their_country,
            )
        except ListError as error:
            form.add_error("upload", str(error))
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            context["count"] = import_rows(desk, request.user, parsed.rows)
            context["parsed"] = parsed
    return render(request, "promises/import.html", context)
