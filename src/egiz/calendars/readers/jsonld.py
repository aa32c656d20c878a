"""schema.org events inside web pages: a broken block of JSON-LD loses only itself; then microdata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from egiz.calendars._errors import ReadingError
from egiz.calendars.events import Status
from egiz.text import decode
from egiz.text.dates import dates_in_words

from ._common import Draft, Problem, ReadContext, Reading, check_size, collect, plain, web_address
from ._markup import json_blocks, marked_items

_MAX_NODES = 50_000
# 2027-9-8T10:00+5: the numbers of some plugins carry no noughts.
_SHORT = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[T ](?P<h>\d{1,2})[:.-](?P<n>\d{1,2})(?:[:.-]\d{1,2}(?:\.\d{1,6})?)?\s?"
    r"(?P<z>Z|[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_STATUS = {
    "eventcancelled": Status.CANCELLED,
    "eventpostponed": Status.MOVED,
    "eventrescheduled": Status.MOVED,
    "eventscheduled": Status.CONFIRMED,
}


def read_jsonld(data: bytes, context: ReadContext) -> Reading:
    """Read the schema.org events of a page, or of a bare JSON-LD document.

    Parameters
    ----------
    data
        The page as it came.
    context
        What is known of its source.

    Returns
    -------
    Reading
        The events of all blocks, and a sentence for every block and entry that could not be read.

    Raises
    ------
    ReadingError
        When the page is too big or holds no JSON-LD at all.
    """
    check_size(data)
    text = decode(data)
    blocks = json_blocks(text)
    if not blocks and text.lstrip()[:1] in "{[":
        blocks = [text]
    problems: list[Problem] = []
    found = list(_block_nodes(blocks, problems))
    if not any(_is_event(node) for _, node in found):
        found += [("page", node) for node in marked_items(text)]
        if not blocks and not any(_is_event(node) for _, node in found):
            raise ReadingError(
                "The page holds no schema.org data (no block of type application/ld+json, no microdata).",
                code="no-event-data",
            )
    by_id = {str(node["@id"]): node for _, node in found if "@id" in node and len(node) > 1}
    drafts: dict[tuple[Any, ...], tuple[str, Draft]] = {}
    for where, node in found:
        if _is_event(node):
            draft = _draft(node, by_id)
            key = (draft.name, *sorted(draft.names.items()), str(draft.start), draft.place, draft.uid)
            drafts.setdefault(key, (f"{where}, {plain(draft.name or list(draft.names.values()), 60)}", draft))
    reading = collect(list(drafts.values()), context)
    return Reading(reading.events, (*problems, *reading.problems))


def _block_nodes(blocks: list[str], problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the blocks; a broken block is a problem and no reason to lose the others."""
    for number, block in enumerate(blocks, start=1):
        try:
            nodes = list(_nodes(_parse(block)))
        except (ValueError, RecursionError) as error:
            problems.append(Problem(f"block {number}", "broken", f"it is not JSON: {plain(error, 120)}"))
            continue
        yield from ((f"block {number}", node) for node in nodes)


def _parse(block: str) -> Any:
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", block
    ).strip()
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt.rstrip(";\n\r\t "), strict=False)
        except ValueError as error:
            wrong = error
    raise wrong


def _nodes(root: Any) -> Iterator[dict[str, Any]]:
    """Walk every object of the document without recursion, whatever its depth."""
    stack, visited = [root], 0
    while stack:
        item = stack.pop()
        visited += 1
        if visited > _MAX_NODES:
            raise ValueError(f"more than {_MAX_NODES:,} values")
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            stack.extend(value for value in reversed(list(item.values())) if isinstance(value, dict | list))


def _types(node: dict[str, Any]) -> list[str]:
    return [str(t).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for t in _as_list(node.get("@type"))]


def _is_event(node: dict[str, Any]) -> bool:
    return any(t.endswith("Event") or t in ("Festival", "Hackathon", "EventSeries") for t in _types(node))


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _followed(value: Any, by_id: dict[str, dict[str, Any]]) -> list[Any]:
    """The values of a property, with references to other objects of the block replaced by those objects."""
    found = []
    for item in _as_list(value):
        reference = item.get("@id") if isinstance(item, dict) and len(item) == 1 else None
        found.append(by_id.get(str(reference), item) if reference else item)
    return found


