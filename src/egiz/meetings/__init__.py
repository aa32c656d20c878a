"""When and where they meet: the best schedule of B2B meetings, with its proof."""

import lazy_loader

# What this room gives to others stands in __init__.pyi; each name is loaded when somebody first asks for it.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
