import os
from pathlib import Path

import pytest

import egiz


@pytest.fixture(scope="session")
def case_text():
    root = Path(os.environ.get("EGIZ_CASES") or Path(__file__).parents[2].parent / "shared" / "cases")
    path = root / "minutes" / "atyrau.ru.txt"
    if not path.is_file():
        pytest.skip(f"the real report is not on this machine: {path}")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample_text():
    return (Path(egiz.__file__).parent / "sample" / "atyrau" / "report.ru.txt").read_text(encoding="utf-8")
