"""The rooms' doors: what a room exports is there, and nothing is loaded before it is asked for."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOMS = ("atlas", "calendars", "corridors", "matching", "meetings", "minutes", "trips", "twinning")
HEAVY = ("numpy", "scipy", "numba", "lightgbm", "ortools", "django", "icalendar", "openpyxl", "altair")


@pytest.mark.parametrize("room", ROOMS)
def test_everything_a_room_exports_is_there_and_is_no_file_of_the_same_name(room):
    door = importlib.import_module(f"egiz.{room}")
    assert door.__all__
    stub = ast.parse(Path(door.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    handed_on = {
        alias.name
        for node in stub.body
        if isinstance(node, ast.ImportFrom) and not node.module
        for alias in node.names
    }
    assert {name for name in door.__all__ if isinstance(getattr(door, name), ModuleType)} == handed_on


def test_opening_every_door_loads_no_heavy_library():
    program = (
        "import sys\n"
        + "".join(f"import egiz.{room}\n" for room in ROOMS)
        + f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_that_a_room_does_not_export_is_an_error():
    import egiz.atlas

    with pytest.raises(AttributeError, match="no_such_name"):
        _ = egiz.atlas.no_such_name
