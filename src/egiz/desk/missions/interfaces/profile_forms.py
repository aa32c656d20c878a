"""What a company fills in about itself, without an account."""

import re
from typing import Any

from babel.dates import get_timezone_location
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from egiz import matching
from egiz.desk.core.domain.zones import zone_names
from egiz.desk.core.interfaces.languages import locale
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk
from egiz.desk.missions.domain.registering import Filled
from egiz.desk.missions.interfaces.forms import LinesField, side_choices
from egiz.desk.missions.interfaces.reasons import COOPERATION, LANGUAGES, SIZES
from egiz.desk.missions.models import Company, Mission, Question, Registration, Session

CODE = re.compile(r"\d{2}(\.\d{1,2}(\.\d{1,3})?)?$")
GOODS = re.compile(r"\d{2}(\d{2}){0,4}$")
PHONE = re.compile(r"\+?[\d ()/.-]{5,40}$")
MOST_CODES = 12
MOST_PEOPLE = 12
NEAREST_CODES = 8
SHOWN = {"contact": _("who comes, with position"), "phone": _("telephone"), "email": _("e-mail")}
# What is agreed to, in the words that are kept with the answer. Only the first is needed to take part.
CONSENTS = {
    "process": _(
        "I agree that the organisers use what I write here to prepare and hold these meetings, and that "
        "accepted participants see the name, place, offers and needs of the company and what is ticked above."
    ),
    "keep": _("The profile may be kept, so that it need not be written again for a next mission."),
}
TEXTS = ("name", "registration", "place", "email", "phone", "language", "mode", "zone", "note", "size")
LISTS = ("offers", "needs", "codes", "need_codes", "hs_codes", "languages", "cooperation", "shown")
PARTS = {
    "offers": LinesField(label=_("What you offer"), required=False,
                         help_text=_("One thing on a line, in any language: goods, services, know-how.")),
    "needs": LinesField(label=_("What you need"), required=False,
                        help_text=_("What you would pay for or buy. One thing on a line, in any language.")),
}  # fmt: skip


class CodesField(forms.MultipleChoiceField):
    """Codes of activities as ticks; the form adds those that fit the words that were typed."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return bool(CODE.match(str(value)))


def code_choices(codes: list[str], words: str) -> list[tuple[str, str]]:
    """List the codes chosen already and those that the words may mean, each with its name."""
    from egiz.matching.codes import label_of  # noqa: PLC0415 - as above

    language = (get_language() or "en").split("-")[0]
    known = "ru" if language in {"ru", "kk"} else "en"
    found = {code: label_of(code, known) for code in codes if CODE.match(code)}
    if words.strip():
        try:
            hits = matching.finder.find_codes(words[:300], top=NEAREST_CODES)
        except matching.CodeError:
            hits = []
        for hit in hits:
            found.setdefault(hit.code, label_of(hit.code, known) or hit.label)
    return [(code, f"{code} {name}".strip()) for code, name in found.items()]


def zone_choices(mission: Mission) -> list[tuple[str, str]]:
    """List the zones people of this region and its partners live in, the mission's own first."""
    zones = dict.fromkeys((mission.zone, *zone_names()))
    named = [(zone, str(get_timezone_location(zone, locale=locale(), return_city=True))) for zone in zones]
    own = [row for row in named if row[0] == mission.zone]
    return [*own, *sorted((row for row in named if row[0] != mission.zone), key=lambda row: row[1])]


def session_choices(mission: Mission) -> list[tuple[str, str]]:
    """List the sessions as stretches of time: what is ticked is what the schedule obeys."""
    from egiz.desk.missions.templatetags.missions import stretches  # noqa: PLC0415 - it reads this package

    rows = [stretch_of(session) for session in mission.sessions.all()]
    return [(row, stretches([row])) for row in rows]


def stretch_of(session: Session) -> str:
    return f"{session.date} {session.starts:%H:%M}-{session.ends:%H:%M}"


def hours_of(company: Company, mission: Mission) -> list[str]:
    """Return which sessions a company's hours cover, for the ticks of its form."""
    from egiz.desk.missions.domain.slots import away, slots_of  # noqa: PLC0415 - only when a form is drawn

    if not company.availability:
        return []
    slots = slots_of(mission)
    absent = away(company.availability, slots)
    sessions = sorted(mission.sessions.all(), key=lambda one: (one.date, one.starts))
    return [
        stretch_of(session)
        for number, session in enumerate(sessions, 1)
        if any(slot.session == str(number) and slot.index not in absent for slot in slots)
    ]


