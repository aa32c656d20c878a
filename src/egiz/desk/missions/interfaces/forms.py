"""What a person types, checked before the domain sees it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz import matching
from egiz.desk.core import joints
from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.trail import history_of, record
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.forms import TerritoryField
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.joints import Origin
from egiz.desk.core.models import Desk, Side, User
from egiz.desk.missions.domain.registering import new_key
from egiz.desk.missions.domain.slots import not_understood
from egiz.desk.missions.interfaces.reasons import COOPERATION, LANGUAGES
from egiz.desk.missions.models import Company, Interpreter, Mission, MissionSettings, Session, Table, Wish

MOST_TABLES = 400


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class LinesField(forms.CharField):
    """Several phrases, one on a line; semicolons part them too."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        parts = (part.strip() for part in text.replace(";", "\n").splitlines())
        return list(dict.fromkeys(part for part in parts if part))


class TimesField(LinesField):
    """Days and half days: 2026-12-09, 2026-12-09 AM, 2026-12-09 10:00-12:00."""

    def clean(self, value: Any) -> list[str]:
        stretches = super().clean(value)
        if wrong := not_understood(stretches):
            raise ValidationError(
                _("“%(text)s” is not understood; write a day (2026-12-09), a half day (2026-12-09 AM) "
                  "or hours (2026-12-09 10:00-12:00)."),
                params={"text": wrong[0]},
            )  # fmt: skip
        return stretches


class MissionForm(Versions, forms.ModelForm[Mission]):
    slot_minutes = forms.IntegerField(
        label=_("Length of a meeting, minutes"), min_value=5, max_value=240, initial=30
    )
    pause_minutes = forms.IntegerField(
        label=_("Time to change tables, minutes"), min_value=0, max_value=60, initial=0
    )
    tables_wanted = forms.IntegerField(
        label=_("Tables"), min_value=0, max_value=MOST_TABLES, initial=10,
        help_text=_("How many pairs can sit at the same time."),
    )  # fmt: skip
    online_rooms = forms.IntegerField(
        label=_("Online rooms"), min_value=0, max_value=500, initial=6,
        help_text=_("How many online meetings can run at the same time."),
    )  # fmt: skip
    breaks_per = forms.ChoiceField(
        label=_("Waiting between meetings counts within"), initial="day",
        choices=[("session", _("a session")), ("day", _("a day")), ("event", _("the whole mission"))],
    )  # fmt: skip
    seconds = forms.IntegerField(
        label=_("Longest search for a schedule, seconds"), min_value=2, max_value=3600, initial=60
    )

    OWN = ("slot_minutes", "pause_minutes", "online_rooms", "breaks_per", "seconds")

    class Meta:
        model = Mission
        fields = ("name", "kind", "purpose", "place", "zone", "host", "room_link", "status")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "zone": _("Where the tables stand, for example Asia/Tashkent or Asia/Atyrau."),
            "room_link": _(
                "Any vendor's link, or your own server: https://meet.example.org/{room}. Each meeting gets a "
                "room with a name nobody can guess."
            ),
        }

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        if self.instance.pk:
            for name, value in self.instance.rules.as_json().items():
                self.fields[name].initial = value
            self.fields["tables_wanted"].initial = self.instance.tables.count()
        else:
            self.fields["zone"].initial = desk.timezone
            self.fields["kind"].required = False
            del self.fields["status"]
        names = {Side.OURS: desk.our_name or desk.country, Side.THEIRS: desk.their_name or desk.their_country}
        self.fields["host"].choices = [(side.value, names[side]) for side in (Side.OURS, Side.THEIRS)]  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        return str(self.cleaned_data.get("kind") or Mission.Kind.COUNCIL)

    def clean_room_link(self) -> str:
        link = str(self.cleaned_data.get("room_link") or "").strip()
        if link and not link.startswith("https://"):
            raise ValidationError(_("Write the address with https:// in front."))
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own = {name: data[name] for name in self.OWN if name in data}
        self.instance.settings = MissionSettings(**own).as_json()
        self.instance.desk = self.desk
        return data


class RowForm(Versions, forms.ModelForm):
    """A row of a mission's set-up: what two people changed in it is shown to whoever comes second."""

    def _who(self, name: str) -> str:  # noqa: ARG002 - a row's changes are told in its mission's history
        newest = next((one for one in history_of(self.instance.mission)[:20] if one.user), None)
        return str(newest.user) if newest else ""

    @property
    def is_gone(self) -> bool:
        """Say whether somebody took the row away while it was open here."""
        return "id" in self.errors and self.instance.pk is None


