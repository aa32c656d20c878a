"""Measure every kind of page of a desk as somebody sees it: how soon, how steady, how heavy, and what is cut.

    python -m benchmarks.desk.face --var FOLDER [--language ru --language uz] [--width 390] [--axe] [--main]

serves a copy of the desk in FOLDER (the EGIZ_VAR of a sample desk), follows its links and looks at one or two
pages of each kind in each language and width. Of each page: the largest contentful paint and the layout shift
with a processor four times slower, the bytes that travelled (a first visit; maps counted apart), texts that are
cut off, lie over each other or beside the screen, and with ``--axe`` what axe finds in the light and the dark
theme. ``--main`` looks at the rooms' first pages only. Exits with 1 when a page breaks a bound.
"""

# ruff: noqa: PLC0415, E501 - Playwright is imported once it is needed; scripts of the page keep their lines
from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.desk.pages import logged_in, walk

LANGUAGES = ("ru", "uz", "kk", "en")
WIDTHS = (390, 1280)
SLOWER = 4
MOST_SECONDS, MOST_SHIFT, MOST_BYTES = 1.0, 0.05, 150_000
OF_MAPS = ("leaflet", "outlines.json", "map.js", "/tiles/")
MAIN = (
    "promises.home", "twinnings.home", "twinnings.comparison", "missions.home", "missions.mission",
    "missions.schedule", "events.home", "trips.home", "trips.trip", "directory.people",
)  # fmt: skip

WATCH = """
window.__seen = { paint: 0, shift: 0 };
new PerformanceObserver(list => { for (const e of list.getEntries()) window.__seen.paint = e.startTime; })
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.__seen.shift += e.value; })
  .observe({ type: 'layout-shift', buffered: true });
"""
# Texts as they are drawn: cut off by their own box, beside the screen, or over one another.
TEXTS = """() => {
  const found = [], drawn = [];
  const seen = (e) => {
    for (let n = e; n && n !== document.documentElement; n = n.parentElement) {
      const s = getComputedStyle(n);
      if (s.display === 'none' || s.visibility === 'hidden' || +s.opacity === 0 || s.clipPath !== 'none'
          || (s.clip && s.clip !== 'auto')) return false;
      if (n.matches('details:not([open]) > :not(summary), .visually-hidden, svg, .leaflet-container, option, datalist'))
        return false;
    }
    return true;
  };
  const scrolls = (e) => {
    for (let n = e; n; n = n.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(n).overflowX) && n.scrollWidth > n.clientWidth) return true;
    }
    return false;
  };
  // What its own box shortens cannot lie beside the screen; whether it says the whole elsewhere is asked below.
  const clipped = (e) => {
    for (let n = e; n && n !== document.body; n = n.parentElement) {
      if (['hidden', 'clip'].includes(getComputedStyle(n).overflowX)) return n.getBoundingClientRect().right <= innerWidth + 1;
    }
    return false;
  };
  const floats = (e) => {
    for (let n = e; n; n = n.parentElement) {
      const p = getComputedStyle(n).position;
      if (p === 'fixed' || p === 'sticky') return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.textContent.trim(), box = node.parentElement;
    if (!text || !box || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEXTAREA'].includes(box.tagName) || !seen(box)) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1);
    if (!rects.length) continue;
    const moves = scrolls(box) || clipped(box);
    for (const r of rects) {
      if (!moves && (r.right > innerWidth + 1 || r.left < -1)) { found.push('beside: ' + text.slice(0, 60)); break; }
    }
    for (let n = box; n && n !== document.body; n = n.parentElement) {
      const s = getComputedStyle(n), b = n.getBoundingClientRect();
      if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
      if (['auto', 'scroll'].includes(s.overflowX) || ['auto', 'scroll'].includes(s.overflowY)) break;
      if (rects.some(r => r.right > b.right + 2 || r.bottom > b.bottom + 3)) {
        // What is shortened on purpose says the whole elsewhere: in its title or to a screen reader.
        const whole = n.title || box.title || box.closest('[title],[aria-label]');
        if (!whole) found.push('cut: ' + text.slice(0, 60));
      }
      break;
    }
    if (!floats(box) && !moves) drawn.push([box, rects, text]);
  }
  const cells = new Map();
  drawn.forEach(([box, rects, text], at) => rects.forEach(r => {
    for (let y = Math.floor(r.top / 40); y <= Math.floor(r.bottom / 40); y++) {
      if (!cells.has(y)) cells.set(y, []);
      cells.get(y).push([at, r]);
    }
  }));
  const said = new Set();
  for (const row of cells.values()) {
    for (let i = 0; i < row.length; i++) for (let j = i + 1; j < row.length; j++) {
      const [a, p] = row[i], [b, q] = row[j];
      if (a === b || drawn[a][0].contains(drawn[b][0]) || drawn[b][0].contains(drawn[a][0])) continue;
      const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
      const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (wide > 3 && high > 5) said.add('over: ' + drawn[a][2].slice(0, 30) + ' / ' + drawn[b][2].slice(0, 30));
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  return [...new Set([...found, ...said])];
}"""


