"""What comes in stays data, in logs, letters, pages, files and addresses; and what the code never does."""

import ast
import json
import logging
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import path
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader
from gunicorn.http.parser import RequestParser

from egiz.desk.core.domain import trail
from egiz.desk.core.logs import Json, Plain
from egiz.desk.core.models import Attachment
from egiz.desk.core.views.errors import server_error
from egiz.desk.directory.models import Person
from egiz.desk.promises.interfaces import reminders
from egiz.desk.promises.models import Reminder
from tests.desk.conftest import PASSWORD

SOURCE = Path(__file__).resolve().parents[3] / "src" / "egiz"
FILES = sorted(SOURCE.rglob("*.py"))
# Between a process of ours and its own child, through a pipe or a file that nobody else opens.
OWN_CHILD = {"meetings/workers.py"}


def record(text, *args):
    return logging.LogRecord("egiz", logging.WARNING, "", 1, text, args, None)


# --- logs and letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [Plain(), Json()])
@pytest.mark.parametrize("end", ["\n", "\r", "\x1b[2J", "\u2028", "\x85"])
def test_whoever_types_a_line_break_writes_no_record_of_their_own(written, end):
    line = written.format(
        record("Not Found: %s", f"/x{end}2026-11-28 INFO egiz.security logged in: person=1")
    )
    assert end not in line
    assert len(line.splitlines()) == 1


def test_a_line_says_its_moment_with_the_offset_and_goes_to_one_place(settings):
    assert Plain().format(record("x"))[19] in "+-"
    assert json.loads(Json().format(record("x")))["time"][19] in "+-"
    assert list(settings.LOGGING["handlers"]) == ["console"]


def test_an_error_keeps_its_lines():
    error = ValueError("one\ntwo")
    found = logging.LogRecord("egiz", logging.ERROR, "", 1, "failed", (), (ValueError, error, None))
    assert "ValueError: one\ntwo" in Plain().format(found)


def test_a_name_with_a_line_break_adds_no_header_to_a_letter(in_desk, editor):
    in_desk.name = "Chamber\r\nBcc: everybody@example.org"
    nothing = reminders.Contents(overdue=[], soon=[], waiting=[])
    letter = reminders.letter(Reminder(desk=in_desk, user=editor), nothing)
    message = letter.message()
    assert message["Bcc"] is None
    assert "Bcc: everybody" in str(make_header(decode_header(message["Subject"])))


# --- pages and addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_log_in_leads_to_no_other_site(desk, editor, where):
    form = {"login": editor.email, "password": PASSWORD, "next": where}
    assert Client().post("/accounts/login/", form)["Location"] == "/"


def test_a_name_of_markup_is_text_on_the_page_and_in_its_attributes(page, in_desk, editor):
    bad = '"><img src=x onerror=alert(1)>\'"{{ x }}'
    person = Person.objects.create(desk=in_desk, name=bad, position=bad, email="a@example.org")
    for address in (
        "/d/atyrau/directory/people/",
        f"/d/atyrau/directory/people/{person.pk}/",
    ):
        text = page.get(address).content.decode()
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/static/", "/static/../settings.py", "/static/%2e%2e/settings.py", "/media/",
     "/static/egiz/", "/admin/", "/__debug__/"],
)  # fmt: skip
def test_no_folder_is_listed_and_nothing_beside_the_pages_is_served(db, path):
    assert Client().get(path).status_code in {404, 400}


def test_an_unexpected_error_shows_nothing_of_the_inside(db, settings):
    settings.DEBUG = False
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    for inside in ("Traceback", "django", "settings", "File "):
        assert inside not in answer.content.decode()


def _breaks(_request):
    raise RuntimeError("the password is horse battery staple")


urlpatterns = [path("breaks/", _breaks)]
handler500 = "egiz.desk.core.views.errors.server_error"


def test_what_an_error_says_stays_in_the_log(db, settings, caplog):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    answer = client.get("/breaks/")
    assert answer.status_code == 500
    assert "horse battery" not in answer.content.decode()
    assert "horse battery" in caplog.text


def test_answers_say_their_kind_and_letters(page):
    assert page.get("/d/atyrau/promises/")["Content-Type"] == "text/html; charset=utf-8"
    answer = page.get("/api/v1/desks/atyrau/promises/")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    json.loads(answer.content.decode("utf-8"))


# --- files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\x.txt", 'a"; filename="b.html.txt', "x\r\nSet-Cookie: a=b.txt"]
)
def test_a_files_name_is_neither_a_path_nor_a_header(in_desk, editor, page, settings, name):
    person = Person.objects.create(desk=in_desk, name="Gulnara")
    upload = SimpleUploadedFile("a.txt", b"x")
    upload._name = name
    kept = trail.attach(person, upload, editor)
    stored = Path(settings.MEDIA_ROOT, kept.file.name).resolve()
    assert stored.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert ".." not in kept.file.name
    answer = page.get(f"/d/atyrau/desk/files/{kept.pk}/")
    assert answer.getvalue() == b"x"  # which also closes it, as a server does
    assert "Set-Cookie" not in answer
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert Attachment.objects.count() == 1


