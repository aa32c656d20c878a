"""The form that calls a group meeting: who meets, for how long, and with how many it is held."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.folding import fold
from egiz.desk.missions.interfaces.forms import LinesField
from egiz.desk.missions.models import Company, GroupMeeting, Mission
from egiz.desk.missions.models.group import MOST_SEATS


def find_company(mission: Mission, text: str) -> Company:
    """Return the company that is meant by a code, a name, or a part of one.

    Raises
    ------
    ValidationError
        If none is called so, or several are.
    """
    key = text.split(" · ", 1)[0].strip()
    rows = Company.objects.filter(mission=mission, status=Company.Status.ACCEPTED).order_by("side", "key")
    for exact in (rows.filter(key=key), rows.filter(name=text)):
        if len(found := list(exact[:2])) == 1:
            return found[0]
    for word in fold(text).split():
        rows = rows.filter(search_key__contains=word)
    near = list(rows[:4])
    if len(near) == 1:
        return near[0]
    if not near:
        raise ValidationError(
            _("“%(name)s”: no company that takes part is called so."), params={"name": text}
        )
    raise ValidationError(
        _("“%(name)s”: several companies fit: %(names)s. Type the code of one."),
        params={"name": text, "names": "; ".join(f"{one.key} · {one.short_name}" for one in near)},
    )


class CompaniesField(forms.CharField):
    """Companies, one on a line, by code or name; what names none is told line by line."""

    widget = forms.Textarea(attrs={"rows": 4})
    mission: Mission | None = None

    def clean(self, value: Any) -> list[Company]:
        lines = LinesField(required=self.required).clean(value)
        if self.mission is None or len(lines) > MOST_SEATS:
            raise ValidationError(
                _("A group meeting has at most %(most)s companies."), params={"most": MOST_SEATS}
            )
        found, errors = [], []
        for line in lines:
            try:
                found.append(find_company(self.mission, line))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return found


class GroupForm(forms.ModelForm[GroupMeeting]):
    host = forms.CharField(
        label=_("Company that meets the others"), max_length=300, required=False,
        help_text=_("Code or name. Empty for a round table."),
    )  # fmt: skip
    companies = CompaniesField(
        label=_("Companies that are asked"),
        help_text=_("One on a line, by code or name, of either side. Each answers for itself."),
    )

    class Meta:
        model = GroupMeeting
        fields = ("name", "about", "weight", "length", "least")
        help_texts = {"least": _("With fewer that agree it gets no time.")}

    field_order = ("name", "about", "host", "companies", "length", "least", "weight")

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mission = self.instance.mission = mission
        named: Any = self.fields["companies"]
        named.mission = mission

    def clean_host(self) -> Company | None:
        text = self.cleaned_data["host"].strip()
        return find_company(self.mission, text) if text else None

    def group(self) -> GroupMeeting:
        """Return the meeting as the form says it, not yet kept."""
        made: GroupMeeting = self.save(commit=False)
        made.host = self.cleaned_data["host"]
        return made


class InviteForm(forms.Form):
    companies = CompaniesField(
        label=_("Ask further companies"), help_text=_("One on a line, by code or name.")
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["companies"]
        named.mission = mission
