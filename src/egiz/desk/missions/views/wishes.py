from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.missions.domain import queries
from egiz.desk.missions.domain import wishes as domain
from egiz.desk.missions.interfaces.forms import WishForm
from egiz.desk.missions.models import SuggestedMatch, Wish
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

PER_PAGE = 30


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
    made = domain.wishes_from_matches(mission, rows, request.user, consent=bool(request.POST.get("consent")))
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
    state = request.GET.get("state", "")
    page = Paginator(
        queries.wishes(mission, request.GET.get("q", ""), state).order_by("id"), PER_PAGE
    ).get_page(request.GET.get("page"))
    return mission_page(
        request,
        "missions/wishes.html",
        mission,
        "wishes",
        page=page,
        state=state,
        counts={name: queries.wishes(mission, state=name).count() for name in queries.STATES},
        proposals=SuggestedMatch.objects.filter(mission=mission).count(),
        query_text=request.GET.get("q", ""),
        weights=Wish.Weight.choices,
        answers=Wish.Consent.choices,
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
    """Change a wish's weight or write down an answer."""
    mission = get_mission(pk)
    wish = get_object_or_404(queries.wishes(mission), pk=wish_pk)
    try:
        if "weight" in request.POST and request.POST["weight"] != wish.weight:
            domain.set_weight(wish, request.POST["weight"], request.user)
        for side, name in domain.ANSWER_FIELDS.items():
            if name in request.POST:
                domain.answer(wish, side, request.POST[name], request.user)
    except ValidationError as error:
        say_error(request, error)
        return redirect(desk_url(request.desk, "missions:wishes", mission.pk))
    if request.htmx:
        context = {
            "wish": wish,
            "mission": mission,
            "weights": Wish.Weight.choices,
            "answers": Wish.Consent.choices,
        }
        return render(request, "missions/_wish.html", context)
    return redirect(desk_url(request.desk, "missions:wishes", mission.pk))


@require_POST
@needs("missions.change")
def agree_all(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Let the organiser record the consent of both sides for every wish that waits."""
    mission = get_mission(pk)
    changed = domain.agree_for_both(queries.wishes(mission, state="waiting"), request.user)
    text = ngettext(
        "Consent is recorded for %(count)s wish.", "Consent is recorded for %(count)s wishes.", changed
    )
    messages.success(request, text % {"count": changed})
    return redirect(desk_url(request.desk, "missions:wishes", mission.pk))
