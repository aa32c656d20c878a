"""/api/v1: each app's ``api.py`` brings a ninja router, mounted at /desks/<desk>/<prefix>.

The API object is ``egiz.desk.api.api``. It is made when it is asked for: it stands on the models of all apps.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    if name == "api":
        from egiz.desk.api.service import api  # noqa: PLC0415 - see above

        return api
    raise AttributeError(name)
