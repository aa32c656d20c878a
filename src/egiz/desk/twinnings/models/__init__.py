from egiz.desk.twinnings.models.comparison import Comparison
from egiz.desk.twinnings.models.twinning import Activity, Approval, Level, Status, Twinning

__all__ = ["Activity", "Approval", "Comparison", "Level", "Status", "Twinning"]
