from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from egiz.desk.core.domain.locales import compile_locales


class Command(BaseCommand):
    help = "Compile the translations that changed (needs no GNU gettext)."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        count = sum(compile_locales(Path(root)) for root in settings.LOCALE_PATHS)
        if options.get("verbosity", 1) > 0:
            self.stdout.write(f"{count} catalogues compiled.")
