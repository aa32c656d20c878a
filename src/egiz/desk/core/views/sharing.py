"""Inside the desk: whom things are shared with, and what waits to be translated for them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import sharing
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.interfaces.sharing_forms import SharedCommentForm, ShareForm, TranslationForm
from egiz.desk.core.models import Guest, Share, TextVersion


def _thing(request: DeskRequest, target: str, pk: int) -> tuple[sharing.Shareable, Any]:
    kind = sharing.KINDS.get(target)
    if kind is None:
        raise Http404
    if not request.user.has_perm(kind.permission, request.desk):
        raise PermissionDenied
    return kind, get_object_or_404(kind.rows(), pk=pk)


def _other_language(request: DeskRequest) -> str:
    """Propose the language that is usual on the other side."""
    usual = {"UZ": "uz", "KZ": "kk"}
    return usual.get(request.desk.their_country, request.desk.language)


@require_http_methods(["GET", "POST"])
@needs("core.share")
def share(request: DeskRequest, target: str, pk: int) -> HttpResponseBase:
    """Let somebody of the other side see one thing; who sees it already stands beside the form."""
    kind, record = _thing(request, target, pk)
    sharing.note_members(request.desk)
    form = ShareForm(request.POST or None, language=_other_language(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        known = ("name", "email", "organisation", "language")
        guest = data["guest"] or sharing.make_guest(request.desk, **{name: data[name] for name in known})
        sharing.share(record, guest, request.user, may_update=data["may_update"])
        messages.success(request, _("%(name)s sees it from now on.") % {"name": guest.name})
        return redirect(desk_url(request.desk, "core:share", target, pk))
    shares = Share.objects.filter(target=target, target_id=pk).select_related("guest")
    context = {
        "kind": kind,
        "title": kind.name_of(record),
        "page": desk_url(request.desk, kind.page, record.pk),
        "form": form,
        "shares": [(row, _link(request, row.guest)) for row in shares],
        "comments": sharing.shared_comments(record),
        "comment_form": SharedCommentForm(),
        "target": target,
        "record": record,
    }
    return render(request, "core/share.html", context)


def _link(request: DeskRequest, guest: Guest) -> str:
    """Give the personal link of somebody without an account."""
    if guest.user_id or request.desk.today() > guest.link_until:
        return ""
    return request.build_absolute_uri(reverse("core_public:shared", args=[guest.token]))


@require_POST
@needs("core.share")
def comment(request: DeskRequest, target: str, pk: int) -> HttpResponseBase:
    """Write what both sides read."""
    _kind, record = _thing(request, target, pk)
    form = SharedCommentForm(request.POST)
    if form.is_valid():
        sharing.say(record, form.cleaned_data["text"], user=request.user)
    return redirect(desk_url(request.desk, "core:share", target, pk))


@require_POST
@needs("core.share")
def withdraw(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take one thing back from one guest."""
    found = get_object_or_404(Share.objects.select_related("guest"), pk=pk)
    _kind, record = _thing(request, found.target, found.target_id)
    sharing.withdraw(found, request.user)
    messages.success(request, _("%(name)s does not see it any more.") % {"name": found.guest.name})
    return redirect(desk_url(request.desk, "core:share", found.target, record.pk))


@require_GET
@needs("core.share")
def guests(request: DeskRequest) -> HttpResponseBase:
    """List who of the other side is let in, and to how much."""
    sharing.note_members(request.desk)
    rows = Guest.objects.select_related("user").prefetch_related("shares")
    today = request.desk.today()
    context = {"guests": [(row, len(row.shares.all()), _link(request, row)) for row in rows], "today": today}
    return render(request, "core/guests.html", context)


@require_POST
@needs("core.share")
def new_link(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Make a guest's links worthless and give a new one; with ``end`` there is none until the next."""
    guest = get_object_or_404(Guest.objects.select_related("desk"), pk=pk)
    sharing.new_link(guest)
    messages.success(
        request, _("The earlier link of %(name)s is void; this is the new one.") % {"name": guest.name}
    )
    return redirect(desk_url(request.desk, "core:guests"))


@require_http_methods(["GET", "POST"])
@needs("core.share")
def translations(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """List the texts that somebody of the other side waits for in their language; take one in."""
    form = None
    if pk is not None:
        row = get_object_or_404(TextVersion, pk=pk)
        form = TranslationForm(request.POST or None, initial={"text": row.text})
        if request.method == "POST" and form.is_valid():
            sharing.translate(row, form.cleaned_data["text"], request.user)
            messages.success(request, _("The text is kept; the other side reads it now."))
            return redirect(desk_url(request.desk, "core:translations"))
    waiting = [_waiting(one) for one in TextVersion.objects.filter(wanted_at__isnull=False)[:200]]
    context = {"waiting": [one for one in waiting if one], "form": form, "chosen": pk}
    return render(request, "core/translations.html", context)


def _waiting(row: TextVersion) -> dict[str, Any] | None:
    kind = sharing.KINDS.get(row.target)
    record: Any = kind and kind.rows().filter(pk=row.target_id).first()
    if kind is None or record is None:
        return None
    source = kind.language_of(record)
    return {
        "row": row,
        "kind": kind.label,
        "field": kind.texts.get(row.field, row.field),
        "original": getattr(record, row.field),
        "source": source,
        "from": dict(settings.LANGUAGES).get(source, source),
        "into": dict(settings.LANGUAGES)[row.language],
        "wanted_at": row.wanted_at,
        "url": (kind.page, record.pk),
    }
