"""Where compiled kernels go: never into a folder that somebody else may write to."""

import os
import tempfile
from pathlib import Path

import pytest

from egiz import _compiled


@pytest.fixture
def unwritable(monkeypatch, tmp_path):
    """Neither the package nor the home may be written to, as for a service without a home."""
    monkeypatch.setenv(_compiled.VARIABLE, "")  # so that what the test sets is taken back
    monkeypatch.delenv(_compiled.VARIABLE)
    monkeypatch.setenv("HOME", "/proc/nowhere")
    monkeypatch.setattr(_compiled, "__file__", "/proc/nowhere/egiz/_compiled.py")
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).startswith("/proc"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_service_without_a_home_compiles_into_a_folder_of_its_own(unwritable):
    _compiled.keep_compiled()
    folder = Path(os.environ[_compiled.VARIABLE])
    assert (folder.parent, folder.stat().st_mode & 0o777) == (unwritable, 0o700)


def test_a_folder_that_others_may_write_to_is_not_trusted(unwritable):
    planted = unwritable / f"egiz-compiled-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    _compiled.keep_compiled()
    assert Path(os.environ[_compiled.VARIABLE]) != planted


def test_a_link_to_somewhere_else_is_not_followed(unwritable):
    (unwritable / "theirs").mkdir(mode=0o700)
    (unwritable / f"egiz-compiled-{os.getuid()}").symlink_to(unwritable / "theirs")
    _compiled.keep_compiled()
    assert Path(os.environ[_compiled.VARIABLE]).resolve() != unwritable / "theirs"


def test_who_names_a_folder_keeps_it(monkeypatch):
    monkeypatch.setenv(_compiled.VARIABLE, "/srv/compiled")
    _compiled.keep_compiled()
    assert os.environ[_compiled.VARIABLE] == "/srv/compiled"


def test_a_checkout_keeps_compiled_kernels_beside_the_sources(monkeypatch):
    monkeypatch.setenv(_compiled.VARIABLE, "")  # so that what the test sets is taken back
    monkeypatch.delenv(_compiled.VARIABLE)
    monkeypatch.setattr(os, "access", lambda _path, _mode: True)
    _compiled.keep_compiled()
    assert _compiled.VARIABLE not in os.environ
