class EventsError(ValueError):
    """Something a person asked of the calendar cannot be done; the text is for that person."""


class MergeRefusedError(EventsError):
    """Two entries cannot be one event."""


class SourceError(EventsError):
    """A source cannot be kept as it is."""
