"""Photograph every kind of page of a desk, and compare two sets of photographs pixel by pixel.

A change that must not be seen (templates laid out anew, style sheets tidied) is checked by two sets:

    python -m benchmarks.desk.pages shoot before --var FOLDER     (EGIZ_VAR of a sample desk, only read)
    python -m benchmarks.desk.pages shoot after --var FOLDER
    python -m benchmarks.desk.pages compare before after

`shoot` serves a copy of the desk, follows its links from the home page and takes one or two pages of each
kind (one name of an address) at each width: the picture, and the words as a browser lays them out. `compare`
names the pages that differ in either and exits with 1 when one does.

    python -m benchmarks.desk.pages pictures docs/pictures --var FOLDER

takes the pictures of the documentation: five pages of the sample desk as a visitor of the screen's size sees
them, in few colours, so that each stays small.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

WIDTHS = (390, 1280)
# The pictures of the documentation: name, kind of the page, how far it is rolled down.
PICTURES = (
    ("promises", "desk", 0),
    ("comparison", "twinnings.comparison", 0),
    ("schedule", "missions.schedule", 0),
    ("calendar", "events.home", 0),
    ("trip", "trips.trip", 0),
)
COLOURS = 64
MOST_BYTES = 120_000
A_KIND = 2  # pages of one kind that are taken: two trips, two companies, …
NOT_PAGES = re.compile(r"logout|/language/|/theme/|export|\.(?:ics|json|csv|xlsx|zip|pdf|docx|svg|png|rss)\b")
LINKS = """() => [
  ...[...document.querySelectorAll('a[href]')].map(a => a.href),
  ...[...document.querySelectorAll('[hx-get]')].map(e => new URL(e.getAttribute('hx-get'), location).href),
  ...[...document.querySelectorAll('input[readonly]')].map(e => e.value),
]"""
# How many pixels differ, and the lines between which they lie; a picture of another size differs everywhere.
DIFFERENCE = """async ([a, b]) => {
  const pixels = async (base64) => {
    const image = new Image(); image.src = 'data:image/png;base64,' + base64; await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [one, two] = [await pixels(a), await pixels(b)];
  const sizes = [one.width + '×' + one.height, two.width + '×' + two.height];
  const height = Math.min(one.height, two.height);
  let count = 0, top = -1, bottom = -1;
  const [left, right] = [new Uint32Array(one.data.buffer), new Uint32Array(two.data.buffer)];
  for (let at = 0; at < height * one.width; at++) if (left[at] !== right[at]) {
    count++; bottom = Math.floor(at / one.width); if (top < 0) top = bottom;
  }
  return {sizes, count, top, bottom};
}"""


@contextmanager
def served(var: Path, port: int) -> Iterator[str]:
    """Serve a copy of the desk in `var` without a worker, so that nothing changes meanwhile."""
    from egiz.desk.launch.processes import Address, commands

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(var, Path(folder) / "var"))
        address = Address("127.0.0.1", port)
        env = {**os.environ, "EGIZ_VAR": str(copy), "DJANGO_SETTINGS_MODULE": "egiz.desk.settings"}
        web = subprocess.Popen(commands(address)[0], env=env)
        try:
            for _try in range(240):
                try:
                    socket.create_connection((address.host, address.port), 5).close()
                except OSError:
                    time.sleep(0.5)
                else:
                    break
            yield address.url.rstrip("/")
        finally:
            web.terminate()
            web.wait(20)


def kind_of(url: str) -> str | None:
    """Name the kind of a page by its address; None for what is no page of the desk."""
    from django.urls import Resolver404, resolve

    if NOT_PAGES.search(url):
        return None
    try:
        found = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    return f"{found.view_name}{'-filtered' if urlsplit(url).query else ''}".replace(":", ".")


def walk(page: Any, start: str) -> Iterator[tuple[str, str]]:
    """Follow the links from `start`, the first found first; give a name and an address for each page."""
    from playwright.sync_api import Error

    origin = "://".join(urlsplit(start)[:2])
    seen, counts, queue = {start}, dict[str, int](), deque([start])
    while queue:
        url = queue.popleft()
        kind = kind_of(url)
        if kind is None or counts.get(kind, 0) >= (1 if kind.endswith("-filtered") else A_KIND):
            continue
        counts[kind] = counts.get(kind, 0) + 1
        try:
            response = page.goto(url, wait_until="networkidle")
        except Error:  # a file to keep, not a page to look at
            continue
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        yield f"{kind}.{counts[kind]}", url
        for link in page.evaluate(LINKS):
            clean = urldefrag(link)[0]
            if clean.startswith(origin) and clean not in seen:
                seen.add(clean)
                queue.append(clean)


def shoot(folder: Path, var: Path, port: int) -> None:
    """Fill `folder` with a picture and the words of each page at each width."""
    folder.mkdir(parents=True, exist_ok=True)
    addresses: dict[str, str] = {}
    with logged_in(var, port, viewport={"width": WIDTHS[-1], "height": 900}) as (origin, page):
        home = page.url
        for name, url in walk(page, home):
            addresses[name] = url.removeprefix(origin)
            take(page, folder, name)
        page.context.clear_cookies()
        page.goto(f"{origin}/accounts/login/")
        take(page, folder, "account_login")
    (folder / "addresses.json").write_text(json.dumps(addresses, indent=1), encoding="utf-8")
    print(f"{len(addresses)} pages, {len({name.rsplit('.', 1)[0] for name in addresses})} kinds → {folder}")


@contextmanager
def logged_in(var: Path, port: int, **options: Any) -> Iterator[tuple[str, Any]]:
    """Open a browser on the desk's home as the sample's user; give the origin and the page."""
    os.environ |= {"EGIZ_VAR": str(var), "DJANGO_SETTINGS_MODULE": "egiz.desk.settings"}
    import django

    django.setup()
    password = (var / "sample-login.txt").read_text(encoding="utf-8").strip()
    with served(var, port) as origin, browser() as chromium:
        page = chromium.new_page(reduced_motion="reduce", **options)
        page.goto(f"{origin}/accounts/login/")
        page.fill("[name=login]", "sample@egiz.example")
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/d/**")
        yield origin, page


def pictures(folder: Path, var: Path, port: int) -> None:
    """Take the pictures of the documentation."""
    from io import BytesIO

    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    wanted = {kind: (name, down) for name, kind, down in PICTURES}
    options = {"viewport": {"width": WIDTHS[-1], "height": 860}, "locale": "en"}
    with logged_in(var, port, **options) as (_origin, page):
        for found, _url in walk(page, page.url):
            kind = found.rpartition(".")[0]
            if kind not in wanted:
                continue
            name, down = wanted.pop(kind)
            page.evaluate("down => scrollTo(0, down)", down)
            page.wait_for_timeout(800)
            shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
            path = folder / f"{name}.png"
            shot.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
            print(f"{path}: {path.stat().st_size / 1000:.0f} KB")
            if path.stat().st_size > MOST_BYTES:
                raise SystemExit(f"{path} is too large; take fewer colours")
            if not wanted:
                return
    raise SystemExit(f"no page found for {', '.join(sorted(wanted))}")


def take(page: Any, folder: Path, name: str) -> None:
    """Take one page at each width, all folded parts opened for the words."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(
            600 if page.locator(".leaflet-container").count() else 100
        )  # a map draws itself anew
        page.screenshot(path=folder / f"{name}.{width}.png", full_page=True, animations="disabled")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    (folder / f"{name}.txt").write_text(page.evaluate("document.body.innerText"), encoding="utf-8")


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text"],
        )
        yield chromium
        chromium.close()


