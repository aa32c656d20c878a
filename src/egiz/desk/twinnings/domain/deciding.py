"""The choice of a partner, recorded with its reasons and with what was known on that day."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from egiz.desk.core.domain.trail import attach, record
from egiz.desk.core.models import User
from egiz.desk.twinnings.domain import comparing
from egiz.desk.twinnings.models import Comparison, Decision, Stage, Status, Twinning

SHOWN = 10  # candidates of the ranking that stay beside the reasons


@transaction.atomic
def decide(
    comparison: Comparison,
    place_id: int,
    user: User,
    *,
    decided_on: dt.date,
    decided_by: str,
    reasons: str,
    language: str,
) -> Decision:
    """Record which candidate was chosen; the link is made where there is none yet.

    The place must be one of the comparison's candidates.
    """
    chosen = next(row for row in comparison.result["candidates"] if row["geonameid"] == place_id)
    twin = Twinning.objects.filter(a_id=comparison.city_id, b_id=place_id).first()
    if twin is None:
        twin = _new_link(comparison, chosen)
        record(twin, "created", user)
    decision = Decision.objects.create(
        desk_id=comparison.desk_id, twinning=twin, comparison=comparison, decided_on=decided_on,
        decided_by=decided_by, reasons=reasons, language=language, recorded_by=user,
        ranking=[
            {key: row[key] for key in ("rank", "geonameid", "name", "score")}
            for row in comparison.result["candidates"][:SHOWN]
        ],
    )  # fmt: skip
    record(twin, "decided", user, {"decision": [None, decided_by]})
    return decision


def _new_link(comparison: Comparison, chosen: dict[str, object]) -> Twinning:
    from egiz import atlas  # noqa: PLC0415 - the atlas loads when a place is first asked for

    ours, theirs = atlas.place(comparison.city_id), atlas.place(int(str(chosen["geonameid"])))
    return Twinning.objects.create(
        desk_id=comparison.desk_id,
        a_id=ours.geonameid, a_name=ours.name, a_country=ours.country,
        b_id=theirs.geonameid, b_name=theirs.name, b_country=theirs.country,
        level="region" if ours.level == "region" else "city", status=Status.PROPOSED, stage=Stage.IDEA,
        source=str(comparison.desk),
    )  # fmt: skip


def keep_dossier(decision: Decision) -> None:
    """Print the dossier as things are now and keep it with the decision.

    Raises
    ------
    egiz.twinning.TwinningError
        If the places cannot be compared.
    """
    if decision.comparison is None:
        return
    content = comparing.dossier(decision.comparison, decision.language)
    name = f"dossier-{decision.decided_on}-{decision.language}.pdf"
    upload = SimpleUploadedFile(name, ContentFile(content).read(), content_type="application/pdf")
    decision.dossier = attach(decision, upload, decision.recorded_by)
    decision.save(update_fields=["dossier", "updated_at"])
