"""Where compiled kernels are kept when neither the package's folder nor the home may be written to.

numba keeps them in one of those two and stops with an error where it can do neither: a package of the system
run by a service that has no home.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"


def keep_compiled() -> None:
    """Name a folder of this user's own for numba, unless it has one; called before an engine compiles."""
    usual = (Path(__file__).parent, Path.home() / ".cache" / "numba")
    if VARIABLE not in os.environ and not any(map(_writable, usual)):
        os.environ[VARIABLE] = str(_own_folder())


def _writable(folder: Path) -> bool:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return os.access(existing, os.W_OK)


def _own_folder() -> Path:
    """A folder that nobody else may write to: what lies in it is loaded as code."""
    folder = Path(tempfile.gettempdir()) / f"egiz-compiled-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    safe = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return folder if safe else Path(tempfile.mkdtemp(prefix="egiz-compiled-"))
