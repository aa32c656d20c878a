"""What a wheel needs beside the sources: compiled catalogues, and the model files that read Russian.

Neither is kept in the repository. A checkout (an editable installation) does without both: the desk compiles
its catalogues when it starts, and the locked requirements install the package that carries the models.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# MIT, as the package says; the dictionaries beside them belong to parts of natasha that Egiz does not use.
WANTED = re.compile(r"natasha(?:/data|-[^/]+\.dist-info)/(?P<kept>(?:emb|model)/.+|LICENSE)")
TARGET = "egiz/minutes/russian/data"


class WheelContents(BuildHookInterface[Any]):
    """Compile the catalogues and unpack the models into a folder of this build; put both into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to be taken in; called before the wheel is written."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        build_data["force_include"].update(
            {str(made): inside for made, inside in (*self._catalogues(folder), *self._models(folder))}
        )

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the hook's form
        """Remove what was made for this build."""
        if version != "editable":
            self._folder.cleanup()

    def _catalogues(self, folder: Path) -> Iterator[tuple[Path, str]]:
        source_root = Path(self.root) / "src"
        for source in sorted(source_root.glob("egiz/desk/locale/*/LC_MESSAGES/*.po")):
            compiled = folder / f"{source.parts[-3]}-{source.stem}.mo"
            with source.open("rb") as text, compiled.open("wb") as file:
                write_mo(file, read_po(text, locale=source.parts[-3]))
            yield compiled, str(source.relative_to(source_root).with_suffix(".mo"))

    def _models(self, folder: Path) -> Iterator[tuple[Path, str]]:
        # Depending on natasha would bring pymorphy2 and docopt, unmaintained and unused, into every
        # installation; its files alone are fetched as any package is, by the hash that the repository holds.
        pins = Path(self.root) / "requirements" / "models.txt"
        fetch = (
            *("download", "-q", "--no-deps", "--only-binary", ":all:"),
            "--require-hashes",
            "-r",
            str(pins),
        )
        subprocess.run([sys.executable, "-m", "pip", *fetch, "-d", str(folder)], check=True)  # noqa: S603 - our own line
        with zipfile.ZipFile(next(folder.glob("natasha-*.whl"))) as wheel:
            for found in filter(None, map(WANTED.fullmatch, wheel.namelist())):
                yield Path(wheel.extract(found[0], folder)), f"{TARGET}/{found['kept']}"
