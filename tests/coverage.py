"""Pytest's part of `tests/marks.py`: ``pytest -p tests.coverage`` marks what it imports."""

import json
import os
import shutil
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path

from tests.marks import FOLDER, ROOT, SEEN, Marker, is_measured

marks: dict[str, bytearray] = {}


class MarkingLoader(SourceFileLoader):
    def exec_module(self, module):
        marker = Marker(self.get_data(self.path))
        seen = marks.setdefault(str(Path(self.path).relative_to(ROOT)), bytearray(len(marker.points)))
        setattr(module, SEEN, seen)
        exec(compile(marker.tree, self.path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102


class MarkingFinder(MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        spec = PathFinder.find_spec(fullname, path, target) if fullname.startswith("egiz.") else None
        if spec and isinstance(spec.loader, SourceFileLoader) and is_measured(Path(spec.origin)):
            spec.loader = MarkingLoader(fullname, spec.origin)
        return spec


# Now, not in a hook: Django, and with it the desk, is set up before the first one that a plugin may take.
assert not [name for name in sys.modules if name.startswith("egiz.")], "imported before it could be marked"
sys.meta_path.insert(0, MarkingFinder())


def pytest_configure():
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()


def pytest_sessionfinish():
    process = os.environ.get("PYTEST_XDIST_WORKER", "first")
    FOLDER.joinpath(f"{process}.json").write_text(json.dumps({n: seen.hex() for n, seen in marks.items()}))
