"""The organiser's side of registration: open it, ask own questions, decide about who registered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.forms import modelformset_factory
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.trail import record
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import registering
from egiz.desk.missions.interfaces import letters
from egiz.desk.missions.interfaces.profile_forms import with_more
from egiz.desk.missions.interfaces.registration_forms import (
    QuestionForm,
    RegistrationForm,
    VerdictForm,
)
from egiz.desk.missions.interfaces.sending import ready, send_soon
from egiz.desk.missions.models import Company, Mission, Question, Registration
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

PER_PAGE = 30
Questions = modelformset_factory(Question, form=QuestionForm, extra=1, can_delete=True, max_num=60)


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def settings(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Open registration, set its days and limits, write one's own questions."""
    mission = get_mission(pk)
    registration = ready(request, mission)
    data: Any = request.POST if request.method == "POST" else None
    more = data is not None and "more" in data
    if more:
        data = with_more(data, "questions")
    copy = Registration.objects.select_related("mission__desk").get(pk=registration.pk)
    form = RegistrationForm(data, instance=copy, desk=request.desk)
    questions = Questions(data, queryset=Question.objects.filter(mission=mission), prefix="questions")
    if request.method == "POST" and not more and form.is_valid() & questions.is_valid():
        with transaction.atomic():
            form.save()
            for row in questions.forms:
                row.instance.mission = mission
            questions.save()
            record(mission, "registration_set", request.user)
        said = (
            _("Registration is open: pass the address on.")
            if copy.is_open
            else _("Saved. Registration is closed.")
        )
        messages.success(request, said)
        return redirect(desk_url(request.desk, "missions:registration", mission.pk))
    if more:
        for one in (form, *questions.forms):
            one.errors.clear()
    return mission_page(
        request,
        "missions/registration.html",
        mission,
        "register",
        form=form,
        questions=questions,
        registration=registration,
        link=request.build_absolute_uri(reverse("missions_public:register", args=[registration.code])),
        counts=registering.status_counts(mission),
        earlier=Mission.objects.exclude(pk=mission.pk).filter(companies__isnull=False).distinct()[:50],
    )


TO_DECIDE = (Company.Status.SENT, Company.Status.RETURNED, Company.Status.DRAFT, Company.Status.INVITED)


@require_GET
@needs("missions.view")
def review(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show who registered and waits for a decision."""
    mission = get_mission(pk)
    status = request.GET.get("status", Company.Status.SENT)
    rows = Company.objects.filter(mission=mission).select_related("double_of")
    rows = (
        rows.filter(status=status) if status in Company.Status.values else rows.filter(status__in=TO_DECIDE)
    )
    order = Case(When(registered_at=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    page = Paginator(rows.order_by(order, "registered_at", "id"), PER_PAGE).get_page(request.GET.get("page"))
    questions = list(Question.objects.filter(mission=mission))
    counts = registering.status_counts(mission)
    return mission_page(
        request,
        "missions/review.html",
        mission,
        "register",
        page=page,
        rows=[(one, answers_of(one, questions)) for one in page],
        status=status,
        states=[(value, label, counts.get(value, 0)) for value, label in Company.Status.choices],
        registration=registering.registration_of(mission),
    )


def answers_of(
    company: Company, questions: list[Question], *, shown_only: bool = False
) -> list[tuple[str, str]]:
    """List a company's answers to the organiser's questions, as a person reads them."""
    return [
        (one.words(), one.answer_words(company.answers[str(one.pk)]))
        for one in questions
        if str(one.pk) in company.answers and (one.is_shown or not shown_only)
    ]


@require_POST
@needs("missions.change")
def decide(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Decide about one company, or accept all that are ticked; each gets its letter."""
    mission = get_mission(pk)
    registration = ready(request, mission)
    numbers = [number for number in request.POST.getlist("company") if number.isdigit()]
    form = VerdictForm(request.POST)
    back = desk_url(request.desk, "missions:review", mission.pk)
    if not form.is_valid() or not numbers:
        messages.info(request, _("Tick at least one company."))
        return redirect(back)
    verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
    done = 0
    for company in Company.objects.filter(mission=mission, pk__in=numbers).select_related(
        "mission__desk", "desk"
    ):
        try:
            with transaction.atomic():
                if not registering.review(company, verdict, reason, request.user):
                    continue
                company.mission.registration = registration
                letters.write(company, company.status, registration)
        except ValidationError as error:
            say_error(request, error)
            break
        done += 1
    if done:
        send_soon(registration, request.user)
        text = ngettext("%(count)s company is decided.", "%(count)s companies are decided.", done)
        messages.success(request, text % {"count": done})
    return redirect(back)


@require_POST
@needs("missions.change")
def invite(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take over who came to an earlier mission; their letters are looked at before they go."""
    mission = get_mission(pk)
    number = request.POST.get("mission", "")
    before = get_mission(int(number)) if number.isdigit() else None
    if before is None or before.pk == mission.pk:
        messages.info(request, _("Choose an earlier mission."))
        return redirect(desk_url(request.desk, "missions:registration", mission.pk))
    ready(request, mission)
    made = registering.invite_from(mission, before, request.user)
    text = ngettext(
        "%(count)s company is on the list as invited. Look at the letter and send it.",
        "%(count)s companies are on the list as invited. Look at the letter and send it.",
        len(made),
    )
    messages.success(request, text % {"count": len(made)})
    return redirect(desk_url(request.desk, "missions:write", mission.pk, "invite"))