def compare(before: Path, after: Path) -> int:
    """Name the pages that differ; give how many do."""
    import base64

    names = sorted(
        {path.name for folder in (before, after) for path in folder.glob("*.*") if path.suffix != ".json"}
    )
    differing = 0
    with browser() as chromium:
        page = chromium.new_page()
        page.goto("about:blank")
        for name in names:
            one, two = before / name, after / name
            if not (one.exists() and two.exists()):
                difference = f"only in {before if one.exists() else after}"
            elif one.read_bytes() == two.read_bytes():
                continue
            elif one.suffix == ".png":
                pair = [base64.b64encode(path.read_bytes()).decode() for path in (one, two)]
                found = page.evaluate(DIFFERENCE, pair)
                if not found["count"] and found["sizes"][0] == found["sizes"][1]:
                    continue
                lines, sizes = f"{found['top']}–{found['bottom']}", " → ".join(found["sizes"])
                difference = f"{found['count']} pixels, lines {lines}, {sizes}"
            else:
                difference = first_difference(one.read_text("utf-8"), two.read_text("utf-8"))
            differing += 1
            print(f"{name}: {difference}")
    print(f"{len(names)} compared, {differing} differ")
    return differing


def first_difference(one: str, two: str) -> str:
    """Show where two texts part."""
    at = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"words: {one[max(0, at - 30) : at + 40]!r} → {two[max(0, at - 30) : at + 40]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    shooting = verbs.add_parser("shoot")
    shooting.add_argument("folder", type=Path)
    shooting.add_argument("--var", type=Path, required=True)
    shooting.add_argument("--port", type=int, default=8765)
    picturing = verbs.add_parser("pictures")
    picturing.add_argument("folder", type=Path)
    picturing.add_argument("--var", type=Path, required=True)
    picturing.add_argument("--port", type=int, default=8766)
    comparing = verbs.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    options = parser.parse_args()
    if options.verb in {"shoot", "pictures"}:
        (shoot if options.verb == "shoot" else pictures)(options.folder, options.var, options.port)
    else:
        sys.exit(bool(compare(options.before, options.after)))


if __name__ == "__main__":
    main()
