"""A select drawn at once is the one that Django's own templates draw."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from egiz.desk.core.interfaces.choices import draw_select


class Every(forms.Form):
    plain = forms.ChoiceField(choices=[("a<b", "A & <B>"), ("", mark_safe("<i>none</i>")), (3, "Übung “3”")])
    grouped = forms.ChoiceField(
        choices=[("x", "X"), ('Of "two"', [("1", "one"), ("2", "two")]), ("Others", [("3", "three")])],
        required=False,
        widget=forms.Select(attrs={"class": "wide", "disabled": True, "hidden": False, "data-n": 5}),
    )
    many = forms.MultipleChoiceField(choices=[("1", "one"), ("2", "two"), ("3", "three")])


def test_a_select_drawn_at_once_is_the_one_that_django_draws():
    drawn = 0
    for data in ({}, {"plain": "3", "grouped": "2", "many": ["1", "3"]}):
        for bound in Every(data, renderer=DjangoTemplates()) if data else Every(renderer=DjangoTemplates()):
            widget = bound.field.widget
            attrs = bound.build_widget_attrs({}, widget) | {"id": bound.auto_id}
            context = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
            assert draw_select(context) == bound.as_widget()
            drawn += 1
    assert drawn == 6


def test_the_desks_forms_draw_their_choices_so():
    html = str(Every({"plain": "3"})["plain"])
    assert html == str(Every({"plain": "3"}, renderer=DjangoTemplates())["plain"])
    assert '<option value="3" selected>' in html
