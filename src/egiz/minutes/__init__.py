"""A meeting's text: who was there, which places it speaks of, what was promised (with the quote)."""

import lazy_loader

# What this room gives to others stands in __init__.pyi; each name is loaded when somebody first asks for it.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
