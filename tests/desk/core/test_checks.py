"""The settings' own checks: each wrong setting is named with its number, a right one with none."""

import pytest

from egiz.desk.core import checks


def numbers():
    return {said.id for said in checks.look()}


@pytest.fixture(autouse=True)
def good(settings, tmp_path, monkeypatch):
    """The settings of a desk behind HTTPS with which nothing is wrong."""
    settings.VAR_DIR, settings.SECRET_KEY = tmp_path, "k" * 50
    settings.HTTPS, settings.DEBUG = True, False
    settings.HOSTS, settings.TRUSTED_PROXIES = ["egiz.example"], ["127.0.0.1"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name in [name for name in checks.os.environ if name.startswith("EGIZ_") and name not in checks.KNOWN]:
        monkeypatch.delenv(name)


def test_nothing_is_wrong_with_good_settings():
    assert numbers() == set()


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("SECRET_KEY", "short", "egiz.E002"),
        ("HOSTS", [], "egiz.E003"),
        ("DEBUG", True, "egiz.E004"),
        ("TRUSTED_PROXIES", [], "egiz.W002"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "egiz.W003"),
    ],
)
def test_a_wrong_setting_is_named_with_its_number(settings, name, value, number):
    setattr(settings, name, value)
    assert numbers() == {number}


def test_a_missing_folder_a_key_that_others_read_and_a_misspelt_variable(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path / "nowhere"
    assert numbers() == {"egiz.E001"}
    settings.VAR_DIR = tmp_path
    (tmp_path / "secret_key").write_text("k")
    (tmp_path / "secret_key").chmod(0o644)
    assert numbers() == {"egiz.W001"}
    (tmp_path / "secret_key").chmod(0o600)
    monkeypatch.setenv("EGIZ_HOSTSS", "egiz.example")
    assert numbers() == {"egiz.W004"}
    assert "EGIZ_HOSTSS" in checks.look()[0].msg


def test_a_package_that_a_setting_needs_is_missed(monkeypatch, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://x"}
    }
    monkeypatch.setattr(checks, "find_spec", lambda _name: None)
    assert "egiz.E005" in numbers()
