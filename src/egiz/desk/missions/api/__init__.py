"""/api/v1/desks/<desk>/missions: the same membership, predicates, forms and writes as the pages."""

from egiz.desk.missions.api import companies, missions, outcomes, schedules, wishes
from egiz.desk.missions.api.common import router

__all__ = ["companies", "missions", "outcomes", "router", "schedules", "wishes"]