class Rows(forms.BaseInlineFormSet):
    """The rows of a set-up; none that somebody else changed meanwhile is taken away unseen."""

    def clean(self) -> None:
        super().clean()
        rows: list[Any] = self.initial_forms
        gone = [row for row in rows if getattr(row, "cleaned_data", {}).get("DELETE")]
        if any(row.conflicts or row.theirs for row in gone):
            text = _(
                "Somebody changed what you take away: it stands here as it is now. Save again to remove."
            )
            raise ValidationError(text)


def rows_of(model: Any, form: Any, count: int, most: int) -> Any:
    """Make a set of rows with as many empty ones as are proposed, and one more."""
    return forms.inlineformset_factory(
        Mission,
        model,
        form=form,
        formset=Rows,
        extra=count + 1,
        max_num=most,
        validate_max=True,
        can_delete=True,
    )


class SessionForm(RowForm):
    class Meta:
        model = Session
        fields = ("date", "starts", "ends")
        widgets = {"date": DateInput(), "starts": TimeInput(), "ends": TimeInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            # A row is empty until its day is written; hours alone would make every spare row an error.
            self.fields["starts"].initial = self.fields["ends"].initial = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if isinstance(starts, dt.time) and isinstance(ends, dt.time) and starts >= ends:
            self.add_error("ends", _("A session must end after it begins."))
        return data


class InterpreterForm(RowForm):
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES.items(), widget=forms.CheckboxSelectMultiple
    )
    availability = TimesField(label=_("When there"), required=False, widget=forms.TextInput)

    class Meta:
        model = Interpreter
        fields = ("name", "languages", "availability")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["availability"] = "; ".join(self.instance.availability)


MOST_SESSIONS, MOST_INTERPRETERS = 60, 200
SessionFormSet = rows_of(Session, SessionForm, 1, MOST_SESSIONS)
InterpreterFormSet = rows_of(Interpreter, InterpreterForm, 0, MOST_INTERPRETERS)


def set_tables(mission: Mission, wanted: int) -> None:
    """Return the mission that many tables; the last ones go first, named ones stay in their order."""
    tables = list(mission.tables.all())
    for table in tables[wanted:]:
        table.delete()
    taken = {table.name for table in tables}
    number = 0
    for order in range(len(tables), wanted):
        number += 1
        while str(number) in taken:
            number += 1
        Table.objects.create(mission=mission, name=str(number), order=order + 1)
        taken.add(str(number))


@transaction.atomic
def keep_setup(
    form: MissionForm, rows: Iterable[Any], user: User | None, start: Origin | None = None
) -> Mission:
    """Write a mission's set-up with its rows, and tie a new one to what it begins from."""
    new = form.instance.pk is None
    saved = form.save()
    for part in rows:
        part.instance = saved
        part.save()
    set_tables(saved, form.cleaned_data["tables_wanted"])
    record(saved, "created" if new else "set_up", user)
    joints.tie_to(start, joints.Made(saved.name, desk_url(saved.desk, "missions:mission", saved.pk)), user)
    return saved


class ImportForm(forms.Form):
    """The list of each side; one of them is enough."""

    ours = forms.FileField(required=False)
    theirs = forms.FileField(required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, name in side_choices(desk):
            self.fields[side].label = _("List of companies, XLSX: %(side)s") % {"side": name}
            self.fields[side].widget.attrs["accept"] = ".xlsx"

    def _checked(self, name: str) -> Any:
        if upload := self.cleaned_data[name]:
            check_upload(upload, ("xlsx",))
        return upload

    def clean_ours(self) -> Any:
        return self._checked("ours")

    def clean_theirs(self) -> Any:
        return self._checked("theirs")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("ours") or data.get("theirs")):
            raise ValidationError(_("Choose a file first."))
        return data


def side_choices(desk: Desk) -> list[tuple[str, str]]:
    return [
        (Side.OURS.value, f"{desk.country} · {desk.our_name or Side.OURS.label}"),
        (Side.THEIRS.value, f"{desk.their_country} · {desk.their_name or Side.THEIRS.label}"),
    ]


