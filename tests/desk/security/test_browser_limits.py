"""What every answer tells the browser: policies, cookies, what is kept; and what it reports back."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from egiz.desk.core.domain import security

ROOT = Path(__file__).resolve().parents[3]
PUBLIC = ("/accounts/login/", "/healthz", "/static/egiz/star.svg", "/nowhere/", "/api/v1/openapi.json")
# The whole desk as it stands behind HTTPS: settings are read once, so it runs in a process of its own.
BEHIND_HTTPS = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from egiz.desk.core.guard import CookieNotices
client = Client(headers={"host": "egiz.example"})
page = client.get("/accounts/login/", secure=True)
client.post("/language/", {"language": "kk"}, secure=True)
client.post("/theme/", {"theme": "dark"}, secure=True)
client.get("/accounts/login/", secure=True)
print(json.dumps({
    "cookies": {name: dict(morsel) for name, morsel in client.cookies.items()},
    "session": [getattr(settings, f"SESSION_COOKIE_{what}") for what in ("NAME", "SECURE", "HTTPONLY")],
    "notices": CookieNotices.cookie_name,
    "headers": {name: dict(client.get(path, secure=True).headers) for name, path in
                [("page", "/accounts/login/"), ("health", "/healthz"), ("none", "/nowhere/")]},
}))
"""


@pytest.fixture(scope="module")
def behind_https(tmp_path_factory):
    env = {
        **os.environ, "EGIZ_HTTPS": "1", "EGIZ_HOSTS": "egiz.example", "EGIZ_PROXIES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "egiz.desk.settings", "EGIZ_VAR": str(tmp_path_factory.mktemp("var")),
    }  # fmt: skip
    env.pop("EGIZ_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", BEHIND_HTTPS], env=env, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_behind_https_each_cookie_is_of_this_host_alone(behind_https):
    cookies = behind_https["cookies"]
    assert {"__Host-csrftoken", "__Host-django_language", "__Host-egiz_theme"} <= cookies.keys()
    for name, said in cookies.items():
        assert name.startswith("__Host-"), name
        assert (said["secure"], said["path"], said["domain"]) == (True, "/", ""), name
        assert said["samesite"] == "Lax", name
    assert behind_https["session"] == ["__Host-sessionid", True, True]
    assert behind_https["notices"] == "__Host-messages"


def test_cookies_that_no_script_reads_are_closed_to_scripts(behind_https):
    assert [name for name, said in behind_https["cookies"].items() if not said["httponly"]] == []


def test_behind_https_every_answer_binds_the_browser_to_https_for_a_year(behind_https):
    for name, headers in behind_https["headers"].items():
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", name


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_carries_the_policies(db, settings, path):
    settings.WHITENOISE_USE_FINDERS = True
    answer = Client().get(path)
    answer.close()
    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
                 "frame-ancestors 'none'", "form-action 'self'", "report-uri /csp/"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "microphone=()" in answer["Permissions-Policy"]
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer or path.startswith("/static/")


@pytest.mark.parametrize("path", ["/d/atyrau/promises/", "/d/atyrau/directory/", "/d/atyrau/desk/settings/"])
def test_no_browser_keeps_a_page_of_a_desk(page, path):
    assert "no-store" in page.get(path)["Cache-Control"]


def test_another_site_may_not_read_answers_of_the_desk(page):
    answer = page.get("/d/atyrau/promises/", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer
    api = page.get("/api/v1/desks/atyrau/promises/", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in api


def test_a_form_from_another_site_is_refused(editor, desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        "/d/atyrau/promises/add/", {"title": "x"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_methods_that_no_page_has_are_refused(db, method):
    answer = Client().generic(method, "/accounts/login/", headers={"X-Secret": "mirror me"})
    assert answer.status_code == 405
    assert b"mirror me" not in answer.content


def test_what_a_browser_refused_is_noted_in_one_line(db, caplog):
    report = {"csp-report": {
        "effective-directive": "script-src", "blocked-uri": "https://evil.example/x.js\nINFO forged",
        "document-uri": "https://egiz.example/p/missions/Abcdefgh1234567890ABC/",
    }}  # fmt: skip
    with caplog.at_level("INFO", "egiz.security"):
        answer = Client(enforce_csrf_checks=True).post(
            "/csp/", json.dumps(report), content_type="application/csp-report"
        )
    assert answer.status_code == 204
    assert "script-src" in caplog.text
    assert "blocked-uri=https://evil.example/x.js" in caplog.text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"csp-report": 5}', b"\xff", b"[" * 9000])
def test_what_is_no_report_is_refused(db, body):
    assert Client().post("/csp/", body, content_type="application/csp-report").status_code == 400


def test_reports_are_taken_up_to_a_size_and_a_number(db, caplog):
    client, good = Client(), json.dumps({"csp-report": {"blocked-uri": "inline"}})
    huge = json.dumps({"csp-report": {"blocked-uri": "x" * security.LONGEST_REPORT}})
    assert client.post("/csp/", huge, content_type="application/csp-report").status_code == 400
    codes = [
        client.post("/csp/", good, content_type="application/csp-report").status_code
        for _time in range(security.REPORTS_A_MINUTE + 2)
    ]
    assert codes[0] == 204
    assert codes[-1] == 400


def test_pages_hold_no_script_in_themselves_and_none_from_elsewhere():
    for path in (ROOT / "src/egiz/desk/templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\son(click|load|error|submit|change)=", text), path
        assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=\"(https?:)?//", text), path
