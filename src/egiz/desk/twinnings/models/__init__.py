from egiz.desk.twinnings.models.comparison import Comparison
from egiz.desk.twinnings.models.fact import Boundary, FactTable, PlaceFact, SourceClass
from egiz.desk.twinnings.models.twinning import Activity, Approval, Level, Status, Twinning

__all__ = [
    "Activity",
    "Approval",
    "Boundary",
    "Comparison",
    "FactTable",
    "Level",
    "PlaceFact",
    "SourceClass",
    "Status",
    "Twinning",
]
