from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.api.domain import tokens
from egiz.desk.api.domain.scopes import KINDS
from egiz.desk.api.interfaces.forms import KeyForm, WebhookForm
from egiz.desk.api.models import Delivery, Token, Webhook
from egiz.desk.core.http import DeskRequest, asked_anew, desk_url, needs


def _in_words(token: Token) -> list[str]:
    found = []
    for scope in token.scopes:
        kind, _colon, act = scope.partition(":")
        may = pgettext("a program may", "read") if act == "read" else _("read and change")
        found.append(f"{KINDS.get(kind, kind)}: {may}")
    return found


def page(
    request: DeskRequest, form: KeyForm | None = None, webhook: WebhookForm | None = None
) -> HttpResponse:
    """Draw the page of keys and webhooks, with a form that came back if one did."""
    rows = Token.objects.select_related("user")[: tokens.MOST_KEYS]
    hooks = {row.pk: row for row in Webhook.objects.all()}
    last = {one.webhook_id: one for one in Delivery.objects.filter(webhook__in=hooks).order_by("pk")[:500]}
    context = {
        "keys": [(row, _in_words(row)) for row in rows],
        "form": form or KeyForm(),
        "webhooks": [
            (row, [str(KINDS[kind]) for kind in row.kinds if kind in KINDS], last.get(row.pk))
            for row in hooks.values()
        ],
        "webhook_form": webhook or WebhookForm(),
        "address": request.build_absolute_uri(f"/api/v1/desks/{request.desk.slug}/"),
    }
    return render(request, "api/home.html", context)


def shown_once(request: DeskRequest, name: str, secret: str, use: str) -> HttpResponse:
    """Show a secret in this answer only: it belongs in no session, cookie, cache or log."""
    response = render(request, "api/shown_once.html", {"name": name, "secret": secret, "use": use})
    patch_cache_control(response, no_store=True)
    return response


@require_GET
@needs("api.manage")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the keys that programs hold, and whom the desk tells of changes."""
    return page(request)


@require_POST
@needs("api.manage")
@asked_anew
def make(request: DeskRequest) -> HttpResponseBase:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    data = form.cleaned_data
    token, secret = tokens.make(
        request.desk, request.user, name=data["name"], scopes=form.scopes, days=data["days"]
    )
    return shown_once(request, token.name, secret, "key")


@require_POST
@needs("api.manage")
def revoke(request: DeskRequest, pk: int) -> HttpResponseBase:
    token = get_object_or_404(Token, pk=pk)
    tokens.revoke(token, request.user)
    messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect(desk_url(request.desk, "api_keys:home"))
