from egiz.desk.twinnings.models.comparison import Comparison
from egiz.desk.twinnings.models.fact import Boundary, FactTable, PlaceFact, SourceClass
from egiz.desk.twinnings.models.life import ApprovalRow, Decision, Measure
from egiz.desk.twinnings.models.twinning import (
    Activity,
    Answer,
    Approval,
    Kind,
    Level,
    PaperKind,
    Stage,
    Status,
    Twinning,
)

__all__ = [
    "Activity",
    "Answer",
    "Approval",
    "ApprovalRow",
    "Boundary",
    "Comparison",
    "Decision",
    "FactTable",
    "Kind",
    "Level",
    "Measure",
    "PaperKind",
    "PlaceFact",
    "SourceClass",
    "Stage",
    "Status",
    "Twinning",
]
