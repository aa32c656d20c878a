"""From plain data and a layout to a PDF."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from egiz.documents.translations import DATA


def pdf(layout: str, data: Mapping[str, Any], *, drawing: str = "", as_png: bool = False) -> Any:
    """Print data in one of the layouts of this room.

    Parameters
    ----------
    layout
        Name of a ``.typ`` file beside the words, without its ending.
    data
        What the layout reads as ``data.json``.
    drawing
        An SVG that the layout shows as ``drawing.svg``; empty for none.
    as_png
        Give the pages as PNG pictures instead.

    Returns
    -------
    bytes or list of bytes
        The PDF, or its pages.
    """
    import typst  # noqa: PLC0415 - heavy, only when paper is asked for

    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        if drawing:
            (room / "drawing.svg").write_text(drawing, encoding="utf-8")
        for name in ("look.typ", f"{layout}.typ"):
            (room / name).write_bytes((DATA / name).read_bytes())
        if as_png:
            pages: Any = typst.compile(str(room / f"{layout}.typ"), format="png", ppi=80.0)
            return pages if isinstance(pages, list) else [pages]
        return typst.compile(str(room / f"{layout}.typ"))
