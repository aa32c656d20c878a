"""The year's events on one sheet for the wall: sectors down, months across."""

from __future__ import annotations

from egiz.documents.translations import LANGUAGES

from .plan import PlanEntry, YearPlan
from .sheet import PAPERS, year_plan_pdf, year_plan_pictures

__all__ = ["LANGUAGES", "PAPERS", "PlanEntry", "YearPlan", "year_plan_pdf", "year_plan_pictures"]
