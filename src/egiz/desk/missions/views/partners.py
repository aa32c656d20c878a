"""On the personal link: who comes, whom to ask and why, one's own requests, words with partners."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.folding import fold
from egiz.desk.missions.domain import asking, matching, registering
from egiz.desk.missions.interfaces.sending import tell, tell_agreed
from egiz.desk.missions.models import Company, Message, Question, Wish
from egiz.desk.missions.views.public import by_link
from egiz.desk.missions.views.registration import answers_of
from egiz.desk.missions.views.shared import say_error

PER_PAGE = 20
RANKS = (1, 2, 3)


def _wish(company: Company, number: int) -> Wish:
    return get_object_or_404(asking.of(company), pk=number)


def _card(
    one: Company, company: Company, wishes: dict[int, Wish], questions: list[Question]
) -> dict[str, Any]:
    """Describe a participant as far as it agreed to be shown."""
    wish = wishes.get(one.pk)
    return {
        "company": one,
        "wish": wish,
        "state": asking.as_seen(wish, company, timezone.now()) if wish else "",
        "people": one.people if "contact" in one.shown else [],
        "phone": one.phone if "phone" in one.shown else "",
        "email": one.email if "email" in one.shown else "",
        "answers": answers_of(one, questions, shown_only=True),
    }


@require_GET
@by_link
def partners(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Show who comes: first whom we propose and why, then everybody."""
    mission = company.mission
    registration = registering.registration_of(mission)
    context: dict[str, Any] = {
        "company": company,
        "mission": mission,
        "registration": registration,
        "token": token,
        "may_see": company.is_in and asking.asking_has_begun(registration),
        "may_ask": asking.asking_is_open(registration),
    }
    if context["may_see"]:
        query = request.GET.get("q", "")
        rows = asking.catalogue(company)
        for word in fold(query).split():
            rows = rows.filter(search_key__contains=word)
        page = Paginator(rows.order_by("name", "id"), PER_PAGE).get_page(request.GET.get("page"))
        wishes = {asking.partner_of(wish, company).pk: wish for wish in asking.of(company)}
        questions = list(Question.objects.filter(mission=mission, is_shown=True))
        proposed = []
        if not query and page.number == 1:
            for match in asking.recommended(company):
                one = match.theirs if company.side == "ours" else match.ours
                if one.pk not in wishes:
                    proposed.append((_card(one, company, wishes, questions), match.reasons[:4]))
        context |= {
            "page": page,
            "query_text": query,
            "cards": [_card(one, company, wishes, questions) for one in page],
            "proposed": proposed,
            "open_requests": asking.open_requests(company, timezone.now()),
            "advice": matching.advice_of(company, asking.catalogue(company)),
            "avoided": list(company.not_with),
        }
    return render(request, "missions/partners.html", context)


@require_POST
@by_link
def ask(request: HttpRequest, company: Company, token: str, partner_pk: int) -> HttpResponseBase:
    """Ask a participant for a meeting."""
    partner = get_object_or_404(asking.catalogue(company), pk=partner_pk)
    words = request.POST.get("words", "")
    try:
        with transaction.atomic():  # a request is kept with the letter about it, or not at all
            wish, is_to_be_told = asking.ask(company, partner, words)
            if wish.is_agreed:
                tell_agreed(wish, company)
            elif is_to_be_told:
                tell(partner, "asked", f"{wish.pk}", partner=company, said=wish.words)
    except ValidationError as error:
        say_error(request, error)
    else:
        said = _("%(name)s is asked. You see here when the answer is yes.") % {"name": partner.name}
        if wish.is_agreed:
            said = _("You both want to meet. The time is set later, for all together.")
        messages.success(request, said)
    return _back(request, token)


def _back(request: HttpRequest, token: str) -> HttpResponseBase:
    name = "timetable" if request.POST.get("from") == "home" else "partners"
    return redirect(f"missions_public:{name}", token=token)


@require_POST
@by_link
def withdraw_request(request: HttpRequest, company: Company, token: str, wish_pk: int) -> HttpResponseBase:
    """Take back a request, or a meeting that was agreed to."""
    try:
        asking.withdraw(_wish(company, wish_pk), company)
    except ValidationError as error:
        say_error(request, error)
    else:
        messages.success(request, _("Taken back."))
    return _back(request, token)


@require_POST
@by_link
def rank(request: HttpRequest, company: Company, token: str, wish_pk: int) -> HttpResponseBase:
    """Note how much the company cares for a meeting."""
    value = request.POST.get("rank", "")
    place = int(value) if value in {str(one) for one in RANKS} else None
    asking.rank(_wish(company, wish_pk), company, place)
    messages.success(request, _("Kept. Only the organisers see it."))
    return _back(request, token)


@require_POST
@by_link
def avoid(request: HttpRequest, company: Company, token: str, partner_pk: int) -> HttpResponseBase:
    """Say that the company will not meet another one."""
    partner = get_object_or_404(
        Company.objects.filter(mission=company.mission, status=Company.Status.ACCEPTED).exclude(
            side=company.side
        ),
        pk=partner_pk,
    )
    asking.set_avoided(company, partner, avoided=True)
    messages.success(request, _("You will not meet %(name)s. Nobody is told.") % {"name": partner.name})
    return _back(request, token)


@require_POST
@by_link
def meet_again(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Take back that the company will not meet another one."""
    name = request.POST.get("name", "")
    company.not_with = [text for text in company.not_with if text != name]
    company.save(update_fields=["not_with", "updated_at"])
    messages.success(request, _("Taken back."))
    return _back(request, token)


@require_http_methods(["GET", "POST"])
@by_link
def talk(request: HttpRequest, company: Company, token: str, wish_pk: int) -> HttpResponseBase:
    """Show and take the words of two who agreed to meet."""
    wish = _wish(company, wish_pk)
    partner = asking.partner_of(wish, company)
    error, text = "", ""
    if request.method == "POST":
        act, text = request.POST.get("act", "say"), request.POST.get("text", "")
        try:
            _talk(company, wish, act, text, request.POST.get("message", ""))
        except ValidationError as failed:
            error = failed.messages[0]
        else:
            return redirect("missions_public:talk", token=token, wish_pk=wish.pk)
    return render(
        request,
        "missions/talk.html",
        {
            "company": company,
            "mission": company.mission,
            "token": token,
            "wish": wish,
            "partner": partner,
            "said": Message.objects.filter(wish=wish).select_related("sender"),
            "closed": asking.may_write(wish, company),
            "blocked": getattr(wish, asking.block_of(company)),
            "error": error,
            "text": text,
        },
        status=422 if error else 200,
    )


@transaction.atomic
def _talk(company: Company, wish: Wish, act: str, text: str, number: str) -> None:
    if act == "say":
        asking.say(wish, company, text)
        day = company.desk.today().isoformat()
        tell(asking.partner_of(wish, company), "message", f"{wish.pk}:{day}", partner=company)
    elif act in {"block", "unblock"}:
        asking.set_block(wish, company, blocked=act == "block")
    elif act == "report" and number.isdigit():
        asking.report(get_object_or_404(Message, wish=wish, pk=int(number)), company)
