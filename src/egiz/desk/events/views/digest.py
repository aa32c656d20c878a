"""Ordering, confirming and leaving the letters.

No session stands behind these pages, so none can be misused: what proves a person is the link in a letter.
"""

import logging
from smtplib import SMTPException

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from egiz.desk.events.domain import digest
from egiz.desk.events.domain.selection import Choice
from egiz.desk.events.interfaces import letters
from egiz.desk.events.interfaces.cards import countries
from egiz.desk.events.interfaces.public_forms import OrderForm
from egiz.desk.events.views.public_calendar import frame
from egiz.desk.events.views.public_view import CalendarRequest, public_view

logger = logging.getLogger(__name__)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@public_view
def order(request: CalendarRequest) -> HttpResponseBase:
    """Take an order; the answer is the same whether the address is known here or not."""
    if not request.calendar.takes_subscribers:
        msg = "No letters from this calendar"
        raise Http404(msg)
    choice = Choice.read(request.GET).without_month()
    form = OrderForm(request.POST or None, countries=countries(request.desk), initial=choice.params())
    context = frame(request, choice, form=form)
    if form.is_bound and form.is_valid():
        problem = "" if form.is_a_program else _send_confirmation(request, form)
        if problem:
            form.add_error(None, problem)
            return render(request, "events/public/digest.html", context, status=503)
        context |= {"said": "ordered", "email": form.cleaned_data["email"]}
        return render(request, "events/public/said.html", context)
    return render(request, "events/public/digest.html", context)


def _send_confirmation(request: CalendarRequest, form: OrderForm) -> str:
    data = form.cleaned_data
    base = request.build_absolute_uri("/")
    wish = digest.Order(data["email"], data["language"], data["rhythm"], form.wanted(), base)
    try:
        taken = digest.take_order(request.desk, wish)
        if taken is not None:
            subscriber, token = taken
            letters.confirmation(request.desk, subscriber.email, wish.language, base, token).send()
    except digest.TooManyOrdersError:
        return _("Too many people ordered letters in this hour. Please try again in an hour.")
    except (OSError, SMTPException):
        logger.exception("A confirming letter could not be handed over")
        return _("The letter could not be sent now. Please try again in ten minutes.")
    return ""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@public_view
def confirm(request: CalendarRequest, token: str) -> HttpResponseBase:
    """Begin the letters. It takes a button: programs that look into letters follow their links."""
    found = digest.read_confirmation(token)
    context = frame(request, Choice())
    if found is None:
        return render(request, "events/public/said.html", context | {"said": "old_link"}, status=404)
    subscriber, wishes = found
    if request.method == "POST":
        digest.confirm(subscriber, wishes)
        context |= {"said": "confirmed", "email": subscriber.email}
        return render(request, "events/public/said.html", context)
    context |= {"said": "confirm", "email": subscriber.email, "button": _("Yes, send me the letters")}
    return render(request, "events/public/said.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@public_view
def leave(request: CalendarRequest, token: str) -> HttpResponseBase:
    """End the letters: at once for a mail program (RFC 8058), by a button for a person."""
    subscriber = digest.read_leaving(token)
    if request.method == "POST":
        if subscriber is not None:
            digest.leave(subscriber)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return render(request, "events/public/said.html", frame(request, Choice(), said="left"))
    if subscriber is None:
        return render(request, "events/public/said.html", frame(request, Choice(), said="left"))
    context = frame(
        request, Choice(), said="leave", email=subscriber.email, button=_("Send me no more letters")
    )
    return render(request, "events/public/said.html", context)
