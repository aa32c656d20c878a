"""Translations made ready without GNU gettext, which many machines do not have."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogues(root: Path) -> Iterator[tuple[Path, Path]]:
    """List each catalogue with the file it is compiled to."""
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        yield source, source.with_suffix(".mo")


def compile_locales(root: Path) -> int:
    """Compile the catalogues that changed since they were compiled last; give how many that were."""
    count = 0
    for source, target in catalogues(root):
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        # Written beside and moved: a server that starts at this moment never reads half a file, and two that
        # compile at once do not write into each other's.
        with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as half_file:
            write_mo(half_file, catalogue)
        half = Path(half_file.name)
        half.chmod(0o644)
        half.replace(target)
        count += 1
    return count
