"""Compiled moves of the local search.

They read an `Instance`, which does not change, and change a `Schedule`.
"""
