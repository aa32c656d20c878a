"""What can go wrong when cities are compared."""

from __future__ import annotations

from egiz.atlas import UnknownPlaceError

__all__ = ["LinksError", "ModelFileError", "TwinningError", "UnknownPlaceError", "WeightsError"]


class TwinningError(ValueError):
    """The question cannot be answered as it was put; the message says what would be right."""


class WeightsError(TwinningError):
    """The weights name an unknown criterion, are negative, or are all zero."""


class LinksError(TwinningError):
    """The twin links cannot be used."""


class ModelFileError(TwinningError):
    """The model file is missing, damaged or of another version."""
