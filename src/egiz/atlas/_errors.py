"""What can go wrong in the atlas."""


class AtlasError(ValueError):
    """Any problem of the atlas."""


class UnknownPlaceError(AtlasError):
    """A geonameid that the atlas does not hold."""

    def __init__(self, geonameid: int) -> None:
        self.geonameid = geonameid
        super().__init__(
            f"No place has the GeoNames id {geonameid}. Look it up with find(name); ids of places under "
            "500 people are not in the atlas."
        )


class NoNameError(AtlasError):
    """A look-up without a single letter or digit to look up."""


class FieldError(AtlasError):
    """A field of a row that breaks a rule."""

    def __init__(self, field: str, got: str, wanted: str) -> None:
        self.field = field
        self.got = got
        self.wanted = wanted
        super().__init__(f"{field}: got {got!r}, expected {wanted}.")


class FactError(FieldError):
    """A fact that breaks a rule."""


class LinkError(FieldError):
    """A twin link that breaks a rule."""


class SourceError(AtlasError):
    """A source outside did not answer, or not with what was asked for."""
