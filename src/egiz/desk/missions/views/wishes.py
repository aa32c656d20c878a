from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.domain import jobs
from egiz.desk.core.domain.trail import record
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.missions.domain import asking, queries, registering
from egiz.desk.missions.domain import wishes as domain
from egiz.desk.missions.domain.stages import count, stages_of
from egiz.desk.missions.interfaces.forms import WishForm
from egiz.desk.missions.models import Company, Message, SuggestedMatch, Wish
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

PER_PAGE = 30
SUGGESTED = 12


@require_POST
@needs("missions.schedule")
def start_matching(request: DeskRequest, pk: int) -> HttpResponseBase:
    mission = get_mission(pk)
    job = jobs.enqueue(request.desk, "missions.match", {"mission": mission.pk}, request.user)
    return go(request, "core:job", job.pk)


@require_GET
@needs("missions.view")
def matches(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show who should meet whom, and why."""
    mission = get_mission(pk)
    only = request.GET.get("show", "recommended") != "all"
    rows = queries.matches(mission, request.GET.get("q", ""), selected=only)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    pairs = [(min(match.ours_id, match.theirs_id), max(match.ours_id, match.theirs_id)) for match in page]
    present = {
        (wish.low_id, wish.high_id): wish
        for wish in Wish.objects.filter(mission=mission, low_id__in=[p[0] for p in pairs])
    }
    recommended = SuggestedMatch.objects.filter(mission=mission, selected=True)
    return mission_page(
        request,
        "missions/matches.html",
        mission,
        "wishes",
        page=page,
        rows=[(match, present.get(pair), _reasons(match)) for match, pair in zip(page, pairs, strict=True)],
        recommended=recommended.count(),
        total=SuggestedMatch.objects.filter(mission=mission).count(),
        only=only,
        query_text=request.GET.get("q", ""),
    )


def _reasons(match: SuggestedMatch) -> dict[str, list[dict[str, Any]]]:
    """Part the reasons for the page: words against words, codes, and what helps them meet."""
    parts: dict[str, list[dict[str, Any]]] = {"phrase": [], "code": [], "fit": []}
    for reason in match.reasons:
        kind = reason["kind"]
        if kind == "phrase":
            needs_ours = reason["ours"] == reason["params"].get("need")
            parts["phrase"].append({**reason, "needs": "ours" if needs_ours else "theirs"})
        else:
            parts["fit" if kind == "fit" else "code"].append(reason)
    return parts


@require_POST
@needs("missions.change")
def take_matches(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Make wishes of the ticked proposals, or of all recommended ones."""
    mission = get_mission(pk)
    rows = SuggestedMatch.objects.filter(mission=mission)
    if request.POST.get("scope") == "recommended":
        rows = rows.filter(selected=True)
    else:
        rows = rows.filter(pk__in=[pk for pk in request.POST.getlist("match") if pk.isdigit()])
    note = request.POST.get("consent_note", "").strip()
    if request.POST.get("consent") and not note:
        messages.error(
            request,
            _("Write how both sides gave their consent, for example: by phone, 3 December."),
        )
        return redirect(desk_url(request.desk, "missions:matches", mission.pk))
    made = domain.wishes_from_matches(
        mission, rows, request.user, consent=bool(request.POST.get("consent")), note=note,
        answer_by=asking.answer_by(registering.registration_of(mission), timezone.now()),
    )  # fmt: skip
    if made:
        text = ngettext("%(count)s wish was added.", "%(count)s wishes were added.", made)
        messages.success(request, text % {"count": made})
    else:
        messages.info(request, _("Nothing new: tick a pair that has no wish yet."))
    return redirect(desk_url(request.desk, "missions:wishes", mission.pk))


@require_GET
@needs("missions.view")
def wish_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the wishes with both sides' answers."""
    return _wish_page(request, pk, None)


def _wish_page(request: DeskRequest, pk: int, form: WishForm | None) -> HttpResponseBase:
    mission = get_mission(pk)
    state, query = request.GET.get("state", ""), request.GET.get("q", "")
    known = count(mission)
    # Every wish is agreed, waits, or is closed.
    counts = {
        "agreed": known.agreed,
        "waiting": known.waiting,
        "declined": known.all_wishes - known.agreed - known.waiting,
    }
    rows = queries.wishes(mission, query, state).order_by("id").values_list("pk", flat=True)
    pages = Paginator(rows, PER_PAGE)
    if not query:
        pages.count = counts.get(state, known.all_wishes)  # counted already, in one look at all of them
    page: Any = pages.get_page(request.GET.get("page"))
    page.object_list = queries.wishes_in_full(mission, list(page.object_list))
    return mission_page(
        request,
        "missions/wishes.html",
        mission,
        "wishes",
        stages=stages_of(mission, known),
        page=page,
        state=state,
        counts=counts,
        proposals=known.matches,
        query_text=query,
        reported=Message.objects.filter(
            mission=mission, reported_at__isnull=False, settled_at__isnull=True
        ).count(),
        **_choices(),
        form=form or WishForm(mission=mission, desk=request.desk),
        form_open=form is not None,
    )


@require_POST
@needs("missions.change")
def add_wish(request: DeskRequest, pk: int) -> HttpResponseBase:
    mission = get_mission(pk)
    form = WishForm(request.POST, mission=mission, desk=request.desk)
    if form.is_valid():
        data = form.cleaned_data
        asker, partner = data["ours"], data["theirs"]
        if data["asked_by"] == "theirs":
            asker, partner = partner, asker
        try:
            domain.add_wish(mission, asker, partner, data["weight"], request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The wish is kept; it gets a time once the partner agrees."))
            return redirect(desk_url(request.desk, "missions:wishes", mission.pk))
    return _wish_page(request, pk, form)


@require_POST
@needs("missions.change")
def change_wish(request: DeskRequest, pk: int, wish_pk: int) -> HttpResponseBase:
    """Change a wish's weight or write down an answer, with how consent was given."""
    mission = get_mission(pk)
    wish = get_object_or_404(queries.wishes(mission), pk=wish_pk)
    note, error = request.POST.get("consent_note", ""), ""
    try:
        with transaction.atomic():
            if "weight" in request.POST and request.POST["weight"] != wish.weight:
                domain.set_weight(wish, request.POST["weight"], request.user)
            for side, name in domain.ANSWER_FIELDS.items():
                if name in request.POST:
                    domain.answer(wish, side, request.POST[name], request.user, note)
    except ValidationError as failed:
        if not request.htmx:
            say_error(request, failed)
            return redirect(desk_url(request.desk, "missions:wishes", mission.pk))
        error = failed.messages[0]
        wish = queries.wishes(mission).get(pk=wish_pk)
    if request.htmx:
        context = {
            "wish": wish,
            "mission": mission,
            **_choices(),
            "error": error,
            "note": note if error else "",
        }
        return render(request, "missions/_wish.html", context)
    return redirect(desk_url(request.desk, "missions:wishes", mission.pk))


def _choices() -> dict[str, Any]:
    answers = (Wish.Consent.ASKED, Wish.Consent.AGREED, Wish.Consent.DECLINED)
    return {"weights": Wish.Weight.choices, "answers": [(one.value, one.label) for one in answers]}


@require_GET
@needs("missions.view")
def suggest(request: DeskRequest, pk: int) -> HttpResponseBase:
    """List the companies of one side that fit what is typed: a few, however many there are."""
    mission = get_mission(pk)
    side = "theirs" if "theirs" in request.GET else "ours"
    rows = queries.companies(mission, request.GET.get(side, ""), side).filter(status=Company.Status.ACCEPTED)
    return render(request, "missions/_suggestions.html", {"rows": rows.order_by("key", "id")[:SUGGESTED]})


@require_GET
@needs("missions.view")
def reported(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the messages that somebody reported; no other message is shown to anybody at the desk."""
    mission = get_mission(pk)
    rows = Message.objects.filter(mission=mission, reported_at__isnull=False)
    rows = rows.select_related("sender", "wish__asker", "wish__partner").order_by(
        "settled_at", "-reported_at"
    )
    return mission_page(request, "missions/reported.html", mission, "wishes", rows=rows[:200])


@require_POST
@needs("missions.change")
def settle_reported(request: DeskRequest, pk: int, message_pk: int) -> HttpResponseBase:
    """Settle a report: no more messages go between the two, or nothing is done."""
    mission = get_mission(pk)
    message = get_object_or_404(
        Message.objects.select_related("wish"), mission=mission, pk=message_pk, reported_at__isnull=False
    )
    with transaction.atomic():
        if request.POST.get("act") == "block":
            message.wish.our_block = message.wish.their_block = True
            message.wish.save(update_fields=["our_block", "their_block", "updated_at"])
            record(message.wish, "blocked", request.user)
        message.settled_at = timezone.now()
        message.save(update_fields=["settled_at", "updated_at"])
    messages.success(request, _("Settled."))
    return redirect(desk_url(request.desk, "missions:reported", mission.pk))
