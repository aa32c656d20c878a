"""Making a desk ready: the first people, the first desk, the sample."""

import secrets
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django_scopes import scope

import egiz
from egiz.desk.core.apps import parts
from egiz.desk.core.models import Desk, Membership, Role, User

Progress = Callable[[str, float], None]

SAMPLE_DESK = {
    "slug": "atyrau",
    "name": "Палата предпринимателей Атырауской области",
    "country": "KZ",
    "their_country": "UZ",
    "our_name": "Атырауская область",
    "their_name": "Узбекистан",
    "language": "ru",
    "timezone": "Asia/Atyrau",
    "place_id": 610529,
}


class SampleMissingError(RuntimeError):
    """A file of the sample is not where the package keeps it."""


def sample_dir() -> Path:
    """Return the folder of the sample files, which come with the package."""
    return Path(egiz.__file__).resolve().parent / "sample"


def ensure_user(email: str, *, name: str = "", password: str | None = None) -> tuple[User, str | None]:
    """Return the person with that address; a new one gets a password, returned only this once."""
    user = User.objects.filter(email=email.lower()).first()
    if user:
        return user, None
    secret = password or secrets.token_urlsafe(9)
    return User.objects.create_user(email, secret, name=name), secret


def ensure_member(desk: Desk, user: User, role: str = Role.EDITOR) -> Membership:
    return Membership.objects.get_or_create(desk=desk, user=user, defaults={"role": role})[0]


def ensure_sample(
    owner: User, *, samples: Path | None = None, progress: Progress | None = None
) -> tuple[Desk, bool]:
    """Return the sample desk, filled by each app's ``sample.load`` if it was not there before.

    Nothing that a person entered is ever touched: each app loads only what its part of the desk lacks.
    """
    base = (samples or sample_dir()) / "atyrau"
    tell = progress or (lambda _text, _fraction: None)
    desk, created = Desk.objects.get_or_create(
        slug=SAMPLE_DESK["slug"], defaults={**SAMPLE_DESK, "is_sample": True}
    )
    if not desk.is_sample:
        return desk, False
    ensure_member(desk, owner, Role.OWNER)
    loaders = parts("sample")
    for number, (config, module) in enumerate(loaders):
        start = number / len(loaders)

        def step(text: str, fraction: float, start: float = start) -> None:
            tell(text, start + fraction / len(loaders))

        step(str(config.verbose_name), 0.0)
        try:
            with scope(desk=desk), translation.override(desk.language), transaction.atomic():
                module.load(desk, base, step)
        except FileNotFoundError as error:
            raise SampleMissingError(f"The sample's file {error.filename} is missing.") from error
    tell("", 1.0)
    return desk, created
