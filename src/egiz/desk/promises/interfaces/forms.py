import datetime as dt
from typing import Any

from babel.dates import format_date
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.interfaces.forms import TerritoryField
from egiz.desk.core.interfaces.languages import locale
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Role, User
from egiz.desk.promises.models import OfficialMeeting, Promise

REPORT_KINDS = ("txt", "docx", "pdf")
LIST_KINDS = ("csv", "xlsx")
REPORT_LETTERS = 400_000


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=DateInput(), required=False, **kwargs)


class ReportForm(forms.Form):
    """A report to be read: pasted, or as a file."""

    text = forms.CharField(
        label=_("Text of the report"),
        required=False,
        max_length=REPORT_LETTERS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Minutes, a press release, a letter: Russian, Uzbek, Kazakh or English."),
    )
    upload = forms.FileField(
        label=_("or a file"), required=False, help_text=_("Text, Word (.docx) or PDF, up to 10 MB.")
    )
    held_on = date_field(
        label=_("Day of the meeting"),
        help_text=_("Vague dates such as “in the coming days” are counted from it."),
    )
    title = forms.CharField(
        label=_("Title"), required=False, max_length=300, help_text=_("Otherwise its first line.")
    )
    place_name = forms.CharField(label=_("Place"), required=False, max_length=200)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("find out from the text")), *settings.LANGUAGES]
    )

    def clean_upload(self) -> UploadedFile | None:
        upload = self.cleaned_data["upload"]
        if upload:
            check_upload(upload, REPORT_KINDS)
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if not data.get("text", "").strip() and not data.get("upload"):
            self.add_error("text", _("Paste the report here, or choose its file below."))
        if data.get("text", "").strip() and data.get("upload"):
            self.add_error(
                "upload", _("Give either the text or the file, so that it is clear which one is read.")
            )
        return data


class MeetingForm(Versions, forms.ModelForm):
    held_on = date_field(label=_("Day of the meeting"))

    class Meta:
        model = OfficialMeeting
        fields = ("title", "held_on", "place_name")


class SuggestionForm(forms.Form):
    """A suggestion as a person confirms it."""

    title = forms.CharField(label=_("What was promised"), max_length=300)
    owner_text = forms.CharField(
        label=_("Who owes it"),
        required=False,
        max_length=300,
        help_text=_("A person or an organisation; several with a semicolon between them."),
    )
    to_text = forms.CharField(label=_("To whom"), required=False, max_length=300)
    side = forms.ChoiceField(label=_("Side"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Promise.Kind.choices)
    due_on = date_field(label=_("Due"))
    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Responsible at this desk"),
        required=False,
    )
    take_proposed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, desk: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = side_choices(desk)  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = colleagues(desk)  # type: ignore[attr-defined]
        self.fields["territory"] = TerritoryField()


class PromiseForm(Versions, SuggestionForm):
    """A promise written or changed by hand."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[(s.value, s.label) for s in Promise.SETTABLE], initial="open"
    )
    look_on = date_field(
        label=_("Look at it again on"),
        help_text=_("Before its day: the list “to look at” shows it from then on."),
    )
    evidence = forms.CharField(
        label=_("What shows that it is done"),
        required=False,
        max_length=500,
        help_text=_("A link, a letter and its number, a meeting and its day."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["take_proposed"]


def colleagues(desk: Any) -> QuerySet[User]:
    """List who may see to a promise at a desk."""
    rows = User.objects.filter(memberships__desk=desk, memberships__role__in=(Role.OWNER, Role.EDITOR))
    return rows.order_by("name", "pk")


def side_choices(desk: Any) -> list[tuple[str, Any]]:
    return [
        ("", _("unknown")),
        ("ours", f"{desk.country} – {desk.our_name}" if desk.our_name else desk.country),
        ("theirs", f"{desk.their_country} – {desk.their_name}" if desk.their_name else desk.their_country),
        ("both", _("both sides")),
    ]


def values_of(promise: Promise) -> dict[str, Any]:
    """Return a promise as its form's first values."""
    return {
        "title": promise.title,
        "owner_text": owner_words(promise),
        "to_text": promise.to_text,
        "side": promise.side,
        "kind": promise.kind,
        "due_on": promise.due_on,
        "status": promise.status,
        "note": promise.note,
        "responsible": promise.responsible_id,
        "territory": promise.territory_id,
        "look_on": promise.look_on,
        "evidence": promise.evidence,
        "take_proposed": True,
    }


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def owner_words(promise: Promise) -> str:
    owner = promise.owner_person or promise.owner_organisation
    return promise.owner_text or (owner.name if owner else "")


class OneField(forms.Form):
    """The small forms of the drawer: only the field that was sent is changed."""

    owner_text = forms.CharField(required=False, max_length=300)
    due_on = forms.DateField(required=False)
    status = forms.ChoiceField(required=False, choices=[(s.value, s.label) for s in Promise.SETTABLE])
    # What the field said when the drawer was drawn.
    was = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise = promise

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else set meanwhile; the person sees both and sets it again."""
        data = super().clean() or {}
        if "was" not in self.data:
            return data
        for name in self.sent():
            now = _plain(values_of(self.promise)[name])
            mine = _plain(data[name])
            if now not in {data["was"], mine}:
                raise forms.ValidationError(
                    _(
                        "Somebody set this to “%(theirs)s” meanwhile. Yours, “%(mine)s”, is not saved: "
                        "set it again if it is to stand."
                    ),
                    params={"theirs": self._shown(name, now), "mine": self._shown(name, mine)},
                )
        return data

    def _shown(self, name: str, value: str) -> str:
        if name == "due_on" and value:
            return format_date(dt.date.fromisoformat(value), "long", locale=locale())
        return str(dict(Promise.Status.choices).get(value, value)) or "–"

    def clean_status(self) -> str:
        status = self.cleaned_data["status"]
        if "status" in self.data and not status:
            raise forms.ValidationError(_("Choose a status."))
        return status

    def sent(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name in self.data and name != "was"
        }


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2, "data-key": "c"})
    )


class ListForm(forms.Form):
    upload = forms.FileField(
        label=_("The list"), help_text=_("CSV or Excel (.xlsx); the first row names the columns.")
    )
    update = forms.BooleanField(
        label=_("Bring promises that are here already up to date"),
        required=False,
        help_text=_("Otherwise they stay as they are. An empty cell changes nothing."),
    )

    def clean_upload(self) -> UploadedFile:
        upload = self.cleaned_data["upload"]
        check_upload(upload, LIST_KINDS)
        return upload
