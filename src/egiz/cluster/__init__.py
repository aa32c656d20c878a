"""Past one machine: the same engines over partitions, on a Dask cluster (extra `egiz[cluster]`)."""

import lazy_loader

# What this room gives to others stands in __init__.pyi; each name is loaded when somebody first asks for it.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
