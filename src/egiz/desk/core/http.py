"""What every view of a desk stands on: the request with its desk, permissions, addresses."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails
from django_scopes import scope

from egiz.desk.core.domain import security
from egiz.desk.core.models import Desk, Membership, User

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """The request a desk's view receives: the middleware has set the desk and checked the membership."""

    desk: Desk
    membership: Membership
    htmx: HtmxDetails
    user: User


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


class ScopeMissingError(PermissionDenied):
    """A program's token does not hold what this needs; the argument names it."""


def open_desk(user: Any, slug: str) -> Membership:
    """Return the person's membership of a desk; a stranger learns nothing, not even that it exists."""
    membership = (
        Membership.objects.select_related("desk").filter(desk__slug=slug, user_id=user.pk).first()
        if user.is_authenticated
        else None
    )
    if membership is None:
        security.note(None, "turned away", status=404, person=user.pk or "-", desk=slug)
        msg = "No such desk"
        raise Http404(msg)
    return membership


class Grant(Protocol):
    """What a program was allowed beside what the person may who let it in."""

    desk_id: int

    def allows(self, scope: str) -> bool:
        """Say whether it holds a scope such as "promises:read"."""
        ...


@contextmanager
def desk_scope(request: HttpRequest, slug: str, permission: str, kind: str = "") -> Iterator[Desk]:
    """Open a desk for an API call: the same membership and the same predicates as for a page.

    A program's token must belong to the desk and hold the scope of the kind of thing, which is called as the
    permission's app unless ``kind`` says otherwise.
    """
    desk = open_desk(request.user, slug).desk
    user: Any = request.user
    grant: Grant | None = getattr(request, "grant", None)
    if grant is not None and grant.desk_id != desk.pk:
        msg = "No such desk"
        raise Http404(msg)
    if grant is not None:
        act = "read" if request.method in {"GET", "HEAD"} else "write"
        scope_name = f"{kind or permission.split('.', maxsplit=1)[0]}:{act}"
        if not grant.allows(scope_name):
            raise ScopeMissingError(scope_name)
    if not user.has_perm(permission, desk):
        raise PermissionDenied
    with scope(desk=desk):
        yield desk


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """Let a view run only for people who have the permission at the request's desk."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_perm(permission, request.desk):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]  # so that a link to it can be offered or not
        return inner

    return wrap


def asked_anew(view: View[P]) -> View[P]:
    """Let what cannot be taken back be sent only by whoever said who they are a short while ago.

    What was typed stays in the browser (drafts.js) and stands in the form again afterwards.
    """

    @wraps(view)
    def inner(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST" or _said_lately(request):
            return view(request, *args, **kwargs)
        text = _("For this you are asked once more who you are; then press the button again.")
        messages.info(request, text)
        page = urlsplit(request.headers.get("referer", "")).path or "/"
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")

    return inner


def _said_lately(request: HttpRequest) -> bool:
    user: Any = request.user
    said = [one["at"] for one in get_authentication_records(request, user)]
    return bool(said) and time.time() - max(said) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def desk_url(desk: Desk, name: str, *args: Any) -> str:
    """Return the address of a desk's page: ``desk_url(desk, "promises:drawer", 5)``."""
    return reverse(name, args=[desk.slug, *args])


def moved(name: str) -> Callable[..., HttpResponse]:
    """Return a view that leads from an earlier version's address to the page of that name, query and all."""

    def lead_on(request: DeskRequest, **kwargs: Any) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        url = desk_url(request.desk, name, *kwargs.values())
        return redirect(f"{url}?{query}" if query else url, permanent=True)

    return lead_on


def hand_out(
    desk: Desk, parts: Iterable[bytes], name: str, content_type: str = "application/octet-stream"
) -> StreamingHttpResponse:
    """Send a file piece by piece while it is being written, in the desk's scope and the reader's language."""
    language = translation.get_language() or settings.LANGUAGE_CODE

    def within() -> Iterator[bytes]:
        waiting = iter(parts)
        while True:
            # Entered anew for each piece: between two of them the thread may do something else.
            with scope(desk=desk), translation.override(language):
                part = next(waiting, None)
            if part is None:
                return
            yield part

    response = StreamingHttpResponse(within(), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def go(request: DeskRequest, name: str, *args: Any) -> HttpResponse:
    """Send the browser to a desk's page, whether htmx or the browser itself asked."""
    url = desk_url(request.desk, name, *args)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
