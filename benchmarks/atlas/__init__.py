"""Measurements of the atlas: `python -m benchmarks.atlas.load`, `python -m benchmarks.atlas.names`."""
