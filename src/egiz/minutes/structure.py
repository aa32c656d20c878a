"""The layout of a report: lines joined to blocks, list items, and the section each stands in."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Section = Literal["body", "attendance", "agenda", "heard", "decisions"]

_MARKER = re.compile(r"\s*(?:(?:\d{1,2}\.){1,3}\d{0,2}|\d{1,2}\)|[•*–—-])(?=\s+\S)\s+")
_LABEL = re.compile(
    r"(?i)(срок|ответственн|исполнител|deadline|due|responsible|owner|мерзім|орындау|жауапты|muddat|ijro|"
    r"masʼul|mas'ul|masʻul|mas‘ul|mas’ul|муддат|ижро|масъул)[\w ]{0,20}\s*[:–—-]"
)
_LABEL_OPEN = re.compile(
    r"(?i)(?:срок\w*|ответственн\w*|исполнител\w*|deadline|due|responsible|owner|мерзім\w*|жауапты\w*|muddat\w*|mas.?ul\w*|муддат\w*|масъул\w*)[\w ]{0,20}:\Z"
)
# "The akim gave these orders:" opens a list of tasks.
_ORDERS = re.compile(
    r"(?i)(?:поруч|договорил|решил|обязал|предложил|рекоменд|instruct|task|agreed|decided|undert|resolved|order|mutasaddi|mas.?ul|topshir|kelish|масъул|мутасадди|топшир|келиш|тапсыр|келіс|міндеттел|жүктел)"
    r"[^:.]{0,90}:\Z"
)
_HEADINGS: tuple[tuple[Section, str], ...] = (
    (
        "attendance",
        (
            r"присутств\w*|участвовал\w*|участник\w*|приглаш[её]нн\w*|present|participants|attendees|apologies|"
            r"qatnash\w+|ishtirok\w*|қатнаш\w+|иштирок\w*|қатысқандар|қатысушылар|қатысты"
        ),
    ),
    ("agenda", r"повестка(?: дня)?|agenda|kun tartibi|кун тартиби|күн тәртібі"),
    (
        "heard",
        r"слушали|выступили|обсудили|heard|discussed|discussion|eshitildi|эшитилди|тыңдалды|сөз сөйлегендер",
    ),
    (
        "decisions",
        (
            r"(?:[\w ]{1,40} )?(?:решил[аи]?|постановил[аи]?|решено|договорились)|решени[ея](?: \w+)?|поручени[ея]|"
            r"договор[её]нности|принятые решения|(?:\w+ )?(?:decisions?|resolved|decided|action items|actions|"
            r"agreed actions|next steps)|(?:qaror (?:qilindi|qilinsin)|qarorlar?|topshiriqlar)|"
            r"(?:қарор (?:қилинди|қилинсин)|қарорлар?|топшириқлар)|шешілді|шешім\w*|тапсырмалар|қаулы етті"
        ),
    ),
)
_HEADING = tuple((name, re.compile(rf"(?i)\s*(?:{words})\s*(:|\.?\s*$)")) for name, words in _HEADINGS)
LONGEST_SENTENCE = 1_500  # characters; the parsers' memory grows with the square of a sentence
_TERMINAL = tuple('.!?:;»”"')
_WRAPPED_FROM, _WRAPPED_SHORT, _WIDEST, _FEW_LINES = 55, 40, 130, 6
_ROLE_LINE = re.compile(
    r"(?i)\s*(?:исполнительный |генеральный |заместитель |и\.о\. )?(?:директор|председатель|аким|хоким|консул|"
    r"руководитель|начальник|глава|президент|президиум)\b"
)
_NAME_LINE = re.compile(r"\s*(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][а-яё]+(?: [А-ЯЁ][а-яё]+){0,2}\s*$")


# "3. Ivan Petrov, director": an item of a list of people has no sentence in it.
_NAMES_ONLY = re.compile(r"(?!(?i:apologies|minutes|welcome|matters))[^.!?]{3,160}\.?\Z(?<!\bnone\b)")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list item: `text[start:end]`, without its list marker."""

    start: int
    end: int
    section: Section
    item: bool


