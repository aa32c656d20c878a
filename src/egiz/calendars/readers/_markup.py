"""Event data inside web pages: scripts with JSON-LD, attributes of microdata and RDFa; one pass each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_BLOCKS = 200
_MAX_TAG, _MAX_OPEN, _MAX_ITEMS, _MAX_TEXT = 8_000, 200, 20_000, 5_000
_JSON = re.compile(r"type\s*=\s*[\"']?application/ld\+json\b", re.IGNORECASE)
_NAME = re.compile(r"</?([a-z][a-z0-9-]{0,30})", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])([a-z][\w:-]{0,40})\s{0,9}=\s{0,9}(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE
)
_MARKED = re.compile(r"itemscope|typeof", re.IGNORECASE)
_SCOPE = re.compile(r"\sitemscope\b", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905 - words
_VALUES = {"meta": "content", "time": "datetime", "a": "href", "link": "href", "img": "src", "data": "value"}


def json_blocks(text: str) -> list[str]:
    """The contents of the scripts that hold JSON-LD; the last may be cut off."""
    found: list[str] = []
    small = text.lower()
    if len(small) != len(text):  # a few letters change their number with their case
        small = text
    at = small.find("<script")
    while at >= 0 and len(found) < MAX_BLOCKS:
        opened = small.find(">", at)
        if opened < 0:
            break
        closed = small.find("</script", opened)
        if _JSON.search(text[at : min(opened, at + _MAX_TAG)]):
            found.append(text[opened + 1 : closed if closed >= 0 else len(text)])
        if closed < 0:
            break
        at = small.find("<script", closed)
    return found


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    name: str
    item: dict[str, Any] | None = None
    prop: str = ""
    words: list[str] = field(default_factory=list)
    length: int = 0


def marked_items(text: str) -> list[dict[str, Any]]:
    """The items of microdata and RDFa as JSON-LD would write them, each with those inside it."""
    reading = _Marked()
    if _MARKED.search(text) is None:
        return []
    for tag, words in _tags(text):
        reading.text(words)
        name = _NAME.match(tag)
        if name and tag.startswith("</"):
            reading.close(name[1].lower())
        elif name:
            reading.open(name[1].lower(), tag)
        if len(reading.found) >= _MAX_ITEMS:
            break
    while reading.stack:
        reading.pop()
    return reading.found


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Each tag with the words before it."""
    at = 0
    while (closed := text.find(">", at)) >= 0:
        # Of several "<" before one ">" the last begins the tag, so that no stretch is looked at twice.
        opened = text.rfind("<", at, closed)
        if opened >= 0:
            yield text[opened : min(closed + 1, opened + _MAX_TAG)], text[at:opened]
        at = closed + 1


class _Marked:
    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []
        self.stack: list[_Open] = []

    def text(self, words: str) -> None:
        if not words:
            return
        for element in self.stack[-8:]:
            if element.prop and element.item is None and element.length < _MAX_TEXT:
                element.words.append(words[:_MAX_TEXT])
                element.length += len(words)

    def open(self, name: str, tag: str) -> None:
        given = {key.lower(): html.unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(tag)}
        kind = given.get("itemtype") or given.get("typeof") or ""
        prop = (given.get("itemprop") or given.get("property") or "").rsplit(":", 1)[-1].rsplit("/", 1)[-1]
        item: dict[str, Any] | None = None
        if kind or _SCOPE.search(tag):
            item = {"@type": kind.split()}
            self.found.append(item)
            self._give(prop, item)
        value = given.get("content") or given.get(_VALUES.get(name, "content")) or ""
        if prop and item is None and value:
            self._give(prop, value)
            prop = ""
        if name not in _VOID and not tag.endswith("/>") and len(self.stack) < _MAX_OPEN:
            self.stack.append(_Open(name, item, prop))

    def close(self, name: str) -> None:
        if any(element.name == name for element in self.stack):
            while self.stack[-1].name != name:
                self.pop()
            self.pop()

    def pop(self) -> None:
        element = self.stack.pop()
        words = " ".join(html.unescape("".join(element.words)).split())
        if element.prop and element.item is None and words:
            self._give(element.prop, words)

    def _give(self, prop: str, value: Any) -> None:
        """Add a value to the item that is open around it."""
        around = next((element.item for element in reversed(self.stack) if element.item is not None), None)
        if around is None or not prop:
            return
        for name in prop.split()[:3]:
            before = around.get(name)
            around[name] = (
                value if before is None else [*before, value] if isinstance(before, list) else [before, value]
            )
