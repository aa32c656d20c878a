from typing import Any

from django.core.management.base import BaseCommand

from egiz.desk.core.domain import index


class Command(BaseCommand):
    help = "Build the search index anew from every record of every desk."

    def handle(self, **options: Any) -> None:
        count = index.rebuild()
        if options.get("verbosity", 1) > 0:
            self.stdout.write(f"{count} records can be found.")
