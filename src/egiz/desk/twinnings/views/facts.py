from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces.removed import say_removed
from egiz.desk.twinnings.domain import fact_tables, facts
from egiz.desk.twinnings.interfaces import fact_files, fact_list
from egiz.desk.twinnings.interfaces.fact_forms import ColumnsForm, FactForm, TableForm
from egiz.desk.twinnings.models import Comparison, FactTable, PlaceFact

PER_PAGE = 12  # places
ROWS_SHOWN = 20  # good rows of a table; the bad ones are shown up to ten times as many
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
form_view = require_http_methods(["GET", "POST"])


@require_GET
@needs("twinnings.view_facts")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the desk's facts by place, beside what ships; a name in the box finds shipped ones too."""
    name, number = request.GET.get("q", "").strip()[:120], request.GET.get("comparison", "")
    comparison = Comparison.objects.filter(pk=number).first() if number.isdecimal() else None
    if comparison is not None:
        places = fact_list.places_of(comparison)
    else:
        places = fact_list.places_called(name) if name else fact_list.places_with_own()
    page = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "blocks": fact_list.listed(list(page.object_list)),
        "name": name,
        "comparison": comparison,
        "filtered": bool(name or comparison),
        "changes": facts.recent_changes(),
        "waiting": FactTable.objects.only("pk", "name", "created_at"),
    }
    return render(request, "twinnings/facts.html", context)


@form_view
@needs("twinnings.change_facts")
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Enter a fact or correct it."""
    row = get_object_or_404(PlaceFact.objects.select_related("entered_by"), pk=pk) if pk else None
    started = {name: request.GET[name][:120] for name in ("place", "indicator") if name in request.GET}
    initial = None if row else {"boundary": "city", **started}
    form = FactForm(request.POST or None, row=row, record=row, initial=initial)
    if request.method == "POST" and form.is_valid() and form.stated:
        facts.save_fact(request.desk, form.stated, request.user, row)
        messages.success(request, _("Saved. Rankings made from now on count it."))
        return go(request, "twinnings:facts")
    context = {
        "form": form,
        "row": row,
        "history": history_of(row)[:30] if row else [],
        "known_words": fact_list.known_words(),
        "known_units": fact_list.known_units(),
    }
    return render(request, "twinnings/fact.html", context)


@require_POST
@needs("twinnings.change_facts")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a fact away; its last words stay in the history."""
    say_removed(request, facts.remove_fact(get_object_or_404(PlaceFact, pk=pk), request.user))
    messages.success(request, _("Removed. Rankings made from now on do not count it."))
    return go(request, "twinnings:facts")


@form_view
@needs("twinnings.change_facts")
def give_table(request: DeskRequest) -> HttpResponseBase:
    """Take a table; nothing of it is a fact before its columns are named and its rows were looked at."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            table = fact_tables.give(request.desk, data["upload"], data["sheet"], request.user)
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            return go(request, "twinnings:fact_table", table.pk)
    return render(request, "twinnings/fact_table_new.html", {"form": form})


@form_view
@needs("twinnings.change_facts")
def name_columns(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Name the columns; below stands what would come in and what would not."""
    table = get_object_or_404(FactTable, pk=pk)
    form = ColumnsForm(request.POST or None, table=table)
    if request.method == "POST" and form.is_valid():
        fact_tables.name_columns(table, form.columns(), form.constants())
        return go(request, "twinnings:fact_table", pk)
    named = table.columns.keys() | table.constants.keys()
    looked = None
    if request.method == "GET" and named >= set(ColumnsForm.NEEDED) and named & {"place", "geonameid"}:
        looked = fact_tables.looked_at(table)
    context = {
        "table": table,
        "form": form,
        "pairs": form.pairs(),
        "first_row": next((cells.items() for _number, cells in table.rows), ()),
        "looked": looked,
        "good": fact_list.previewed(looked.good[:ROWS_SHOWN]) if looked else [],
        "problems": looked.problems[: 10 * ROWS_SHOWN] if looked else [],
    }
    return render(request, "twinnings/fact_table.html", context)


@require_POST
@needs("twinnings.change_facts")
def keep_table(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Keep the good rows, all in one step; or, asked so, let the table go."""
    table = get_object_or_404(FactTable.objects.select_related("desk"), pk=pk)
    if "drop" in request.POST:
        table.delete()
        messages.success(request, _("The table was put away; nothing of it came in."))
        return go(request, "twinnings:facts")
    came, before, left = fact_tables.keep(table, request.user)
    said = [ngettext("%(n)s fact came in.", "%(n)s facts came in.", came) % {"n": came}]
    if before:
        said.append(ngettext("%(n)s was here before.", "%(n)s were here before.", before) % {"n": before})
    if left:
        said.append(ngettext("%(n)s row was left out.", "%(n)s rows were left out.", left) % {"n": left})
    messages.success(request, " ".join(said))
    return go(request, "twinnings:facts")


@require_GET
@needs("twinnings.view_facts")
def export(_request: DeskRequest, kind: str) -> HttpResponseBase:
    """Return the desk's own facts as a table; no cell of it runs as a formula."""
    rows = PlaceFact.objects.select_related("entered_by", "desk")
    if kind == "xlsx":
        body, content_type = fact_files.to_xlsx(rows), XLSX
    else:
        body, content_type = fact_files.to_csv(rows), "text/csv; charset=utf-8"
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="egiz-facts.{kind}"'
    return response
