from egiz.desk.commitments.models.commitment import Became, Commitment
from egiz.desk.commitments.models.meeting import Meeting

__all__ = ["Became", "Commitment", "Meeting"]
