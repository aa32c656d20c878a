"""What every test stands on: the desk's translations are compiled once, before the tests are shared out."""

from pathlib import Path

import egiz
from egiz.desk.core.domain.locales import compile_locales


def pytest_configure(config):
    # Under xdist only the controller compiles: two workers writing one file would get in each other's way.
    if not hasattr(config, "workerinput"):
        compile_locales(Path(egiz.__file__).parent / "desk" / "locale")