def _text(value: Any) -> str:
    for item in _as_list(value):
        if isinstance(item, dict):
            inner = _text(item.get("@value") or item.get("name") or item.get("legalName"))
            if inner:
                return inner
        elif isinstance(item, str | int | float) and not isinstance(item, bool):
            return str(item)
    return ""


def _language(item: Any) -> str:
    return _text(item.get("alternateName") or item) if isinstance(item, dict) else str(item)[:35]


def _draft(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Draft:
    draft = Draft(uid=str(node.get("identifier") or "") if isinstance(node.get("identifier"), str) else "")
    _fill_names(draft, node.get("name") or node.get("headline"))
    draft.start, draft.end = _when(node.get("startDate"), draft), _when(node.get("endDate"), draft)
    previous = _when(node.get("previousStartDate"), draft)
    draft.previous_start = previous.date() if isinstance(previous, datetime) else previous
    status = _text(node.get("eventStatus")).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()
    draft.status = _STATUS.get(status, Status.MOVED if draft.previous_start else Status.ANNOUNCED)
    _fill_place(draft, _followed(node.get("location"), by_id), by_id)
    draft.organiser = "; ".join(filter(None, (_text(o) for o in _followed(node.get("organizer"), by_id))))
    draft.url = web_address(_text(node.get("url")))
    draft.notes = _text(node.get("description"))
    draft.categories = " ".join(_text(k) for k in _as_list(node.get("keywords")))
    draft.languages = tuple(map(_language, _as_list(node.get("inLanguage"))))[:10]
    _fill_offers(draft, _followed(node.get("offers"), by_id))
    return draft


def _fill_names(draft: Draft, value: Any) -> None:
    for item in _as_list(value):
        if isinstance(item, dict) and item.get("@language"):
            draft.names.setdefault(str(item["@language"])[:2].lower(), str(item.get("@value", "")))
        elif not draft.name:
            draft.name = _text(item)


def _fill_place(draft: Draft, locations: list[Any], by_id: dict[str, dict[str, Any]]) -> None:
    for location in locations:
        if isinstance(location, str):
            draft.place = draft.place or location
        elif isinstance(location, dict) and "VirtualLocation" not in _types(location):
            _fill_venue(draft, location, by_id)
    draft.place = draft.place or draft.venue


def _fill_venue(draft: Draft, location: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> None:
    draft.venue = draft.venue or _text(location.get("name"))
    for address in _followed(location.get("address"), by_id) or [location]:
        _fill_address(draft, address)


def _fill_address(draft: Draft, address: Any) -> None:
    if isinstance(address, str):
        draft.place = draft.place or address
    elif isinstance(address, dict):
        draft.place = draft.place or _text(address.get("addressLocality") or address.get("addressRegion"))
        country = _text(address.get("addressCountry")).strip().upper()
        if re.fullmatch(r"[A-Z]{2}", country):
            draft.country = country


def _fill_offers(draft: Draft, offers: list[Any]) -> None:
    for offer in offers:
        if not isinstance(offer, dict):
            continue
        price, currency = (
            _text(offer.get("price") or offer.get("lowPrice")),
            _text(offer.get("priceCurrency")),
        )
        draft.price = draft.price or f"{price} {currency}".strip()
        draft.registration_url = draft.registration_url or web_address(_text(offer.get("url")))
        closes = _when(offer.get("validThrough"), Draft())
        draft.deadline = draft.deadline or (closes.date() if isinstance(closes, datetime) else closes)


def _when(value: Any, draft: Draft) -> date | datetime | None:
    text = _text(value).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        moment = _short(text)
    if moment is not None:
        return moment
    spans = [span.dates() for span in dates_in_words(text[:200])]
    if spans and spans[0]:
        return spans[0][0]
    draft.problems.append(("bad-date", f"the date {plain(text, 60)!r} cannot be read"))
    return None


def _short(text: str) -> date | datetime | None:
    found = _SHORT.fullmatch(text[:60])
    if found is None:
        return None
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        if found["h"] is None:
            return day
        return datetime.combine(day, time(int(found["h"]), int(found["n"])), _offset(found["z"]))
    except ValueError:
        return None


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    hours, _, minutes = text[1:].partition(":")
    hours, minutes = (hours[:-2], hours[-2:]) if len(hours) > 2 else (hours, minutes or "0")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-size if text[0] == "-" else size)
