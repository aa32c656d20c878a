"""What all operations of missions share."""

from typing import Any

from ninja import Router, Schema

from egiz.desk.core.rest import Asked

router = Router()


class OfMission(Asked):
    mission: int | None = None


class Begun(Schema):
    """Work that was begun: ask /jobs/{job} how far it is."""

    job: int


def wanted(asked: Any, *names: str) -> dict[str, Any]:
    found = {name: getattr(asked, name.removesuffix("_id"), None) for name in names}
    return {name: value for name, value in found.items() if value}
