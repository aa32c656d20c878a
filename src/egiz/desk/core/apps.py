from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavItem:
    """One link of the rail: address name, words, icon; ``phone`` puts it in the bottom bar too."""

    url_name: str
    label: Any
    icon: str
    phone: bool = True


@dataclass(frozen=True)
class Act:
    """One thing that can be begun or looked at from anywhere, found by its words in the search box."""

    url_name: str
    label: Any
    icon: str


class DeskAppConfig(AppConfig):
    """An app of the desk. What it adds is found by convention, so that no list outside it has to grow.

    ``urls.py`` is served under ``/d/<desk>/<url_prefix>/``; ``public_urls.py`` under ``/p/<url_prefix>/``
    (no login); ``api.py`` gives a ninja ``router`` for ``/api/v1/desks/<desk>/<url_prefix>``;
    ``tasks.py`` registers job handlers; ``search.py`` says what the search box finds;
    ``shared.py`` what the other side may be shown; ``together.py`` what another desk may keep too;
    ``sample.py`` gives ``load(desk, base, progress)``; ``joints.py`` says what other apps may ask of it;
    ``signals.py`` holds receivers; ``old_addresses.py`` keeps the addresses of earlier versions working.
    """

    default = False
    url_prefix = ""
    public_prefix = ""
    nav: tuple[NavItem, ...] = ()
    acts: tuple[Act, ...] = ()

    def ready(self) -> None:
        self.part("joints")
        self.part("signals")
        self.part("search")
        self.part("shared")
        self.part("together")

    def part(self, name: str) -> ModuleType | None:
        """Return the app's module of that name, or nothing when the app has none."""
        path = f"{self.name}.{name}"
        return import_module(path) if find_spec(path) else None


def desk_apps() -> list[DeskAppConfig]:
    """List the desk's apps in the order of the settings."""
    return [config for config in apps.get_app_configs() if isinstance(config, DeskAppConfig)]


def parts(name: str) -> list[tuple[DeskAppConfig, ModuleType]]:
    """List every app that has the named module, with that module."""
    return [(config, module) for config in desk_apps() if (module := config.part(name))]


class CoreConfig(DeskAppConfig):
    name = "egiz.desk.core"
    label = "core"
    verbose_name = _("Desk")
    default = True
    url_prefix = "desk"
    public_prefix = "shared"
    acts = (
        Act("core:settings", _("Desk and members"), "users"),
        Act("core:guests", _("The other side"), "handshake"),
        Act("core:jobs", _("Work in progress"), "hourglass"),
        Act("core:bin", _("Bin"), "trash-2"),
    )

    def ready(self) -> None:
        super().ready()
        from django.core.checks import register  # noqa: PLC0415 - as below

        from egiz.desk.core.checks import look  # noqa: PLC0415 - as below
        from egiz.desk.core.domain import index  # noqa: PLC0415 - models can be asked for only now

        register(look)
        post_migrate.connect(index.ensure, sender=self, dispatch_uid="search index")
