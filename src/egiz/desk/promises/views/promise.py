from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.domain import deciding, endings
from egiz.desk.promises.interfaces import forms, quotes, steps
from egiz.desk.promises.models import Promise

NAMES_OFFERED = 300


def get_promise(pk: int) -> Promise:
    rows = Promise.objects.select_related(
        "desk",
        "owner_person__organisation",
        "owner_organisation",
        "meeting",
        "merged_into",
        "confirmed_by",
        "responsible",
        "part_of",
        "shown_by",
        "territory",
    )
    return get_object_or_404(rows, pk=pk)


def held_promise(pk: int) -> Promise:
    """Return a promise that nobody else can change until the transaction ends."""
    get_object_or_404(Promise.objects.select_for_update(), pk=pk)
    return get_promise(pk)


def known_names() -> list[str]:
    """Offer the directory's names to whoever types an owner."""
    people = Person.objects.values_list("name", flat=True)[:NAMES_OFFERED]
    organisations = Organisation.objects.values_list("name", flat=True)[:NAMES_OFFERED]
    return [*people, *organisations]


def _context(request: DeskRequest, promise: Promise, **more: Any) -> dict[str, Any]:
    link_query = request.GET.get("link", "").strip()[:100]
    return {
        "steps": steps.all_steps(request.desk, promise),
        "watchers": (watchers := list(promise.watchers.all())),
        "followed": request.user in watchers,
        "proposals": endings.proposals(10, [promise]),
        "evidence": endings.evidence_of(promise),
        "requests": promise.requests.select_related("owner_person", "owner_organisation").order_by("pk"),
        "link_query": link_query,
        "link_groups": steps.can_become(request.desk, link_query) if link_query else [],
        "promise": promise,
        "region": _region(promise),
        "paragraph": quotes.paragraph_around(promise),
        "owner_words": forms.owner_words(promise),
        "statuses": [(s.value, s.label) for s in Promise.SETTABLE],
        "history": trail.history_of(promise)[:50],
        "comments": trail.comments_on(promise),
        "became": promise.became.all(),
        "merged": promise.merged.all(),
        "comment_form": forms.CommentForm(),
        "names": known_names(),
        **more,
    }


def _region(promise: Promise) -> str:
    found = promise.territory
    return local_name(found.place_id, found.name) if found else ""


def _answer(request: DeskRequest, promise: Promise, **more: Any) -> HttpResponseBase:
    """Draw the drawer again with the row of the list beside it; without htmx go to the promise's page."""
    if not request.htmx:
        return go(request, "promises:promise", promise.pk)
    fresh = get_promise(promise.pk)
    return render(request, "promises/_drawer.html", _context(request, fresh, row_changed=True, **more))


@require_GET
@needs("promises.view")
def promise(request: DeskRequest, pk: int) -> HttpResponseBase:
    template = "promises/_drawer.html" if request.htmx else "promises/promise.html"
    return render(request, template, _context(request, get_promise(pk)))


@require_POST
@needs("promises.change")
@transaction.atomic
def set_field(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Change the owner, the day or the status: only what was sent."""
    promise = held_promise(pk)
    form = forms.OneField(request.POST, promise=promise)
    if not form.is_valid():
        problem = str(next(iter(form.errors.values()))[0])
        if not request.htmx:
            messages.error(request, problem)
        return _answer(request, promise, problem=problem)
    if promise.status in (*Promise.SETTABLE, Promise.Status.SUGGESTED):
        deciding.change(promise, request.user, **form.sent())
    if request.POST.get("next") == "requests" and promise.part_of_id:
        return go(request, "promises:requests", promise.part_of_id)
    return _answer(request, promise)


@require_POST
@needs("promises.change")
@transaction.atomic
def take_on(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say that one sees to it oneself; the history keeps who did before."""
    promise = held_promise(pk)
    if promise.status in Promise.SETTABLE:
        deciding.change(promise, request.user, responsible=request.user)
    return _answer(request, promise)


@require_POST
@needs("promises.comment")
def follow(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Follow a promise that somebody else sees to, or leave it."""
    promise = get_promise(pk)
    deciding.follow(promise, request.user, on=request.POST.get("act") == "follow")
    return _answer(request, promise)


@require_POST
@needs("promises.comment")
def comment(request: DeskRequest, pk: int) -> HttpResponseBase:
    promise = get_promise(pk)
    form = forms.CommentForm(request.POST)
    if form.is_valid():
        trail.add_comment(promise, request.user, form.cleaned_data["text"])
        return _answer(request, promise)
    return _answer(request, promise, problem=_("The comment is empty."))


@require_POST
@needs("promises.change")
def tie(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Tie a promise to one of the pages its search has found; another address is not taken."""
    promise = get_promise(pk)
    groups = steps.can_become(request.desk, request.POST.get("link", "")[:100])
    hits = {hit.url: hit for group in groups for hit in group.hits}
    hit = hits.get(request.POST.get("url", ""))
    if hit is None:
        return _answer(request, promise, problem=_("That page is no longer found; search for it again."))
    deciding.link_became(promise, title=hit.title, url=hit.url, user=request.user)
    return _answer(request, promise)


@require_POST
@needs("promises.change")
@transaction.atomic
def ending(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Decide on a proposed "done": what it became has ended, and that is enough, or it is not."""
    promise = held_promise(pk)
    tie = request.POST.get("tie", "")
    proposal = endings.proposal_of(promise, int(tie) if tie.isascii() and tie.isdecimal() else None)
    if proposal is None:
        problem = _("That is no longer proposed: look at what it became.")
        if not request.htmx:
            messages.error(request, problem)
        return _answer(request, promise, problem=problem)
    if request.POST.get("act") == "accept":
        endings.accept(proposal, request.user)
        if not request.htmx:
            messages.success(request, _("The promise is done."))
    else:
        endings.set_aside(proposal, request.user)
    if request.POST.get("next") == "home":
        return go(request, "promises:home")
    return _answer(request, promise)


@require_http_methods(["GET", "POST"])
@needs("promises.change")
@transaction.atomic
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Write a new promise by hand, or change every field of one."""
    promise = held_promise(pk) if pk else None
    initial = forms.values_of(promise) if promise else None
    form = forms.PromiseForm(request.POST or None, desk=request.desk, initial=initial, record=promise)
    if request.method == "POST" and form.is_valid():
        if promise:
            deciding.change(promise, request.user, **form.cleaned_data)
        else:
            promise = deciding.add(request.desk, request.user, **form.cleaned_data)
        messages.success(request, _("The promise is saved."))
        return redirect(desk_url(request.desk, "promises:promise", promise.pk))
    context = {"form": form, "promise": promise, "names": known_names()}
    return render(request, "promises/form.html", context)