# --- requests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"],
)  # fmt: skip
def test_a_request_of_two_lengths_is_refused(raw):
    with pytest.raises(InvalidHeader):
        next(RequestParser(Config(), iter([raw]), ("127.0.0.1", 1)))


def test_only_the_proxies_say_that_a_request_came_over_https(db, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    said = {"X-Forwarded-Proto": "https"}
    assert "script-src" in Client().get("/accounts/login/", headers=said)["Content-Security-Policy"]
    client = Client(headers=said)
    assert not client.get("/accounts/login/", REMOTE_ADDR="192.0.2.1").wsgi_request.is_secure()
    assert client.get("/accounts/login/", REMOTE_ADDR="10.0.0.1").wsgi_request.is_secure()


def test_what_a_form_does_not_have_is_not_written(page, in_desk, editor):
    form = {
        "name": "Gulnara",
        "desk": 999,
        "desk_id": 999,
        "id": 5,
        "created_at": "2000-01-01",
        "is_superuser": "1",
    }
    page.post("/d/atyrau/directory/people/add/", form)
    person = Person.objects.get(name="Gulnara")
    assert person.desk_id == in_desk.pk
    assert person.created_at.year > 2000


# --- what the code never does ------------------------------------------------------------------------------


TREES = [(str(file.relative_to(SOURCE)), ast.parse(file.read_text(encoding="utf-8"))) for file in FILES]
NODES = [(file, node) for file, tree in TREES for node in ast.walk(tree)]
CALLS = [(file, ast.unparse(node.func), node) for file, node in NODES if isinstance(node, ast.Call)]


def test_nothing_that_came_in_is_run_or_unpacked_as_code():
    bad = {"eval", "exec", "compile", "os.system", "os.popen", "yaml.load", "marshal.loads", "pickle.load",
           "pickle.loads", "shelve.open", "jsonpickle.decode"}  # fmt: skip
    found = {(file, name) for file, name, _node in CALLS if name in bad}
    assert {file for file, _name in found} <= OWN_CHILD


def test_programs_are_called_by_lists_never_through_a_shell():
    shells = [
        file for file, _name, node in CALLS for word in node.keywords
        if word.arg == "shell" and ast.unparse(word.value) != "False"
    ]  # fmt: skip
    assert shells == []


def test_no_question_to_the_database_is_made_of_what_was_typed():
    """What asks in SQL of its own: lines of ours, what was typed beside them as a parameter."""
    known = {"core/domain/index.py", "core/moving_tables.py"}
    found = {
        file.removeprefix("desk/") for file, name, node in CALLS
        if "desk/" in file and "/migrations/" not in file
        and (name.endswith((".raw", ".extra")) or name == "RawSQL"
             or (name.endswith(".execute") and node.args and isinstance(node.args[0], ast.JoinedStr)))
    }  # fmt: skip
    assert found <= known


def test_regular_expressions_of_names_are_escaped():
    """What is put into a pattern is a constant of ours, or goes through re.escape."""
    bare = [
        (file, ast.unparse(part.value)) for file, name, node in CALLS
        if "desk/" in file and name.startswith("re.")
        and node.args and isinstance(node.args[0], ast.JoinedStr)
        for part in node.args[0].values if isinstance(part, ast.FormattedValue)
        if "re.escape" not in ast.unparse(part.value) and not ast.unparse(part.value).isupper()
    ]  # fmt: skip
    assert bare == []


def test_no_form_takes_whatever_a_record_has():
    for file in FILES:
        assert 'fields = "__all__"' not in file.read_text(encoding="utf-8"), file


def test_scripts_of_pages_write_text_and_never_markup():
    for file in (SOURCE / "desk" / "static" / "egiz").glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for bad in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ):
            assert bad not in text, (file.name, bad)


def test_certificates_are_always_looked_at():
    words = [
        (file, word.arg) for file, _name, node in CALLS for word in node.keywords
        if word.arg in {"verify", "check_hostname"} and ast.unparse(word.value) == "False"
    ]  # fmt: skip
    assert words == []
    names = {name for _file, name, _node in CALLS}
    assert not {"ssl._create_unverified_context", "ssl.CERT_NONE"} & names


def test_weak_sums_guard_nothing():
    """MD5 and SHA-1 name files and texts at most; what is signed, kept or guessed stands on SHA-256."""
    weak = {
        file for file, name, node in CALLS
        if name in {"hashlib.md5", "hashlib.sha1"}
        and not any(word.arg == "usedforsecurity" for word in node.keywords)
    }  # fmt: skip
    assert weak == set()


def test_what_must_not_be_guessed_comes_from_the_systems_chance():
    secret = {"token", "secret", "key", "code", "password", "nonce", "salt"}
    for file, node in NODES:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            names = {ast.unparse(target).rpartition(".")[2] for target in node.targets}
            made_by_dice = ast.unparse(node.value.func).startswith(("random.", "uuid.uuid1"))
            assert not (names & secret and made_by_dice), file
