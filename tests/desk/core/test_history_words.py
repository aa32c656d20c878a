"""A history speaks the reader's language: every act and every part that is written down has its words."""

import ast
from pathlib import Path

from django.apps import apps
from django.utils.functional import Promise

import egiz.desk
from egiz.desk.core.interfaces import history

DESK = Path(egiz.desk.__file__).parent


def calls():
    for path in DESK.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in {"record", "tracked"} and len(node.args) > 1:
                    yield path, name, node


def test_every_act_has_its_words():
    written = {
        one.value
        for _path, _name, node in calls()
        if not isinstance(node.args[1], ast.JoinedStr)
        for one in ast.walk(node.args[1])
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    assert len(written) > 30
    assert {code for code in written if not isinstance(history.WORDS.get(code), Promise)} == set()


def test_every_part_that_is_no_field_has_its_words():
    fields = {
        field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "verbose_name", "")
    }
    named = {
        key.value
        for _path, name, node in calls()
        if name == "record" and len(node.args) > 3 and isinstance(node.args[3], ast.Dict)
        for key in node.args[3].keys
        if isinstance(key, ast.Constant)
    }
    assert "activity" in named
    assert named - fields - set(history.PARTS) == set()
