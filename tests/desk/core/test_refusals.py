"""What an operator does wrong is said in a sentence that names what would be right, never in a traceback."""

import os
import subprocess
import sys

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from egiz.desk import environment
from egiz.desk.launch import refusals


@pytest.mark.parametrize(
    ("name", "value", "read", "words"),
    [
        ("EGIZ_DATABASE_URL", "egiz", environment.database, "should look like postgresql://"),
        ("EGIZ_DATABASE_URL", "mysql://a:b@c/d", environment.database, "should look like postgresql://"),
        ("EGIZ_DATABASE_URL", "postgresql://a:b@c", environment.database, "should look like postgresql://"),
        ("EGIZ_DATABASE_URL", "postgresql://a:geheim/c@d/e", environment.database, "written as %2F"),
        ("EGIZ_EMAIL_URL", "post.somewhere", environment.email, "should look like smtp://"),
        ("EGIZ_EMAIL_URL", "smtp://a:b#c@d", environment.email, "should look like smtp://"),
        ("EGIZ_EMAIL_URL", "imap://a:b@c", environment.email, "should look like smtp://"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_with_what_it_should_look_like(
    monkeypatch, tmp_path, name, value, read, words
):
    monkeypatch.setenv(name, value)
    with pytest.raises(environment.SettingError, match=words) as refused:
        read(tmp_path)
    assert str(refused.value).startswith(name)
    assert value not in str(refused.value)  # it may hold a password
    assert "geheim" not in str(refused.value)


def test_a_mail_server_is_asked_at_the_port_of_its_kind(monkeypatch, tmp_path):
    monkeypatch.setenv("EGIZ_EMAIL_URL", "smtps://mail.example")
    assert environment.email(tmp_path)["EMAIL_PORT"] == 465
    monkeypatch.setenv("EGIZ_EMAIL_URL", "smtp://mail.example:2525")
    assert environment.email(tmp_path)["EMAIL_PORT"] == 2525


def test_a_folder_that_is_a_file_and_an_empty_key_are_named(monkeypatch, tmp_path):
    monkeypatch.delenv("EGIZ_SECRET_KEY", raising=False)
    place = tmp_path / "taken"
    place.write_text("")
    monkeypatch.setenv("EGIZ_VAR", str(place))
    with pytest.raises(environment.SettingError, match="where the desk cannot write"):
        environment.var_dir()
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(environment.SettingError, match="secret_key is empty"):
        environment.secret_key(tmp_path)


@pytest.mark.parametrize("error", [OperationalError("away"), DatabaseError("file is not a database")])
def test_a_database_that_cannot_be_used_is_named_with_its_reason_and_without_a_password(
    error, settings, monkeypatch
):
    from django.db import connection

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "geheim")
    said = refusals.said(error)
    assert str(connection.settings_dict["NAME"]) in said
    assert str(error) in said
    assert "geheim" not in said


def test_a_fault_of_the_program_is_not_taken_for_one_of_its_keeper():
    assert refusals.said(IntegrityError("two of one kind")) == ""
    assert refusals.said(ValueError("anything")) == ""


@pytest.mark.parametrize(
    ("line", "env", "words"),
    [
        (["doctor"], {"EGIZ_DATABASE_URL": "nothing"}, "should look like"),
        (["backup", "desk.egiz"], {}, "is not a database"),
    ],
)
def test_no_verb_ends_in_a_traceback(tmp_path, line, env, words):
    (tmp_path / "egiz.sqlite3").write_text("no database at all")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("EGIZ_")}
    done = subprocess.run(
        [sys.executable, "-m", "egiz.cli", *line], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**plain, "EGIZ_VAR": str(tmp_path), **env},
    )  # fmt: skip
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
