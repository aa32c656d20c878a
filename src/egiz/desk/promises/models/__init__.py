from egiz.desk.promises.models.meeting import Meeting
from egiz.desk.promises.models.promise import Became, Promise

__all__ = ["Became", "Meeting", "Promise"]
