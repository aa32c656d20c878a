"""The notebook of the examples runs from its first cell to its last."""

import json
import runpy
from pathlib import Path

NOTEBOOK = Path(__file__).resolve().parents[2] / "examples" / "twin_for_atyrau.ipynb"


def test_every_cell_runs_and_writes_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    (tmp_path / "cells.py").write_text("\n".join(code), encoding="utf-8")
    runpy.run_path(str(tmp_path / "cells.py"))
    said = capsys.readouterr().out
    assert said.startswith("610529 Atyrau Atyrau Region\n1. Nukus")
    assert "Первое место — Нукус" in said
    assert "Astrakhan, RU: twinning, memorandum (Interfax Russia, 2022-11-28)" in said
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF")
    lines = json.loads((tmp_path / "links.geojson").read_text(encoding="utf-8"))["features"]
    assert {610529} <= {
        end for f in lines for end in (f["properties"]["a_geonameid"], f["properties"]["b_geonameid"])
    }
    assert "population" in (tmp_path / "facts.csv").read_text(encoding="utf-8-sig")
