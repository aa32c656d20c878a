"""One spelling for all scripts: what people type in any of four languages meets what the desk keeps."""

from egiz.text import fold_words as fold

__all__ = ["fold"]