@dataclass
class Look:
    """What one page is like in one language and width."""

    name: str
    language: str
    width: int
    seconds: float = 0.0
    shift: float = 0.0
    bytes: int = 0
    map_bytes: int = 0
    texts: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        bounds = [
            (self.seconds > MOST_SECONDS, f"paint {self.seconds:.2f} s"),
            (self.shift > MOST_SHIFT, f"shift {self.shift:.3f}"),
            (self.bytes > MOST_BYTES, f"{self.bytes // 1000} KB"),
        ]
        return [text for over, text in bounds if over] + self.texts + self.axe


def look(context: Any, address: str, name: str, language: str, width: int) -> Look:
    """Open a page as on a first visit, and measure it."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    found = Look(name, language, width)
    try:
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(300)
        seen = page.evaluate("window.__seen")
        found.seconds, found.shift = seen["paint"] / 1000, seen["shift"]
        for request, size in sizes.items():
            of_map = any(word in addresses.get(request, "") for word in OF_MAPS)
            if of_map:
                found.map_bytes += int(size)
            else:
                found.bytes += int(size)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        found.texts = page.evaluate(TEXTS)
    finally:
        page.close()
    return found


def violations(context: Any, address: str, width: int) -> Iterator[str]:
    """Say what axe finds on a page, in both themes, with every folded part open."""
    from axe_playwright_python.sync_playwright import Axe

    for theme in ("light", "dark"):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=theme)
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for rule in Axe().run(page).response["violations"]:
            places = [node["target"][0] for node in rule["nodes"]]
            yield f"axe {theme} {rule['id']} ({len(places)}): {places[0]}"
        page.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--var", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--axe", action="store_true")
    parser.add_argument("--main", action="store_true")
    options = parser.parse_args()
    looks = []
    with logged_in(options.var, options.port, viewport={"width": WIDTHS[-1], "height": 900}) as (
        origin,
        page,
    ):
        # A context of its own holds as many pages as are wanted; the language goes with the person.
        context = page.context.browser.new_context(reduced_motion="reduce")
        context.add_cookies(page.context.cookies())
        context.add_init_script(WATCH)
        wanted = found_pages(page, only_main=options.main)
        for language in options.language or LANGUAGES:
            speak(page, origin, language)
            for name, url in wanted.items():
                for width in options.width or WIDTHS:
                    one = look(context, url, name, language, width)
                    if options.axe and language == (options.language or LANGUAGES)[0]:
                        one.axe = list(violations(context, url, width))
                    looks.append(one)
                    for text in one.broken:
                        print(f"{name} {language} {width}: {text}", flush=True)
    report(looks)
    sys.exit(any(one.broken for one in looks))


def found_pages(page: Any, *, only_main: bool) -> dict[str, str]:
    """Follow the links of the desk; of the rooms' first pages one each is enough."""
    found: dict[str, str] = {}
    kinds: set[str] = set()
    for name, url in walk(page, page.url):
        kind = name.rpartition(".")[0]
        if not only_main:
            found[name] = url
        elif kind in MAIN and kind not in kinds:
            kinds.add(kind)
            found[name] = url
            if kinds == set(MAIN):
                break
    return found


def speak(page: Any, origin: str, language: str) -> None:
    """Switch the reader's language as the menu does."""
    page.goto(f"{origin}/", wait_until="networkidle")
    token = page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value")
    form = {"language": language, "csrfmiddlewaretoken": token, "next": "/"}
    answer = page.request.post(f"{origin}/language/", form=form, headers={"Referer": f"{origin}/"})
    assert answer.ok, answer.status


def report(looks: list[Look]) -> None:
    """Sum up: the slowest, the least steady, the heaviest page, and how many break a bound."""
    for label, key in (("paint", "seconds"), ("shift", "shift"), ("bytes", "bytes")):
        worst = max(looks, key=lambda one: getattr(one, key))
        middle = sorted(getattr(one, key) for one in looks)[len(looks) // 2]
        most = getattr(worst, key)
        print(f"{label}: middle {middle:.3g}, worst {most:.3g} ({worst.name} {worst.language} {worst.width})")
    kinds = {one.name.rpartition(".")[0] for one in looks}
    broken = sum(bool(one.broken) for one in looks)
    print(f"{len(looks)} looks at {len(kinds)} kinds of pages; {broken} break a bound")


if __name__ == "__main__":
    main()
