"""Forms of papers: their fields come from the engine, their labels in the reader's language."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.papers.interfaces.rows import RowsField
from egiz.desk.papers.models import Letterhead, Paper


def reader() -> str:
    return (get_language() or "en").split("-")[0]


def kind_choices() -> list[tuple[str, str]]:
    """List the kinds of paper in the reader's language."""
    from egiz.documents.official.kinds import KINDS, label  # noqa: PLC0415 - loaded when papers are shown

    return [(name, label(f"kind_{name}", reader())) for name in KINDS]


def _form_field(asked: Any) -> forms.Field:
    """One field of a paper as a field of a form; every one may stay blank."""
    from egiz.documents.official.kinds import label  # noqa: PLC0415 - as above

    lang = reader()
    said: dict[str, Any] = {"label": label(asked.name, lang), "required": False}
    if asked.choices:
        said["choices"] = [(code, asked.choice_label(code, lang)) for code in asked.choices]
    if asked.columns:
        said["columns"] = {code: label(f"col_{code}", lang) for code in asked.columns}
    return _MAKERS[asked.type](**said)


def _day(**said: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said)


def _number(**said: Any) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=1_000_000, **said)


def _codes(**said: Any) -> forms.Field:
    return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **said)


def _text(**said: Any) -> forms.Field:
    return forms.CharField(max_length=500, **said)


def _long(**said: Any) -> forms.Field:
    return forms.CharField(max_length=6000, widget=forms.Textarea(attrs={"rows": 3}), **said)


_MAKERS: dict[str, Callable[..., forms.Field]] = {
    "text": _text, "long": _long, "lines": _long, "day": _day, "int": _number, "bool": forms.BooleanField,
    "choice": forms.ChoiceField, "codes": _codes, "rows": RowsField,
}  # fmt: skip


class PaperForm(Versions, forms.Form):
    """What a paper says in one language, beside what is the same in all."""

    paper_name = forms.CharField(label=_("Name on the desk"), max_length=200)
    letterhead = forms.ModelChoiceField(Letterhead.objects.none(), label=_("Letterhead"), required=False)

    def __init__(self, *args: Any, paper: Paper, lang: str, **kwargs: Any) -> None:
        from egiz.documents.official.kinds import kind_of  # noqa: PLC0415 - as above

        super().__init__(*args, record=paper, **kwargs)
        self.paper, self.lang = paper, lang
        self.asked = kind_of(paper.kind).fields
        self.fields["letterhead"].queryset = Letterhead.objects.all()  # type: ignore[attr-defined]
        self.initial.update(paper_name=paper.name, letterhead=paper.letterhead_id)
        for one in self.asked:
            self.fields[one.name] = _form_field(one)
            held = paper.texts.get(lang, {}) if one.spoken else paper.fields
            self.initial[one.name] = self._shown_value(one, held.get(one.name))

    def _shown_value(self, asked: Any, value: Any) -> Any:
        if asked.type == "lines":
            return "\n".join(value or ())
        if asked.type == "rows":
            return json.dumps(value, ensure_ascii=False) if value else ""
        if asked.type == "choice":
            return value or asked.default or asked.choices[0]
        return value

    @property
    def spoken(self) -> list[forms.BoundField]:
        """The fields of this language."""
        return [self[one.name] for one in self.asked if one.spoken]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are the same in every language."""
        return [self[one.name] for one in self.asked if not one.spoken]

    def values(self, *, spoken: bool) -> dict[str, Any]:
        """What was typed, as a paper keeps it."""
        return {
            one.name: self._kept(one, self.cleaned_data.get(one.name))
            for one in self.asked
            if one.spoken == spoken
        }

    def _kept(self, asked: Any, value: Any) -> Any:
        if isinstance(value, dt.date):
            return value.isoformat()
        if asked.type == "lines":
            return [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if asked.type == "rows":
            return json.loads(value) if value else []
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class TemplateForm(forms.Form):
    """An office's own Word template."""

    kind = forms.ChoiceField(label=_("Kind of paper"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    upload = forms.FileField(label=_("Word file (.docx)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("every language")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        check_upload(upload, ("docx",))
        return upload


class LetterheadForm(Versions, forms.ModelForm):
    """A letterhead: some lines in each language."""

    class Meta:
        model = Letterhead
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            name = f"lines_{code}"
            self.fields[name] = forms.CharField(
                label=language,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
            self.initial[name] = "\n".join(self.instance.lines.get(code, ()))

    def lines(self) -> dict[str, list[str]]:
        """The lines of each language that has some."""
        made = {
            code: [line.strip() for line in self.cleaned_data[f"lines_{code}"].splitlines() if line.strip()]
            for code, _language in settings.LANGUAGES
        }
        return {code: lines for code, lines in made.items() if lines}
