"""Egiz: what two regions promise each other, turned into things that happen."""

__version__: str


def __getattr__(name: str) -> str:
    """Look the version up when somebody asks: it stands in the installed package, named after the tag."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import metadata  # noqa: PLC0415 - most who import Egiz never ask

    return metadata.version("egiz")
