"""What the tests in a real browser share: which browser, and a page that remembers every complaint."""

import shutil

import pytest

from tests.desk.conftest import client_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path"),
]


def opened_page(browser, live_server, user=None, width=1280, **options):
    """Open a page in which the user is logged in; its `complaints` are what the browser said against it."""
    context = browser.new_context(viewport={"width": width, "height": 844}, **{"locale": "en", **options})
    if user is not None:
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page
