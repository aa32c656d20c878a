"""Egiz: what two regions promise each other, turned into things that happen."""

__version__ = "0.1.0"
