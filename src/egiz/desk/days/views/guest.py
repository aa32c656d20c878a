"""A guest's page: no account, a personal or a shared link, nothing else of the desk behind it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from egiz.desk.core.interfaces.languages import language, use_language_of_address
from egiz.desk.core.models import Desk
from egiz.desk.days.domain import polls
from egiz.desk.days.interfaces.poll_forms import AnswerForm, slot_words
from egiz.desk.days.models import Poll, PollAnswer, PollGuest


@csrf_exempt  # the link itself is what a guest shows; there is no session another site could misuse
@never_cache
@require_http_methods(["GET", "POST"])
def poll(request: Any, slug: str, token: str) -> HttpResponseBase:
    """Show the question to a guest and take the answers."""
    desk = Desk.objects.filter(slug=slug).first()
    use_language_of_address(request)
    with scope(desk=desk):
        found = polls.read_token(desk, token) if desk else None
        if desk is None or found is None:
            msg = "No such poll"
            raise Http404(msg)
        request.desk = desk
        response = _page(request, desk, *found)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(request: Any, desk: Desk, asked: Poll, guest: PollGuest | None) -> HttpResponseBase:
    days = list(asked.days.all())
    given = dict(PollAnswer.objects.filter(guest=guest).values_list("day_id", "value")) if guest else {}
    form = AnswerForm(
        request.POST or None, days=days, desk=desk, named=guest is not None, given=given, label_suffix=""
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            who = polls.answer(asked, guest, form.cleaned_data.get("name", ""), form.values())
        except polls.PollError as error:
            problem = _refusal(str(error))
        else:
            lang = f"&lang={request.lang}" if request.lang else ""
            own = polls.token_of(asked, who)
            return redirect(_with_query("days_public:poll", desk.slug, own, f"saved=1{lang}"))
    chosen = slot_words(asked.chosen.start, asked.chosen.end, desk) if asked.chosen else ""
    context = {
        "desk": desk,
        "tongues": [(code, name, f"lang={code}", code == language()) for code, name in settings.LANGUAGES],
        "poll": asked,
        "guest": guest,
        "form": form,
        "problem": problem,
        "chosen": chosen,
        "saved": guest is not None and "saved" in request.GET,
        "own_url": request.build_absolute_uri(request.path),
    }
    return render(request, "days/guest.html", context)


def _with_query(name: str, slug: str, token: str, query: str) -> str:
    return f"{reverse(name, args=[slug, token])}?{query}"


def _refusal(code: str) -> str:
    words = {
        polls.PollError.CLOSED: _("The day is chosen already; answers are not taken any more."),
        polls.PollError.FULL: _(
            "More people answered than one poll can hold. Tell whoever sent you the link."
        ),
    }
    return words[code]
