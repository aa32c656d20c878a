from egiz.desk.events.models.event import EventRecord, Status

__all__ = ["EventRecord", "Status"]
