"""The client against a server that listens: the documentation's script, lists, refusals, `egiz remote`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django_scopes import scope, scopes_disabled
from typer.testing import CliRunner

from egiz.cli import app
from egiz.client import ApiError, Client
from egiz.desk.api.domain import tokens
from egiz.desk.api.domain.scopes import SCOPES
from egiz.desk.core.models import Role
from egiz.desk.directory.domain import entries
from tests.desk.conftest import join, make_desk, make_user

ROOT = Path(__file__).parents[3]


@pytest.fixture
def served(live_server):
    """A desk that is served, its key, and a client of it."""
    desk, owner = make_desk(), make_user("owner@example.org")
    join(desk, owner, Role.OWNER)
    with scope(desk=desk):
        _token, secret = tokens.make(desk, owner, name="client", scopes=list(SCOPES), days=1)
    return desk, secret, Client(live_server.url, "atyrau", secret)


def test_the_script_of_the_documentation_makes_a_schedule(served, live_server, monkeypatch, capsys):
    _desk, secret, _client = served
    script = re.search(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text("utf-8"), re.DOTALL)[1]
    assert len(script.splitlines()) <= 25
    monkeypatch.setenv("EGIZ_ADDRESS", live_server.url)
    monkeypatch.setenv("EGIZ_DESK", "atyrau")
    monkeypatch.setenv("EGIZ_KEY", secret)
    exec(compile(script, "docs/api.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == "9 meetings of 9, optimal\n"


def test_a_whole_list_is_gone_through_part_by_part(served, monkeypatch):
    desk, _secret, client = served
    with scope(desk=desk):
        for number in range(7):
            entries.add_person(desk, None, name=f"Person {number}")
    asked = []
    monkeypatch.setattr(
        client, "list_people", lambda limit, cursor: asked.append(cursor) or Client.list_people(
            client, limit=3, cursor=cursor
        ),
    )  # fmt: skip
    assert [one["name"] for one in client.every(client.list_people)] == [f"Person {n}" for n in range(7)]
    assert len(asked) == 3


def test_a_bare_list_goes_on_where_the_header_says(served):
    _desk, _secret, client = served
    for number in (601294, 1513604):
        client.add_twinning(a="Atyrau", b={601294: "Nukus", 1513604: "Urgench"}[number], source="a letter")
    first = client.list_twinnings(limit=1)
    rest = client.list_twinnings(limit=1, cursor=client.following)
    assert [first[0]["b_name"], rest[0]["b_name"]] == ["Nukus", "Urganch"]
    assert client.following == ""


def test_a_refusal_says_which_field(served):
    _desk, _secret, client = served
    with pytest.raises(ApiError, match="#/side") as refused:
        client.add_promise(title="Send it", side="elsewhere")
    assert refused.value.status == 422
    with pytest.raises(ApiError) as unknown:
        client.get_promise(1)
    assert unknown.value.status == 404


def test_no_answer_is_said_so(served):
    with pytest.raises(ApiError, match="cannot be reached"):
        Client("http://127.0.0.1:9", "atyrau", "egiz_x", timeout=2).list_promises()
    with pytest.raises(ApiError, match="must begin with"):
        Client("ftp://example.org", "atyrau", "egiz_x").list_promises()


def test_waiting_ends_with_the_work_or_with_a_word(served):
    desk, _secret, client = served
    from egiz.desk.core.models import Job

    with scopes_disabled():
        job = Job.objects.create(desk=desk, kind="promises.read", status="failed", error="It broke.")
        slow = Job.objects.create(desk=desk, kind="promises.read", status="running")
    with pytest.raises(ApiError, match=r"It broke\."):
        client.wait(job.pk)
    looks = []
    with pytest.raises(ApiError, match="takes longer"):
        client.wait(slow.pk, seconds=2, sleep=looks.append)
    assert looks == [0.5] * 4


def test_remote_asks_from_a_terminal(served, live_server, monkeypatch):
    _desk, secret, client = served
    client.add_promise(title="Send the calendar")
    monkeypatch.setenv("EGIZ_KEY", secret)
    at = f"{live_server.url}/d/atyrau"
    listed = CliRunner().invoke(app, ["remote", "list_promises", "state=all", "--at", at, "--json"])
    assert [row["title"] for row in json.loads(listed.stdout)] == ["Send the calendar"]
    made = CliRunner().invoke(app, ["remote", "add_person", "name=Aigul", "--at", at, "--json"])
    assert json.loads(made.stdout)["name"] == "Aigul"
    wrong = CliRunner().invoke(app, ["remote", "add_person", "nome=Aigul", "--at", at])
    assert (wrong.exit_code, "NAME=VALUE" in wrong.stderr) == (1, True)
    assert CliRunner().invoke(app, ["remote", "no_such", "--at", at]).exit_code == 1


def test_the_description_and_the_client_are_what_the_code_says():
    done = subprocess.run(
        [sys.executable, "scripts/build_client.py", "--check"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
