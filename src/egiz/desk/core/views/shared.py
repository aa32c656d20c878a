"""What the other side sees: the list of what is shared with them, and each thing; by account or by link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain import sharing
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.interfaces.languages import language, use_language_of_address
from egiz.desk.core.interfaces.sharing_forms import SaidForm, SharedCommentForm
from egiz.desk.core.models import Guest, Role, Share

Address = Callable[..., str]


@require_http_methods(["GET"])
@needs("core.see_shared")
def member_list(request: DeskRequest) -> HttpResponseBase:
    """Show a member with a guest's role what is shared with them."""
    return _list(request, _guest_of(request), _member_address(request))


@require_http_methods(["GET", "POST"])
@needs("core.see_shared")
def member_thing(request: DeskRequest, pk: int) -> HttpResponseBase:
    return _thing(request, _guest_of(request), pk, _member_address(request))


def _guest_of(request: DeskRequest) -> Guest:
    if request.membership.role != Role.GUEST:
        raise PermissionDenied  # those inside see the things themselves
    return sharing.guest_of_member(request.membership)


def _member_address(request: DeskRequest) -> Address:
    return lambda *args: desk_url(request.desk, "core:shared_thing" if args else "core:shared", *args)


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a page for whoever holds a personal link, in their language; no account, no session."""

    @csrf_exempt  # the link itself is what a guest shows; there is no session another site could misuse
    @never_cache
    @wraps(view)
    def inner(request: Any, token: str, **kwargs: Any) -> HttpResponseBase:
        with scopes_disabled():
            guest = sharing.guest_of_token(token)
        if guest is None:
            msg = "No such link"
            raise Http404(msg)
        request.desk = guest.desk
        use_language_of_address(request, fallback=guest.language)
        with scope(desk=guest.desk):
            response = view(request, guest, _link_address(request, token), **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


def _link_address(request: Any, token: str) -> Address:
    lang = f"?lang={request.lang}" if request.lang else ""

    def address(*args: Any) -> str:
        name = "core_public:shared_thing" if args else "core_public:shared"
        return reverse(name, args=[token, *args]) + lang

    return address


@by_link
@require_http_methods(["GET"])
def link_list(request: Any, guest: Guest, address: Address) -> HttpResponseBase:
    return _list(request, guest, address)


@by_link
@require_http_methods(["GET", "POST"])
def link_thing(request: Any, guest: Guest, address: Address, pk: int) -> HttpResponseBase:
    return _thing(request, guest, pk, address)


def _frame(request: Any) -> dict[str, Any]:
    """A member stands in the desk's frame, whoever has a link in that of public pages."""
    tongues = [(code, name, f"lang={code}", code == language()) for code, name in settings.LANGUAGES]
    by_account = hasattr(request, "membership")
    return {
        "frame": "base.html" if by_account else "egiz/public_page.html",
        "tongues": tongues,
        "by_account": by_account,
        "desk": request.desk,
    }


def _list(request: Any, guest: Guest, address: Address) -> HttpResponseBase:
    rows = []
    pairs = sharing.shares_of(guest)
    versions = sharing.versions_of([record for _found, record in pairs], sharing.reader_language())
    for found, record in pairs:
        kind = sharing.KINDS[found.target]
        rows.append(
            {
                "kind": kind.label,
                "title": _title(kind, record, versions.get((found.target, record.pk), {})),
                "state": record.get_status_display(),
                "url": address(found.pk),
                "may_update": found.may_update,
            }
        )
    return render(request, "core/shared_list.html", {**_frame(request), "guest": guest, "rows": rows})


def _title(kind: sharing.Shareable, record: Any, versions: sharing.Versions) -> sharing.Text:
    if kind.title not in kind.texts:
        return sharing.Text(kind.name_of(record), sharing.reader_language(), is_own=True)
    return sharing.text_in(kind, record, kind.title, versions)


def _thing(request: Any, guest: Guest, pk: int, address: Address) -> HttpResponseBase:
    found = Share.objects.filter(pk=pk, guest=guest).first()
    record = sharing.record_of(found) if found else None
    if found is None or record is None:
        msg = "Not shared"
        raise Http404(msg)
    kind = sharing.KINDS[found.target]
    states = kind.states(record) if found.may_update and kind.set_state else ()
    act = request.POST.get("act", "") if request.method == "POST" else ""
    said = SaidForm(
        request.POST if act == "update" else None, states=states, now=getattr(record, "status", "")
    )
    comment = SharedCommentForm(request.POST if act == "comment" else None)
    if act and _done(act, found, guest, record, said, comment):
        return redirect(address(pk))
    texts = sharing.versions_of([record], sharing.reader_language())
    versions = texts.get((found.target, record.pk), {})
    shown = kind.shown(record)
    lines = [
        (line, sharing.text_in(kind, record, line.text_of, versions) if line.text_of else None)
        for line in shown.lines
    ]
    title = _title(kind, record, versions)
    foreign = [text for text in (title, *(text for _line, text in lines if text)) if not text.is_own]
    context = {
        **_frame(request),
        "kind": kind,
        "title": title,
        "shown": shown,
        "lines": lines,
        "untranslated": [text for text in foreign if not text.is_wanted],
        "waits": any(text.is_wanted for text in foreign),
        "said": said if states else None,
        "comment": comment,
        "comments": sharing.shared_comments(record),
        "guest": guest,
        "home": address(),
    }
    return render(request, "core/shared_thing.html", context)


def _done(
    act: str, found: Share, guest: Guest, record: Any, said: SaidForm, comment: SharedCommentForm
) -> bool:
    if act == "update" and said.is_valid():
        return sharing.update(found, guest, said.cleaned_data["state"], said.cleaned_data["evidence"])
    if act == "comment" and comment.is_valid():
        sharing.say(record, comment.cleaned_data["text"], guest=guest)
        return True
    if act == "translate":
        sharing.want(record, sharing.reader_language())
        return True
    return False
