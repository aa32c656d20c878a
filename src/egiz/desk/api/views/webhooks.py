from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.api.domain import webhooks
from egiz.desk.api.interfaces.forms import WebhookForm
from egiz.desk.api.models import Delivery, Webhook
from egiz.desk.api.views.keys import page, shown_once
from egiz.desk.core.http import DeskRequest, asked_anew, desk_url, needs


@require_POST
@needs("api.manage")
@asked_anew
def make(request: DeskRequest) -> HttpResponseBase:
    form = WebhookForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = webhooks.make(request.desk, request.user, data["url"], data["kinds"])
        except ValidationError as error:
            form.add_error("url", error)
        else:
            return shown_once(request, made.url, made.secret, "webhook")
    return page(request, webhook=form)


@require_GET
@needs("api.manage")
def webhook(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what one address was told, and what it answered."""
    found = get_object_or_404(Webhook, pk=pk)
    rows = Paginator(Delivery.objects.filter(webhook=found), 50).get_page(request.GET.get("page"))
    return render(request, "api/webhook.html", {"webhook": found, "page": rows})


@require_POST
@needs("api.manage")
def switch(request: DeskRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Webhook, pk=pk)
    webhooks.switch(found, request.user, on=not found.is_on)
    return redirect(desk_url(request.desk, "api_keys:webhook", found.pk))


@require_POST
@needs("api.manage")
def again(request: DeskRequest, pk: int) -> HttpResponseBase:
    delivery = get_object_or_404(Delivery, pk=pk)
    webhooks.send_again(delivery)
    messages.success(request, _("The message goes again within a minute."))
    return redirect(desk_url(request.desk, "api_keys:webhook", delivery.webhook_id))


@require_POST
@needs("api.manage")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Webhook, pk=pk)
    webhooks.remove(found, request.user)
    messages.success(request, _("%(address)s is told nothing any more.") % {"address": found.url})
    return redirect(desk_url(request.desk, "api_keys:home"))
