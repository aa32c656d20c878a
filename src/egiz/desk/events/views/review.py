from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.events._errors import EventsError
from egiz.desk.events.domain import merging
from egiz.desk.events.domain.assembling import entry_event
from egiz.desk.events.interfaces.detail import compared, title_of
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.interfaces.translations import reason_words
from egiz.desk.events.models import MergePair

State = MergePair.State
PAGE = 20


def _pairs() -> Any:
    return MergePair.objects.select_related("a__event", "a__source", "b__event", "b__source", "decided_by")


def _card(pair: MergePair, request: DeskRequest) -> dict[str, Any]:
    today = request.desk.today()
    one, other = entry_event(pair.a), entry_event(pair.b)
    return {
        "pair": pair,
        "a": shown(one.as_of(today), pair.a.event_id, today),
        "b": shown(other.as_of(today), pair.b.event_id, today),
        "a_source": title_of(pair.a),
        "b_source": title_of(pair.b),
        "rows": compared(one, other),
        "reasons": [reason_words(reason) for reason in pair.reasons],
        "percent": pair.score,
    }


@require_GET
@needs("events.view")
def review(request: DeskRequest) -> HttpResponseBase:
    """Show the pairs that wait for a person, side by side, and the last decisions."""
    waiting = _pairs().filter(state=State.WAITING)
    decided = _pairs().exclude(state=State.WAITING).order_by("-updated_at", "-id")
    context = {
        "cards": [_card(pair, request) for pair in waiting[:PAGE]],
        "decided": [_card(pair, request) for pair in decided[:PAGE]],
        "left": waiting.count(),
    }
    return render(request, "events/review.html", context)


ACTS = {"same": merging.say_same, "different": merging.say_different, "undo": merging.take_back}


@require_POST
@needs("events.merge")
def decide(request: DeskRequest, pk: int, act: str) -> HttpResponseBase:
    """Keep a person's decision about a pair, or take it back."""
    pair = get_object_or_404(_pairs(), pk=pk)
    problem = ""
    try:
        ACTS[act](pair, request.user)
    except EventsError as error:
        problem = str(error)
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(f"{desk_url(request.desk, 'events:review')}#pair-{pk}")
    card = _card(_pairs().get(pk=pk), request)
    left = MergePair.objects.filter(state=State.WAITING).count()
    return render(request, "events/_pair.html", {**card, "problem": problem, "left": left, "answer": True})
