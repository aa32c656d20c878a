from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from egiz.desk.events.interfaces.posting import send_due


class Command(BaseCommand):
    help = "Send the letters with coming events that are due (the worker does the same by itself)."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - Django's form
        self.stdout.write(f"{send_due(timezone.now())} letters were sent.")
