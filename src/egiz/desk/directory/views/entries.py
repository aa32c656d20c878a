from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.apps import parts
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.territories import asked, named
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.models import Side
from egiz.desk.directory.domain import entries, queries
from egiz.desk.directory.interfaces.forms import NamesForm, OrganisationForm, PersonForm, PostForm
from egiz.desk.directory.models import Organisation, Person, Post

PER_PAGE = 50
OWES_SHOWN = 100
SHOWN = ("open", "waiting", "done", "dropped")


def _list(request: DeskRequest, kind: str, rows: QuerySet[Any]) -> HttpResponseBase:
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    queries.count_owed(page.object_list)
    context = {
        "kind": kind,
        "page": page,
        "query_text": request.GET.get("q", ""),
        "side_chosen": request.GET.get("side", ""),
        "kind_chosen": request.GET.get("kind", ""),
        "kinds": Organisation.Kind.choices,
        "sides": [(Side.OURS, request.desk.country), (Side.THEIRS, request.desk.their_country)],
        "region_chosen": asked(request.GET.get("region", "")),
        "regions": named(),
        "filtered": any(request.GET.get(name) for name in ("q", "side", "kind", "region")),
    }
    return render(request, "directory/list.html", context)


@require_GET
@needs("directory.view")
def people(request: DeskRequest) -> HttpResponseBase:
    get = request.GET.get
    rows = queries.people(get("q", ""), get("side", ""), asked(get("region", "")))
    return _list(request, "people", rows)


@require_GET
@needs("directory.view")
def organisations(request: DeskRequest) -> HttpResponseBase:
    get = request.GET.get
    rows = queries.organisations(get("q", ""), get("side", ""), get("kind", ""), asked(get("region", "")))
    return _list(request, "organisations", rows)


def _promises(entry: Person | Organisation) -> QuerySet[Any]:
    """List what somebody owes; an organisation owes what its people owe."""
    owed = Q(owner_person=entry)
    if isinstance(entry, Organisation):
        owed = Q(owner_organisation=entry) | Q(owner_person__organisation=entry)
    rows = entry.promises.model.objects.filter(owed, status__in=SHOWN)
    return rows.order_by("due_on", "id")[:OWES_SHOWN]


def _detail(
    request: DeskRequest, entry: Person | Organisation, template: str, **more: Any
) -> HttpResponseBase:
    context = {
        "entry": entry,
        "promises": _promises(entry),
        "history": trail.history_of(entry)[:30],
        "other_names": [(code, name) for code, name in entry.names.items() if name != entry.name],
        **more,
    }
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@needs("directory.view")
def person(request: DeskRequest, pk: int) -> HttpResponseBase:
    entry = get_object_or_404(Person.objects.select_related("organisation", "territory"), pk=pk)
    form = PostForm()
    if request.method == "POST":
        if not request.user.has_perm("directory.change", request.desk):
            raise PermissionDenied
        form = PostForm(request.POST, instance=Post(desk=request.desk, person=entry))
        if form.is_valid():
            entries.add_role(form.instance, request.user)
            return redirect(desk_url(request.desk, "directory:person", pk))
    return _detail(request, entry, "directory/person.html", posts=entry.posts.all(), post_form=form)


@require_GET
@needs("directory.view")
def organisation(request: DeskRequest, pk: int) -> HttpResponseBase:
    entry = get_object_or_404(Organisation.objects.prefetch_related("people"), pk=pk)
    took_part = joints.participations.get()
    missions = took_part(entry.pk, fold(entry.name)) if took_part else []
    return _detail(request, entry, "directory/organisation.html", missions=missions)


def _edit(
    request: DeskRequest, form_class: type[NamesForm], pk: int | None, name: str, title: str
) -> HttpResponseBase:
    model = form_class._meta.model  # noqa: SLF001 - Django's own way to a form's model
    entry = get_object_or_404(model, pk=pk) if pk else None
    # The form writes on a copy: the domain compares before and after for the history.
    copy = model.objects.get(pk=pk) if pk else None
    form = form_class(request.POST or None, instance=copy)
    if request.method == "POST" and form.is_valid():
        if entry:
            entries.change(entry, request.user, **form.values())
        else:
            add = entries.add_person if model is Person else entries.add_organisation
            entry = add(request.desk, request.user, **form.values())
        messages.success(request, _("%(name)s is saved.") % {"name": entry.name})
        return redirect(desk_url(request.desk, f"directory:{name}", entry.pk))
    return render(
        request, "directory/form.html", {"form": form, "entry": entry, "title": title, "name": name}
    )


@require_http_methods(["GET", "POST"])
@needs("directory.change")
def edit_person(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    title = _("Change a person") if pk else _("Add a person")
    return _edit(request, PersonForm, pk, "person", title)


@require_http_methods(["GET", "POST"])
@needs("directory.change")
def edit_organisation(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    title = _("Change an organisation") if pk else _("Add an organisation")
    return _edit(request, OrganisationForm, pk, "organisation", title)


@require_POST
@needs("directory.change")
def erase_person(request: DeskRequest, pk: int) -> HttpResponseBase:
    erased = entries.erase_person(get_object_or_404(Person, pk=pk), request.user)
    messages.success(request, _("The person's card, history and comments are erased."))
    if erased.rows:
        kinds = ", ".join(f"{kind}: {count}" for kind, count in sorted(erased.rows.items()))
        messages.info(request, _("The name is blotted out in %(kinds)s.") % {"kinds": kinds})
    if erased.files:
        names = ", ".join(erased.files)
        messages.info(request, _("Files that named the person are removed: %(names)s.") % {"names": names})
    return redirect(desk_url(request.desk, "directory:home"))


@require_GET
@needs("directory.change")
def export_person(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - the scope is the request's
    """Return a person everything the desk keeps about them."""
    entry = get_object_or_404(Person.objects.select_related("organisation"), pk=pk)
    data = {
        **{name: str(getattr(entry, name) or "") for name in entries.PERSON_FIELDS if name != "names"},
        "names": entry.names,
        "promises": list(entry.promises.values("title", "status", "due_on")),
        "meetings": list(entry.meetings.values("title", "held_on")),
        "comments": [comment.text for comment in trail.comments_on(entry)],
        "history": list(trail.history_of(entry).values("created_at", "action", "changes")),
    }
    for _config, module in parts("personal"):  # what other rooms keep about the same person
        data |= module.kept(entry)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="person-{entry.pk}.json"'
    return response
