import re
from pathlib import Path

import pytest

import egiz.desk

TOKENS = (Path(egiz.desk.__file__).parent / "static" / "egiz" / "tokens.css").read_text(encoding="utf-8")
AA_TEXT, AA_GRAPHICS = 4.5, 3.0
GROUNDS = ("paper", "sheet")
TEXTS = ("ink", "ink-soft", "lapis", "turquoise-ink", "saffron-ink", "pomegranate", "olive")


def blocks():
    """The three sets of colours: light, dark by the machine, dark by choice."""
    found = re.findall(r":root(\[[^\]]*\])?\s*\{([^}]*)\}", TOKENS)
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body)) for _selector, body in found]


LIGHT, DARK_AUTO, DARK = blocks()
THEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, "lapis-wash") for text in ("ink", "ink-soft", "lapis")),
    ("ink", "lit"), ("ink-soft", "lit"), ("saffron-ink", "lit"), ("lapis", "lit"), ("turquoise-ink", "lit"),
    ("ink", "saffron-wash"), ("saffron-ink", "saffron-wash"),
    ("ink", "pomegranate-wash"), ("ink", "olive-wash"), ("olive", "olive-wash"),
    ("turquoise-ink", "turquoise-wash"), ("ink", "line"), ("ink-soft", "line"),
    ("on-lapis", "lapis"),
]  # fmt: skip


def test_black_on_white_has_the_contrast_the_standard_gives():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme, text, ground):
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= AA_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", ["lapis", "turquoise", "saffron", "pomegranate", "olive", "line-strong"])
def test_marks_and_borders_of_fields_can_be_seen(theme, mark):
    colours = THEMES[theme]
    assert all(contrast(colours[mark], colours[ground]) >= AA_GRAPHICS for ground in GROUNDS)


def test_both_ways_into_the_dark_show_the_same_colours():
    assert DARK_AUTO == DARK
