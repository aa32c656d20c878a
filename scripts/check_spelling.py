"""Every word of the Russian catalogue is in hunspell's dictionary or in the list beside this file.

For Kazakh and Uzbek it only counts: their dictionaries lack most endings, and the Uzbek one is in Cyrillic.
`--report kk` prints the words that are not in it. Needs hunspell with its dictionaries
(Debian: apt install hunspell hunspell-ru hunspell-kk hunspell-uz).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "src" / "egiz" / "desk" / "locale"
ALLOWED = Path(__file__).with_name("spelling_ru.txt")
DICTIONARIES = {"ru": "ru_RU", "kk": "kk_KZ"}
NOT_WORDS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|https?://\S+|[\w.]+@[\w.]+")
WORD = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+(?:-[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+)*")


def sentences(language: str) -> list[str]:
    """Every translation of a catalogue, without placeholders, tags and addresses."""
    with (CATALOGUES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file)
    found = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        found += [NOT_WORDS.sub(" ", form) for form in forms if message.id]
    return found


def words(language: str) -> dict[str, str]:
    """The words of a catalogue, each with a sentence that it stands in."""
    found: dict[str, str] = {}
    for sentence in sentences(language):
        for word in WORD.findall(sentence):
            found.setdefault(word, sentence)
    return found


def unknown(language: str) -> dict[str, str]:
    """The words that the dictionary does not know, one letter alone left out."""
    said = words(language)
    command = ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    listed = subprocess.run(command, input="\n".join(said), capture_output=True, text=True, check=True)
    return {word: said[word] for word in sorted(set(listed.stdout.split())) if len(word) > 1 and word in said}


# Signs that docs/language.md keeps out, with what would be right.
SIGNS = {
    "ru": ((re.compile(" — "), "–"), (re.compile("“[А-Яа-яё]"), "«»")),
    "kk": ((re.compile("“"), "«»"),),
    "uz": ((re.compile("[A-Za-z][’‘'`´][a-z]|[oOgG][’‘'`´]"), "ʻ or ʼ"), (re.compile("[«»]"), "“ ”")),
}


def signs(language: str) -> list[str]:
    """The sentences with a sign that is not the language's, with what would be right."""
    said = sentences(language)
    return [f"  {right}: {one[:90]}" for wrong, right in SIGNS[language] for one in said if wrong.search(one)]


def main() -> None:
    """Fail on a Russian word that nobody allowed, or on an allowed one that is used no more."""
    if shutil.which("hunspell") is None:
        sys.exit("hunspell is missing (on Debian: apt install hunspell hunspell-ru hunspell-kk hunspell-uz).")
    if "--report" in sys.argv:
        for word, sentence in unknown(sys.argv[-1]).items():
            print(f"{word}: {sentence[:90]}")
        return
    allowed = set(ALLOWED.read_text(encoding="utf-8").split())
    found = unknown("ru")
    wrong = [f"  {word}: {found[word][:90]}" for word in found if word.lower() not in allowed]
    idle = sorted(allowed - {word.lower() for word in found})
    print(f"ru: {len(wrong)} words to spell or to allow in {ALLOWED.name}", *wrong, sep="\n")
    if idle:
        print(f"Allowed but not used or known by now: {', '.join(idle)}")
    print(f"kk: {len(unknown('kk'))} of {len(words('kk'))} words are not in the dictionary (--report kk)")
    odd = {language: signs(language) for language in SIGNS}
    for language, lines in odd.items():
        print(f"{language}: {len(lines)} signs of another language", *lines, sep="\n")
    sys.exit(bool(wrong or idle or any(odd.values())))


if __name__ == "__main__":
    main()