class CompanyForm(Versions, forms.ModelForm[Company]):
    offers = LinesField(
        label=_("Offers"), required=False, help_text=_("One thing on a line, in any language.")
    )
    needs = LinesField(label=_("Needs"), required=False, help_text=_("One thing on a line, in any language."))
    codes = LinesField(label=_("Activity codes"), required=False, help_text=_("For example 28.13"))
    need_codes = LinesField(label=_("Activity codes looked for"), required=False)
    availability = TimesField(
        label=_("When it can meet"), required=False,
        help_text=_("Empty means always. A day: 2026-12-09; a half day: 2026-12-09 AM."),
    )  # fmt: skip
    not_with = LinesField(
        label=_("Not with"), required=False, help_text=_("Names or codes of companies to avoid.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES.items(), required=False, widget=forms.CheckboxSelectMultiple
    )
    cooperation = forms.MultipleChoiceField(
        label=_("Kind of cooperation"), choices=COOPERATION.items(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Company
        fields = (
            "side", "key", "name", "place", "offers", "needs", "codes", "need_codes", "cooperation",
            "languages", "mode", "availability", "min_meetings", "max_meetings", "representatives",
            "not_with", "contact", "email", "phone", "language", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, mission: Mission, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mission = mission
        # Not in Meta: it would ask for regions outside any desk, while the module is loaded.
        self.fields["territory"] = TerritoryField(initial=self.instance.territory_id)
        self.fields["side"].choices = side_choices(desk)  # type: ignore[attr-defined]
        self.fields["key"].required = False
        self.fields["key"].help_text = _("Left empty, the desk gives one.")

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"] or self.instance.key or new_key("N"))
        same = Company.objects.filter(mission=self.mission, side=self.cleaned_data.get("side", ""), key=key)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("Another company of this side has the code %(key)s."), params={"key": key}
            )
        return key

    def clean(self) -> dict[str, Any]:
        from egiz.desk.missions.domain.registration import profile_of  # noqa: PLC0415 - only when a form comes in

        data = super().clean() or {}
        low, high = data.get("min_meetings"), data.get("max_meetings")
        if low is not None and high is not None and low > high:
            self.add_error("max_meetings", _("The most meetings must not be below the fewest."))
        elif not self.errors:
            probe = Company(**{name: value for name, value in data.items() if name != "organisation"})
            probe.pk = self.instance.pk or 1
            try:
                profile_of(probe)
            except matching.ProfileError as error:
                self.add_error(error.field if error.field in self.fields else None, error.message)
        return data


class CompanyNamed(forms.CharField):
    """A company by its code or its name as typed; a list of twenty thousand is no list to choose from."""

    def __init__(self, side: str, **kwargs: Any) -> None:
        super().__init__(max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)
        self.side = side
        self.mission: Mission | None = None

    def clean(self, value: Any) -> Company:
        text = str(super().clean(value)).strip()
        key = text.split(" · ", 1)[0].strip()
        rows = Company.objects.filter(mission=self.mission, side=self.side, status=Company.Status.ACCEPTED)
        if found := rows.filter(key=key).first() or rows.filter(name=text).first():
            return found
        for word in fold(text).split():
            rows = rows.filter(search_key__contains=word)
        near = list(rows.order_by("key")[:4])
        if len(near) == 1:
            return near[0]
        if not near:
            raise ValidationError(
                _("No company of this side is called so; type its code or a part of its name.")
            )
        raise ValidationError(
            _("Several companies fit: %(names)s. Type the code of one."),
            params={"names": "; ".join(f"{one.key} · {one.short_name}" for one in near)},
        )


class WishForm(forms.Form):
    ours = CompanyNamed("ours", label=_("Company of our side"), help_text=_("Code or part of the name."))
    theirs = CompanyNamed(
        "theirs", label=_("Company of their side"), help_text=_("Code or part of the name.")
    )
    asked_by = forms.ChoiceField(label=_("Who asks"))
    weight = forms.ChoiceField(label=_("Weight"), choices=Wish.Weight.choices, initial=Wish.Weight.WANT)

    def __init__(self, *args: Any, mission: Mission, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ours", "theirs"):
            typed: Any = self.fields[name]
            typed.mission = mission
            typed.widget.attrs |= {
                "list": f"{name}_fitting",
                "hx-get": desk_url(desk, "missions:suggest", mission.pk),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": f"#{name}_fitting",
                "hx-sync": "this:replace",
            }
        asked_by: Any = self.fields["asked_by"]
        asked_by.choices = [(Side.OURS.value, desk.country), (Side.THEIRS.value, desk.their_country)]


class SolveForm(forms.Form):
    seconds = forms.IntegerField(
        label=_("Longest search, seconds"), min_value=2, max_value=3600, required=False
    )
    note = forms.CharField(label=_("What this version is for"), max_length=300, required=False)
    way = forms.ChoiceField(
        label=_("How"),
        choices=[("repair", _("change as little as possible")), ("scratch", _("from scratch"))],
        initial="repair",
        help_text=_("The first takes in what is new and moves as few published meetings as possible."),
    )


def first_error(errors: Iterable[Any]) -> str:
    return str(next(iter(errors), ""))
