"""The organiser's letters: to exactly those who lack something, previewed, sent; and what came back."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import jobs
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.domain.trail import record
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.missions.domain import bounces, worklist
from egiz.desk.missions.domain import letters as domain
from egiz.desk.missions.interfaces import letters
from egiz.desk.missions.interfaces.sending import ready, send_soon
from egiz.desk.missions.models import Company, Letter, Mailing
from egiz.desk.missions.views.shared import get_mission, mission_page

PER_PAGE = 40
SHOWN_HELD = 30
LANGUAGES = dict(settings.LANGUAGES)


class WordsForm(forms.Form):
    """The organiser's own words in a letter, for each language that is read among the recipients."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.fields[code] = forms.CharField(
                label=_("Your own words: %(language)s") % {"language": LANGUAGES.get(code, code)},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def write(request: DeskRequest, pk: int, kind: str) -> HttpResponseBase:
    """Look at a letter in each language it goes out in, then send it."""
    if kind not in letters.BY_ORGANISER:
        msg = "No such letter"
        raise Http404(msg)
    mission = get_mission(pk)
    registration = ready(request, mission)
    mission.registration = registration
    now = timezone.now()
    who = worklist.audience(mission, registration, kind, now, is_service=letters.about(kind).is_service)
    first: dict[str, Company] = {}
    for company in who.goes:
        company.mission = mission
        first.setdefault(company.reads, company)
    form = WordsForm(request.POST or None, languages=sorted(first))
    words = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if request.method == "POST" and "send" in request.POST and form.is_valid() and who.goes:
        mailing = Mailing.objects.create(mission=mission, kind=kind, words=words, created_by=request.user)
        payload = {"mission": mission.pk, "mailing": mailing.pk, "companies": [one.pk for one in who.goes]}
        mailing.job = jobs.enqueue(
            request.desk, "missions.mail", payload, request.user, title=letters.label(kind)
        )
        mailing.save(update_fields=["job", "updated_at"])
        record(mission, "letters_sent", request.user)
        return go(request, "core:job", mailing.job.pk)
    shown = [
        (
            LANGUAGES.get(code, code),
            code,
            letters.compose(company, kind, registration.base_url, words),
            company,
        )
        for code, company in sorted(first.items())
    ]
    return mission_page(
        request,
        "missions/write.html",
        mission,
        "register",
        kind=kind,
        label=letters.label(kind),
        form=form,
        goes=who.goes,
        held=who.held[:SHOWN_HELD],
        held_count=len(who.held),
        previews=shown,
        registration=registration,
        kinds=[(name, letters.label(name)) for name in letters.BY_ORGANISER],
    )


@require_GET
@needs("missions.view")
def letter_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what was sent, what waits, what came back."""
    mission = get_mission(pk)
    state = request.GET.get("state", "")
    rows = Letter.objects.filter(mission=mission).select_related("company").order_by("-id")
    if state in Letter.State.values:
        rows = rows.filter(state=state)
    counted = dict(
        Letter.objects.filter(mission=mission).order_by().values_list("state").annotate(count=Count("pk"))
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return mission_page(
        request,
        "missions/letters.html",
        mission,
        "register",
        page=page,
        rows=[(one, letters.label(one.kind)) for one in page],
        state=state,
        states=[(value, label, counted.get(value, 0)) for value, label in Letter.State.choices],
        kinds=[(name, letters.label(name)) for name in letters.BY_ORGANISER],
    )


@require_POST
@needs("missions.change")
def letter_act(request: DeskRequest, pk: int, letter_pk: int) -> HttpResponseBase:
    """Send a letter again that perhaps went, or note that letters to this address come back."""
    mission = get_mission(pk)
    letter = get_object_or_404(Letter.objects.select_related("company"), mission=mission, pk=letter_pk)
    if request.POST.get("act") == "again":
        if domain.again([letter]):
            record(letter.company, "letter_again", request.user)
            send_soon(ready(request, mission), request.user)
            messages.success(request, _("The letter is sent again."))
    elif request.POST.get("act") == "bounced":
        domain.mark_bounced(letter.company, _("noted by the organiser"))
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.BOUNCED)
        record(letter.company, "letters_bounce", request.user)
        messages.success(request, _("Nothing more goes to this address until it is changed."))
    return redirect(desk_url(request.desk, "missions:letters", mission.pk))


class ReportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Letter that came back (.eml)"))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        check_upload(upload, ("eml",))
        return upload


@require_POST
@needs("missions.change")
def take_bounce(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Read a report of a mail server and silence the addresses it names."""
    mission = get_mission(pk)
    form = ReportForm(request.POST, request.FILES)
    back = redirect(desk_url(request.desk, "missions:letters", mission.pk))
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors["file"]))))
        return back
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.eml"
        path.write_bytes(form.cleaned_data["file"].read())
        try:
            failures = read_apart(bounces.read_report, path)
        except (bounces.NoReportError, ValidationError) as error:
            messages.error(request, str(error.args[0]) if error.args else str(error))
            return back
    silenced = bounces.take_report(mission, failures)
    if silenced:
        text = ngettext("%(count)s address takes no letters: %(names)s.",
                        "%(count)s addresses take no letters: %(names)s.", len(silenced))  # fmt: skip
        messages.success(
            request, text % {"count": len(silenced), "names": ", ".join(one.short_name for one in silenced)}
        )
        for one in silenced:
            record(one, "letters_bounce", request.user)
    elif any(one.is_final for one in failures):
        messages.info(request, _("The report names an address that no company of this mission has."))
    else:
        messages.info(request, _("The report speaks of a delay only; the letter may still arrive."))
    return back


@require_POST
@needs("missions.change")
def mail_good(request: DeskRequest, pk: int, company_pk: int) -> HttpResponseBase:
    """Note that an address works again."""
    mission = get_mission(pk)
    company = get_object_or_404(Company, mission=mission, pk=company_pk)
    domain.mark_good(company)
    record(company, "letters_arrive", request.user)
    messages.success(request, _("Letters go to this address again."))
    return redirect(desk_url(request.desk, "missions:company", mission.pk, company.pk))


@require_GET
@needs("missions.view")
def work(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the work list: what is missing, at whom, and the letter to exactly these."""
    mission = get_mission(pk)
    now = timezone.now()
    registration = ready(request, mission)
    rows = [(one, one.rows.order_by().count()) for one in worklist.gaps(mission, now)]
    key = request.GET.get("gap", "")
    chosen = next((one for one, _count in rows if one.key == key), None)
    page = Paginator(chosen.rows, PER_PAGE).get_page(request.GET.get("page")) if chosen else None
    return mission_page(
        request,
        "missions/work.html",
        mission,
        "register",
        rows=rows,
        chosen=chosen,
        page=page,
        milestones=worklist.milestones(registration),
        today=request.desk.today(),
        written=domain.reminders_of(mission, chosen.letter, [one.pk for one in page])
        if chosen and chosen.letter and page
        else {},
        registration=registration,
    )


@require_GET
@needs("missions.view")
def phones(request: DeskRequest, pk: int, key: str) -> HttpResponseBase:
    """Print whom to call about one gap, with the numbers, the hour there, and what to say."""
    mission = get_mission(pk)
    chosen = worklist.gap(mission, key, timezone.now())
    if chosen is None:
        msg = "No such list"
        raise Http404(msg)
    page = Paginator(chosen.rows, 200).get_page(request.GET.get("page"))
    return mission_page(request, "missions/phones.html", mission, "register", chosen=chosen, page=page)
