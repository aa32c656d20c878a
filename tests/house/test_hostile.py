"""Every form that takes a file goes through the benchmark of hostile files."""

import pkgutil
from importlib import import_module

from benchmarks.desk.hostile import CLASSES, FORMS
from django import forms

import egiz.desk
from egiz.desk.api import api


def every_form():
    for module in pkgutil.walk_packages(egiz.desk.__path__, "egiz.desk."):
        if ".migrations." not in module.name and not module.name.endswith("apart_loaded"):
            import_module(module.name)
    found, open_ones = set(), [forms.BaseForm]
    while open_ones:
        open_ones += (more := open_ones.pop().__subclasses__())
        found |= {one for one in more if one.__module__.startswith("egiz.desk.")}
    return found


def test_every_form_with_a_file_is_measured():
    with_a_file = {
        f"{form.__module__.split('.')[2]}.{form.__name__}"
        for form in every_form()
        if any(isinstance(field, forms.FileField) for field in getattr(form, "base_fields", {}).values())
    }
    assert with_a_file
    assert with_a_file == set(CLASSES)


def test_every_measured_class_stands_among_the_forms():
    assert {name for names in CLASSES.values() for name in names} == {form.name for form in FORMS}


def test_the_api_takes_no_files():
    kinds = {
        kind
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
        for kind in operation.get("requestBody", {}).get("content", {})
    }
    assert kinds == {"application/json"}
