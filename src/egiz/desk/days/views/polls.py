"""Polls at the desk: asking, reading the answers, deciding."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces.removed import say_removed
from egiz.desk.days.domain import polls as domain
from egiz.desk.days.interfaces.poll_forms import PollForm, poll_from, slot_words
from egiz.desk.days.models import Poll, PollGuest


@require_GET
@needs("days.view")
def polls(request: DeskRequest) -> HttpResponseBase:
    """List the polls, the newest first."""
    return render(request, "days/polls.html", {"polls": Poll.objects.select_related("chosen")[:100]})


@require_http_methods(["GET", "POST"])
@needs("days.change")
def new(request: DeskRequest) -> HttpResponseBase:
    """Ask the guests about the times that were ticked."""
    offered = request.POST.getlist("offered") or request.GET.getlist("slot")
    start = joints.asked(request.GET)
    form = PollForm(request.POST or None, desk=request.desk, offered=offered, initial=poll_from(start))
    if request.method == "POST" and form.is_valid():
        poll = domain.ask(request.desk, request.user, form.to_poll())
        messages.success(request, _("The poll is open. Hand the links out; nobody needs an account."))
        return go(request, "days:poll", poll.pk)
    context = {"form": form, "offered": list(form.offered), "start": start}
    return render(request, "days/poll_new.html", context)


def _link(request: DeskRequest, poll: Poll, guest: PollGuest | None = None) -> str:
    token = domain.token_of(poll, guest)
    return request.build_absolute_uri(reverse("days_public:poll", args=[request.desk.slug, token]))


@require_GET
@needs("days.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show who can when, and which time suits most."""
    poll = get_object_or_404(Poll.objects.select_related("chosen", "promise"), pk=pk)
    guests = list(poll.guests.all())
    found = domain.tallies(poll, guests)
    best = domain.best(found)
    rows = [
        {
            "tally": tally,
            "words": slot_words(tally.day.start, tally.day.end, request.desk),
            "best": tally is best,
        }
        for tally in found
    ]
    may_ask = request.user.has_perm("days.change", request.desk)
    context = {
        "poll": poll,
        "guests": [(guest, _link(request, poll, guest) if may_ask else "") for guest in guests],
        "rows": rows,
        "answered": sum(guest.answered_at is not None for guest in guests),
        "shared": _link(request, poll) if may_ask else "",
        "chosen": slot_words(poll.chosen.start, poll.chosen.end, request.desk) if poll.chosen else "",
        "history": history_of(poll)[:10],
        "meeting_page": _meeting_page(request, poll) if may_ask else "",
    }
    return render(request, "days/poll.html", context)


def _meeting_page(request: DeskRequest, poll: Poll) -> str:
    """Return the page that plans the meeting on the chosen day, where such meetings are kept."""
    turning = joints.turnings().get("official_meeting")
    start = joints.origin("poll", poll.pk) if poll.chosen else None
    return turning.address(request.desk, start) if turning and start else ""


@require_POST
@needs("days.change")
def act(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Decide on a time, ask on, take all links back, or erase the poll."""
    poll = get_object_or_404(Poll.objects.select_related("promise"), pk=pk)
    what = request.POST.get("act", "")
    if what == "decide":
        day = get_object_or_404(poll.days, pk=request.POST.get("day") or 0)
        domain.decide(poll, day, request.user)
        messages.success(request, _("The day is chosen; the guests see it at their links."))
    elif what == "reopen":
        domain.reopen(poll, request.user)
    elif what == "remove":
        say_removed(request, domain.remove(poll, request.user))
        return go(request, "days:polls")
    elif what == "links":
        domain.take_links_back(poll, request.user)
        messages.success(request, _("The old links are worthless now. These are the new ones."))
    return go(request, "days:poll", poll.pk)
