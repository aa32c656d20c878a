"""In which region of the desk a company is: guessed, for a person to correct."""

from collections.abc import Sequence

from egiz.desk.core.domain.territories import Territories
from egiz.desk.directory.models import Organisation
from egiz.desk.missions.models import Company


def put_in_regions(companies: Sequence[Company]) -> None:
    """Guess the region of each company anew: from its place, else from its card in the directory."""
    if not companies:
        return
    known = Territories(companies[0].mission.desk)
    cards = Organisation.objects.filter(
        pk__in={one.organisation_id for one in companies if one.organisation_id}
    )
    of_card = dict(cards.values_list("pk", "territory_id"))
    for one in companies:
        found = known.of_name(one.place, one.country)
        one.territory_id = found.pk if found else of_card.get(one.organisation_id or 0)
