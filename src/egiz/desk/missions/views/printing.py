"""Paper: the print pack of a version, made as a job and kept until the next one of its kind."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from egiz.desk.core.domain import jobs
from egiz.desk.core.domain.trail import target_name
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.models import Attachment
from egiz.desk.missions.interfaces.packs import PARTS
from egiz.desk.missions.views.schedule import get_version
from egiz.desk.missions.views.shared import get_mission, mission_page


class PackForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=_("What to print"), choices=list(PARTS.items()), initial=list(PARTS),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip
    lang = forms.ChoiceField(label=_("Language of what is for everybody"), choices=settings.LANGUAGES)
    ours = forms.ChoiceField(label=_("Agendas and badges of our side"), choices=settings.LANGUAGES)
    theirs = forms.ChoiceField(label=_("Agendas and badges of their side"), choices=settings.LANGUAGES)


@require_http_methods(["GET", "POST"])
@needs("missions.view")
def print_pack(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """Choose what to print; the pack is made as a job and waits here."""
    mission = get_mission(pk)
    version = get_version(mission, number)
    lang = (get_language() or "en").split("-")[0]
    own = request.desk.language
    form = PackForm(request.POST or None, initial={"lang": lang, "ours": own, "theirs": own})
    if request.method == "POST" and form.is_valid():
        if not version.meetings.exists():
            form.add_error(None, ValidationError(_("No meeting was placed, so there is nothing to print.")))
        else:
            data = form.cleaned_data
            payload = {
                "mission": mission.pk,
                "version": version.pk,
                "parts": data["parts"],
                "lang": data["lang"],
                "languages": {"ours": data["ours"], "theirs": data["theirs"]},
                "base": request.build_absolute_uri("/"),
            }
            return go(
                request, "core:job", jobs.enqueue(request.desk, "missions.pack", payload, request.user).pk
            )
    made = Attachment.objects.filter(target=target_name(version), target_id=version.pk)
    return mission_page(
        request,
        "missions/print.html",
        mission,
        "schedule",
        version=version,
        form=form,
        made=made.order_by("-created_at"),
    )
