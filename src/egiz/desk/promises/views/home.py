from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from egiz.desk.core.domain import territories
from egiz.desk.core.http import DeskRequest, hand_out, needs
from egiz.desk.core.models import Side
from egiz.desk.promises.domain import bands, endings
from egiz.desk.promises.domain.bands import Filters
from egiz.desk.promises.interfaces import exporters
from egiz.desk.promises.interfaces.many_forms import ManyForm, given_in
from egiz.desk.promises.models import OfficialMeeting, Promise, SavedFilter

PER_PAGE = 50
PROPOSED = 5


def filters_of(request: DeskRequest) -> Filters:
    get = request.GET.get

    def number(name: str) -> int | None:
        text = get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None

    return Filters(
        query=get("q", "").strip()[:100],
        side=get("side", ""),
        kind=get("kind", ""),
        state=get("state", ""),
        responsible=request.user.pk if get("mine") == "1" else None,
        watcher=request.user.pk if get("mine") == "follow" else None,
        meeting=number("meeting"),
        territory=number("region"),
    )


def _to_confirm() -> list[Any]:
    waiting = Count("promises", filter=Q(promises__status=Promise.Status.SUGGESTED))
    return list(OfficialMeeting.objects.annotate(waiting=waiting).filter(waiting__gt=0).order_by("-id")[:5])


@require_GET
@needs("promises.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """Show the promises band by band, and first of all how many wait for confirmation."""
    filters = filters_of(request)
    rows = bands.promises(filters, request.desk.today())
    counts = bands.counts(rows)
    pages = Paginator(bands.keys(rows), PER_PAGE)
    pages.count = sum(counts.values())  # known from the bands: a long list is not counted twice
    page = pages.get_page(request.GET.get("page"))
    groups = [
        {
            "slug": bands.SLUGS[band],
            "label": bands.LABELS[band],
            "count": counts.get(band, 0),
            "rows": found,
        }
        for band, found in bands.grouped(page.object_list)
    ]
    to_confirm = _to_confirm()
    nothing = not groups and not filters.narrowed and not to_confirm
    context = {
        "groups": groups,
        "page": page,
        "filters": filters,
        "total": pages.count,
        "overdue": counts.get(bands.OVERDUE, 0),
        "to_confirm": to_confirm,
        "proposals": [] if filters.narrowed else endings.proposals(PROPOSED),
        "to_confirm_count": sum(meeting.waiting for meeting in to_confirm),
        "empty": nothing and not Promise.objects.exists(),
        "kinds": Promise.Kind.choices,
        "board": request.GET.get("view") == "board",
        "saved": SavedFilter.objects.filter(user=request.user),
        "many": ManyForm(desk=request.desk, auto_id="many_%s", initial=given_in(request.GET)),
        "many_open": request.GET.get("many") == "1",
        "ticked": {int(text) for text in request.GET.get("ticked", "").split(".") if text.isdecimal()},
        "address": request.GET.urlencode(),
        "regions": territories.named(),
        "sides": [(Side.OURS, request.desk.country), (Side.THEIRS, request.desk.their_country)],
    }
    return render(request, "promises/home.html", context)


@require_GET
@needs("promises.view")
def export(request: DeskRequest, kind: str) -> HttpResponseBase:
    """Hand out the list as it is filtered."""
    rows = exporters.rows_of(bands.promises(filters_of(request), request.desk.today()))
    write, content_type = {
        "csv": (exporters.to_csv, "text/csv; charset=utf-8"),
        "xlsx": (exporters.to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    }[kind]
    name = f"promises-{request.desk.slug}-{request.desk.today():%Y-%m-%d}.{kind}"
    return hand_out(request.desk, write(rows, request.desk), name, content_type)
