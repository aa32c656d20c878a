"""Ranking candidates for a place of ours with the desk's weights and the desk's own register."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils import timezone

from egiz import corridors
from egiz.desk.core import joints
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Desk, User
from egiz.desk.twinnings.domain.facts import known_facts
from egiz.desk.twinnings.domain.register import register
from egiz.desk.twinnings.models import Comparison, Status, Twinning

KEPT = 10  # candidates shown beside those a person named
PRINTED = 3  # candidates in a dossier where nobody named any

# Weights a desk can start from; the parts add up to one in the engine.
PRESETS: dict[str, dict[str, float]] = {
    "oil_gas": {"sector:oil_gas": 0.4, "distance": 0.3, "ties": 0.3},
    "tourism": {"sector:tourism": 0.5, "distance": 0.5},
}
CRITERIA = (
    "precedent",
    "size",
    "distance",
    "travel",
    "ties",
    "sector",
    "sector:oil_gas",
    "sector:tourism",
    "language",
    "airport",
    "role",
)


def default_weights(level: str = "city") -> dict[str, float]:
    from egiz import twinning  # noqa: PLC0415 - the engine loads when it is first needed

    return dict(twinning.default_weights(level))


def ties(*, proposed: bool = False) -> list[Any]:
    """Return the links on record for the engine: those that ship, and the desk's own, which win over them.

    What is only proposed is the question, not evidence for its answer: it is given where paper asks for it.
    """
    from egiz.twinning import Tie  # noqa: PLC0415 - the engine loads when it is first needed
    from egiz.twinning.sources import as_ties  # noqa: PLC0415 - the engine loads when it is first needed

    kept: Any = register() if proposed else register().exclude(status=Status.PROPOSED)
    own = [
        Tie(
            twinning.a_id,
            twinning.b_id,
            status=twinning.status,
            source=twinning.source,
            as_of=twinning.since or None,
            level=twinning.level,
            kind=twinning.kind,
            url=twinning.source_url,
            last_activity=twinning.last_activity.isoformat() if twinning.last_activity else "",
            note=twinning.note,
        )
        for twinning in kept.order_by("id")
    ]
    entered = {frozenset(pair) for pair in Twinning.objects.values_list("a_id", "b_id")}
    return [tie for tie in as_ties(None) if frozenset((tie.a, tie.b)) not in entered] + own


def time_from(city_id: int, desk: Desk) -> Callable[[int], Any]:
    """Tell the time on the way today for a party, by the network as this desk knows it; read when asked."""

    @cache
    def reach() -> Callable[[int], Any]:
        return corridors.reach(
            city_id,
            "party",
            desk.today(),
            network=of_desk(desk) if (of_desk := joints.network.get()) else None,
        )

    def travel(candidate: int) -> Any:
        return reach()(candidate)

    return travel


def ranked(
    city_id: int,
    country: str,
    *,
    weights: Mapping[str, float],
    among: Sequence[int] | None = None,
    desk: Desk | None = None,
) -> dict[str, Any]:
    """Rank with the desk's register and facts beside those that ship; gives the engine's plain document.

    Raises
    ------
    egiz.twinning.TwinningError
        If the weights or the places cannot be ranked.
    """
    from egiz import twinning  # noqa: PLC0415 - the engine loads when it is first needed

    ranking = twinning.rank(
        city_id,
        country=country,
        among=among,
        weights=weights or None,
        links=ties(),
        facts=known_facts(),
        travel=time_from(city_id, desk) if desk else None,
    )
    document: dict[str, Any] = ranking.as_dict()
    return document


def dossier(comparison: Comparison, language: str) -> bytes:
    """Print the dossier (PDF): the candidates a person named, or else the first three, by the kept weights.

    Raises
    ------
    egiz.twinning.TwinningError
        If the places cannot be compared.
    """
    from egiz import twinning  # noqa: PLC0415 - the engine loads when it is first needed

    among = comparison.named or [row["geonameid"] for row in comparison.result["candidates"][:PRINTED]]
    ranking = twinning.narrowed(twinning.ranking_from(up_to_date(comparison).result), among)
    compared = twinning.comparison_of(
        ranking,
        links=ties(proposed=True),
        facts=known_facts(),
        travel=time_from(comparison.city_id, comparison.desk),
    )
    printed: bytes = twinning.dossier_pdf(compared, lang=language, today=comparison.desk.today())
    return printed


def up_to_date(comparison: Comparison) -> Comparison:
    """Rank again what an older release wrote: its record lacks the codes that page and paper are made of."""
    return comparison if "note_codes" in comparison.result else rank_comparison(comparison)


def shortlist(document: Mapping[str, Any], named: Sequence[int]) -> dict[str, Any]:
    """Keep the best and whatever a person named; everybody's rank stays the one among all."""
    kept = [row for row in document["candidates"] if row["rank"] <= KEPT or row["geonameid"] in set(named)]
    ids = {row["geonameid"] for row in kept}
    stability = dict(document["stability"])
    stability["missing"] = [item for item in stability["missing"] if item["geonameid"] in ids]
    for key in ("shares", "best_rank", "worst_rank"):
        stability[key] = {gid: value for gid, value in stability[key].items() if int(gid) in ids}
    return {**document, "candidates": kept, "stability": stability}


def rank_comparison(comparison: Comparison) -> Comparison:
    """Rank all candidates of the country and keep the shortlist on the record."""
    document = ranked(
        comparison.city_id, comparison.country, weights=comparison.weights, desk=comparison.desk
    )
    if missing := set(comparison.named) - {row["geonameid"] for row in document["candidates"]}:
        # Who is a twin already stands apart, unless a person named it.
        kept = [*(row["geonameid"] for row in document["candidates"]), *sorted(missing)]
        document = ranked(
            comparison.city_id,
            comparison.country,
            weights=comparison.weights,
            among=kept,
            desk=comparison.desk,
        )
    comparison.result = shortlist(document, comparison.named)
    comparison.ranked_at = timezone.now()
    comparison.save(update_fields=["result", "ranked_at", "updated_at"])
    return comparison


def reweighed(comparison: Comparison, weights: Mapping[str, float]) -> dict[str, Any]:
    """Return the shortlist's order under other weights without saving anything."""
    among = [row["geonameid"] for row in comparison.result["candidates"]]
    return ranked(comparison.city_id, comparison.country, weights=weights, among=among, desk=comparison.desk)


def start_comparison(
    desk: Desk, user: User | None, *, city: tuple[int, str], country: str, named: Sequence[int]
) -> Comparison:
    """Write a comparison that waits to be ranked."""
    comparison = Comparison.objects.create(
        desk=desk, city_id=city[0], city_name=city[1], country=country, named=list(named), created_by=user
    )
    record(comparison, "created", user)
    return comparison


def keep_weights(comparison: Comparison, weights: Mapping[str, float], user: User | None) -> None:
    """Make these the comparison's weights and rank all candidates again."""
    before = dict(comparison.weights)
    comparison.weights = dict(weights)
    comparison.save(update_fields=["weights", "updated_at"])
    record(comparison, "weights", user, {"weights": [before, comparison.weights]})
    rank_comparison(comparison)
