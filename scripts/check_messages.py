"""Every string of the desk and of the command line in every language: complete, not fuzzy, placeholders kept.

Without options it changes nothing and fails when a language falls short; with --write it
brings new strings into the .po files. Needs GNU gettext (Debian: apt install gettext).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("ru", "uz", "kk")
PACKAGE = Path(__file__).resolve().parent.parent / "src" / "egiz"
CATALOGUES = Path("desk") / "locale"
# Django's own collector; what lies outside the desk goes into the desk's catalogues too.
COLLECT = f"""
import django
from django.conf import settings
from django.core.management import call_command
settings.configure(LOCALE_PATHS=["./{CATALOGUES}"])
django.setup()
call_command("makemessages", locale={list(LANGUAGES)}, no_location=True, no_wrap=True, verbosity=0)
"""
LEFT_OUT = shutil.ignore_patterns("data", "static", "__pycache__", "sample")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def collect(package: Path) -> None:
    """Run Django's own collector over `package`, in place."""
    result = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=package, capture_output=True, text=True, check=False
    )
    if result.returncode:
        sys.exit(f"The strings could not be collected:\n{result.stderr}")


def shortcomings(path: Path) -> list[str]:
    """What is missing in one .po file, one line each."""
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)  # too many plural forms, say
    found = []
    for message in catalog:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        original = message.id if isinstance(message.id, str) else message.id[-1]
        if message.fuzzy or not all(forms):
            found.append(f"{'fuzzy' if message.fuzzy else 'untranslated'}: {original!r}")
        elif any(set(PLACEHOLDER.findall(form)) - set(PLACEHOLDER.findall(original)) for form in forms):
            found.append(f"a placeholder the original does not have: {original!r}")
        elif set(PLACEHOLDER.findall(original)) - set(PLACEHOLDER.findall(forms[-1])):
            found.append(f"a placeholder is lost: {original!r}")
    return found


def main() -> None:
    """Check, or write with --write."""
    if shutil.which("xgettext") is None:
        sys.exit("GNU gettext is missing (on Debian: apt install gettext).")
    if "--write" in sys.argv:
        collect(PACKAGE)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(PACKAGE, Path(folder) / "egiz", ignore=LEFT_OUT))
        collect(copy)
        problems = {
            language: shortcomings(copy / CATALOGUES / language / "LC_MESSAGES" / "django.po")
            for language in LANGUAGES
        }
    for language, lines in problems.items():
        print(f"{language}: {len(lines)} to do" if lines else f"{language}: complete")
        for line in lines:
            print(f"  {line}")
    sys.exit(any(problems.values()))


if __name__ == "__main__":
    main()