def split_blocks(text: str) -> list[Block]:
    """Cut a report into blocks, joining lines that were wrapped and items that go on.

    Parameters
    ----------
    text : str
        The report.

    Returns
    -------
    list of Block
        In the order of the text; headings are left out.
    """
    section: Section = "body"
    numbered = inline = False
    blocks: list[Block] = []
    for raw_start, raw_end in _join_wrapped(text):
        start, end = trim(text, raw_start, raw_end)
        if start >= end:
            continue
        heading = _heading(text[start:end])
        if heading:
            section, offset = heading
            numbered = False
            start, end = trim(text, start + offset, end)
            inline = start < end
            if not inline:
                continue
        marker = _MARKER.match(text[start:end])
        item = marker is not None
        if marker:
            start += marker.end()
        if section != "body" and not heading:
            # A plain paragraph after a list is narrative again, and so is the first point after those present.
            if (not item and (numbered or inline or section in {"attendance", "heard"})) or (
                item and section == "attendance" and not _NAMES_ONLY.match(text[start:end])
            ):
                section = "body"
            numbered = numbered or item
        _add(blocks, text, Block(start, end, section, item))
        if section == "body" and not item and _ORDERS.search(text[start:end]):
            section, numbered, inline = "decisions", False, False
    return blocks


def cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence of a sane length as it is; a longer run of words in pieces, cut at spaces."""
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = space if space > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        yield start, end


def is_labelled(text: str) -> bool:
    """Whether the words name a deadline or an owner the way minutes do ("Срок: …")."""
    return bool(_LABEL.search(text))


def _add(blocks: list[Block], text: str, block: Block) -> None:
    label = _LABEL.match(text[block.start : block.end])
    if label and blocks and not block.item and blocks[-1].item:
        last = blocks[-1]
        blocks[-1] = Block(last.start, block.end, last.section, item=True)
        return
    blocks.append(block)


def _heading(line: str) -> tuple[Section, int] | None:
    for name, pattern in _HEADING:
        match = pattern.match(line)
        if match:
            return name, match.end()
    return None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _join_wrapped(text: str) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        lines.append((position, position + len(line)))
        position += len(line)
    if not lines:
        return []
    joined = [lines[0]]
    width = _wrap_width(text)
    for before, after in pairwise(lines):
        if _continues(text[before[0] : before[1]], text[after[0] : after[1]], width):
            joined[-1] = (joined[-1][0], after[1])
        else:
            joined.append(after)
    return joined


def _wrap_width(text: str) -> int:
    """The length that a line must have to be a wrapped one; 0 if the text is not wrapped at all."""
    lengths = sorted(len(line.strip()) for line in text.splitlines() if line.strip())
    if len(lengths) < _FEW_LINES:
        return 0
    wide = lengths[int(0.9 * (len(lengths) - 1))]
    full = sum(length >= 0.75 * wide for length in lengths)
    return int(0.75 * wide) if _WRAPPED_SHORT <= wide <= _WIDEST and full >= 0.5 * len(lengths) else 0


def _continues(line: str, following: str, width: int) -> bool:
    above, below = line.strip(), following.strip()
    if above and below and _LABEL_OPEN.search(above) and not _MARKER.match(following):
        return True
    if not above or not below or _MARKER.match(following) or above.endswith(_TERMINAL):
        return False
    if below[0].islower() and len(above) >= _WRAPPED_SHORT and not below.startswith("г."):
        return True
    if width and len(above) >= width and not _heading(below):
        return True
    if _ROLE_LINE.match(above) and _NAME_LINE.match(below):
        return True
    return above.endswith((",", "-", "–")) and len(above) >= _WRAPPED_FROM
