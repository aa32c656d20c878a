"""The sample's part: the links on record between the two countries, and a comparison for its city."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from egiz import atlas
from egiz.desk.core.domain.places import local_name, resolve
from egiz.desk.core.models import Desk
from egiz.desk.twinnings.domain import comparing
from egiz.desk.twinnings.models import Comparison, Twinning

NAMED = ("Nukus", "Urgench")  # the two cities named at the meeting that the sample report tells of


def load(desk: Desk, base: Path, progress: Callable[[str, float], None]) -> None:  # noqa: ARG001 - the hook's form
    """Fill an empty register from the links that ship with sources, and rank the candidates of the report."""
    progress(_("Links on record"), 0.1)
    if not Twinning.objects.exists():
        _load_links(desk)
    if Comparison.objects.exists() or desk.place_id is None:
        return
    progress(_("Ranking the candidates"), 0.4)
    named = [resolve(name, desk.their_country).id for name in NAMED]
    comparison = comparing.start_comparison(
        desk, None, city=(desk.place_id, local_name(desk.place_id)), country=desk.their_country, named=named
    )
    comparing.rank_comparison(comparison)


def _load_links(desk: Desk) -> None:
    for link in atlas.links.shipped_links():
        a, b = atlas.place(link.a), atlas.place(link.b)
        if {a.country, b.country} != {desk.country, desk.their_country}:
            continue
        ours, theirs = (a, b) if a.country == desk.country else (b, a)
        Twinning.objects.create(
            desk=desk,
            a_id=ours.geonameid, a_name=ours.name, a_country=ours.country,
            b_id=theirs.geonameid, b_name=theirs.name, b_country=theirs.country,
            level=link.level, kind=link.kind, status=link.status, since=link.since,
            source=link.source, source_url=link.source_url, note=link.note,
        )  # fmt: skip