class ProfileForm(Versions, forms.ModelForm[Company]):
    """A company about itself: the same form for a new registration and for its own page later."""

    offers = PARTS["offers"]
    needs = PARTS["needs"]
    code_words = forms.CharField(
        label=_("Your activity in a few words"), required=False, max_length=300,
        help_text=_("Press “Find codes” and tick what fits; a code finds partners in any language."),
    )  # fmt: skip
    codes = CodesField(label=_("What you do (OKED)"), required=False)
    need_code_words = forms.CharField(
        label=_("Activity of the partners you look for"), required=False, max_length=300
    )
    need_codes = CodesField(label=_("Whom you look for (OKED)"), required=False)
    hs_codes = LinesField(
        label=_("Goods codes (HS)"), required=False, widget=forms.TextInput,
        help_text=_("If you know them, parted by semicolons, for example 8413; 8481."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken at the table"),
        choices=LANGUAGES.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    cooperation = forms.MultipleChoiceField(
        label=_("Kind of cooperation"), choices=COOPERATION.items(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    size = forms.ChoiceField(label=_("Size"), required=False)
    hours = forms.MultipleChoiceField(
        label=_("When you can meet"), widget=forms.CheckboxSelectMultiple, required=False
    )
    shown = forms.MultipleChoiceField(
        label=_("What accepted participants see besides"), choices=SHOWN.items(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    # People do not see this field and leave it empty; programs that fill every field do not.
    website = forms.CharField(required=False, label=_("Leave this field empty"))

    class Meta:
        model = Company
        fields = (
            "side", "name", "registration", "place", "email", "phone", "language", "mode", "zone",
            "representatives", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        labels = {
            "side": _("Where you come from"),
            "name": _("Name of the company"),
            "registration": _("BIN, INN or another registration number"),
            "place": _("City"),
            "phone": _("Telephone"),
            "language": _("Language of our letters"),
            "mode": _("How you take part"),
            "zone": _("Your time zone"),
            "representatives": _("How many meetings you can hold at once"),
            "note": _("What the organisers should know"),
        }
        help_texts = {
            "email": _("Your personal link goes to this address."),
            "zone": _("For online meetings and for letters that do not come at night."),
            "note": _("For example a step-free way to the table. Other participants do not see it."),
        }

    def __init__(self, *args: Any, mission: Mission, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mission, self.registration = mission, registration
        self.is_new = self.instance.pk is None
        # A draft is kept as it is; only what a person needs to come back to it is asked for.
        self.is_draft = "draft" in self.data
        self._set_choices(mission.desk, registration)
        self._set_questions()
        self._set_consents()
        self.fields["email"].required = True
        if self.is_draft:
            for name, field in self.fields.items():
                field.required = name in {"side", "name", "email", "agree_process", "mode"} and field.required

    def _set_choices(self, desk: Desk, registration: Registration) -> None:
        one: Any
        sides = [row for row in side_choices(desk) if registration.sides in (row[0], "both")]
        if not self.is_new:
            del self.fields["side"]
        else:
            one = self.fields["side"]
            one.choices, one.initial = sides, sides[0][0]
        one = self.fields["language"]
        one.choices, one.required = settings.LANGUAGES, True
        self.initial["language"] = self.instance.language or (get_language() or "ru").split("-")[0]
        one = self.fields["size"]
        one.choices = [("", _("not said")), *SIZES.items()]
        self.fields["zone"] = forms.ChoiceField(
            label=self.fields["zone"].label,
            help_text=self.fields["zone"].help_text,
            choices=zone_choices(self.mission),
        )
        self.initial["zone"] = self.instance.zone or self.mission.zone
        one = self.fields["hours"]
        one.choices = session_choices(self.mission)
        one.required = bool(one.choices)
        if self.instance.pk:
            for name in ("offers", "needs", "languages", "cooperation", "size", "shown"):
                self.initial[name] = getattr(self.instance, name)
            self.initial["hs_codes"] = "; ".join(self.instance.hs_codes)
            self.initial["hours"] = hours_of(self.instance, self.mission)
        for name in ("codes", "need_codes"):
            kept = list(getattr(self.instance, name)) if self.instance.pk else []
            self.initial[name] = kept
            chosen = self.data.getlist(name) if hasattr(self.data, "getlist") else []
            words = str(self.data.get(f"{name.removesuffix('s')}_words", ""))
            one = self.fields[name]
            one.choices = code_choices(list(dict.fromkeys([*kept, *chosen])), words)

    def _set_questions(self) -> None:
        self.questions = list(Question.objects.filter(mission=self.mission))
        given = self.instance.answers if self.instance.pk else {}
        for one in self.questions:
            name = f"question_{one.pk}"
            self.fields[name] = _question_field(one)
            self.initial[name] = given.get(str(one.pk))

    def _set_consents(self) -> None:
        known = {one["what"] for one in self.instance.consents} if self.instance.pk else set()
        for what, text in CONSENTS.items():
            self.fields[f"agree_{what}"] = forms.BooleanField(label=text, required=what == "process")
            self.initial[f"agree_{what}"] = what in known

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[f"question_{one.pk}"] for one in self.questions]

    @property
    def is_looking(self) -> bool:
        """Say whether the form came back only for its codes to be found."""
        return "find" in self.data

    @property
    def is_a_program(self) -> bool:
        return bool(self.data.get("website"))

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data.get("phone") or "").strip()
        if phone and not PHONE.match(phone):
            raise ValidationError(_("Write the number with its country, for example +7 712 212 34 56."))
        return phone

    def clean_hs_codes(self) -> list[str]:
        codes = [re.sub(r"\s", "", code) for code in self.cleaned_data["hs_codes"]]
        for code in codes:
            if not GOODS.match(code):
                raise ValidationError(
                    _("“%(code)s” is not an HS code of 2 to 10 digits such as 8413."), params={"code": code}
                )
        return codes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("codes", "need_codes"):
            if len(data.get(name, [])) > MOST_CODES:
                self.add_error(name, _("Tick at most twelve codes; more say nothing about a company."))
        if not self.is_draft and not self.errors and not (data.get("offers") or data.get("needs")):
            self.add_error(
                "offers", _("Write what you offer or what you need; otherwise nobody can find you.")
            )
        return data

    def filled(self, people: list[dict[str, str]]) -> Filled:
        """Return what was filled in, as the domain keeps it."""
        data = self.cleaned_data
        values: dict[str, Any] = {name: data.get(name) or "" for name in TEXTS}
        values |= {name: list(data.get(name) or []) for name in LISTS}
        values["representatives"] = max(1, data.get("representatives") or 1)
        values["availability"] = list(data.get("hours") or [])
        values["people"] = people
        values["contact"] = "; ".join(person["name"] for person in people)[:300]
        values["answers"] = {
            str(one.pk): value
            for one in self.questions
            if (value := data.get(f"question_{one.pk}")) not in (None, "", [])
        }
        if self.is_new:
            values["side"] = data["side"]
            values["max_meetings"] = self.registration.most_meetings
        agreed = {what: str(text) for what, text in CONSENTS.items() if data.get(f"agree_{what}")}
        return Filled(values, agreed, sent=not self.is_draft)


def _question_field(one: Question) -> forms.Field:
    label, required = one.words(), one.required
    if one.kind == Question.Kind.YES:
        return forms.BooleanField(label=label, required=required)
    if one.kind == Question.Kind.ONE:
        options = one.options if required else [("", _("not said")), *one.options]
        return forms.ChoiceField(label=label, required=required, choices=options)
    if one.kind == Question.Kind.MANY:
        return forms.MultipleChoiceField(
            label=label, required=required, choices=one.options, widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PersonForm(forms.Form):
    """One who sits at the table."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data.get("phone") or "").strip()
        if phone and not PHONE.match(phone):
            raise ValidationError(_("Write the number with its country, for example +7 712 212 34 56."))
        return phone


PeopleFormSet = forms.formset_factory(PersonForm, extra=1, max_num=MOST_PEOPLE, validate_max=True)


def people_of(rows: Any) -> list[dict[str, str]]:
    """Return the people of a valid set of rows; rows left empty are none."""
    return [
        {name: row.cleaned_data.get(name, "") for name in ("name", "position", "phone", "email")}
        for row in rows
        if row.cleaned_data.get("name")
    ]


def with_more(data: Any, prefix: str, step: int = 1) -> Any:
    """Return what was sent with one more empty row: nothing typed is lost, nothing is saved."""
    data = data.copy()
    try:
        count = int(data.get(f"{prefix}-TOTAL_FORMS", 0))
    except ValueError:
        count = 0
    data[f"{prefix}-TOTAL_FORMS"] = str(min(count + step, 500))
    return data
