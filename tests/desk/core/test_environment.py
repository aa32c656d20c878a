import stat

import pytest

from egiz.desk import environment


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("EGIZ_SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path)
    assert len(key) > 50
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_sqlite_in_the_var_folder_is_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv("EGIZ_DATABASE_URL", raising=False)
    database = environment.database(tmp_path)
    assert database["NAME"] == str(tmp_path / "egiz.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgres_url_is_taken_apart_with_its_escapes(tmp_path, monkeypatch):
    url = "postgresql://egiz:p%40ss@db.local:5433/desk?sslmode=require"
    monkeypatch.setenv("EGIZ_DATABASE_URL", url)
    database = environment.database(tmp_path)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert [database[name] for name in names] == ["desk", "egiz", "p@ss", "db.local", "5433"]
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_another_database_is_refused_with_what_would_be_right(tmp_path, monkeypatch):
    monkeypatch.setenv("EGIZ_DATABASE_URL", "mysql://x/y")
    with pytest.raises(ValueError, match="postgresql://user:password@host:5432/name or sqlite:///"):
        environment.database(tmp_path)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_flags_read_yes_and_no(monkeypatch, text, value):
    monkeypatch.setenv("EGIZ_X", text)
    assert environment.flag("EGIZ_X") is value


def test_mail_goes_to_files_until_a_server_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("EGIZ_EMAIL_URL", raising=False)
    assert environment.email(tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "mail"
    monkeypatch.setenv("EGIZ_EMAIL_URL", "smtp://u:p%3A@mail.local:587")
    mail = environment.email(tmp_path)
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_HOST_PASSWORD"]) == ("mail.local", 587, "p:")
    assert mail["EMAIL_USE_TLS"] is True


def test_without_a_tile_server_no_other_host_serves_pictures(monkeypatch):
    monkeypatch.delenv("EGIZ_TILES", raising=False)
    assert environment.tiles() == ("", "", [])


def test_a_tile_server_is_named_and_allowed_by_its_host_only(monkeypatch):
    monkeypatch.setenv("EGIZ_TILES", "https://tiles.example:8443/osm/{z}/{x}/{y}.png")
    assert environment.tiles() == (
        "https://tiles.example:8443/osm/{z}/{x}/{y}.png",
        "tiles.example",
        ["https://tiles.example:8443"],
    )


@pytest.mark.parametrize("address", ["tiles.example", "ftp://tiles.example/{z}", "https://tiles.example/"])
def test_an_address_that_gives_no_tiles_is_refused_with_what_would_be_right(monkeypatch, address):
    monkeypatch.setenv("EGIZ_TILES", address)
    with pytest.raises(ValueError, match=r"should look like https://tiles\.example"):
        environment.tiles()
