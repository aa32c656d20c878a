"""What every test stands on: the desk's translations are compiled once, before the tests are shared out.

Examples that are drawn are not timed: a busy machine proves nothing wrong.
"""

from pathlib import Path

from hypothesis import HealthCheck, settings

import egiz
from egiz.desk.core.domain.locales import compile_locales

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config):
    # Under xdist only the controller compiles: two workers writing one file would get in each other's way.
    if not hasattr(config, "workerinput"):
        compile_locales(Path(egiz.__file__).parent / "desk" / "locale")
