"""An event that is deleted leaves no trace in the moments of change: its calendar is marked instead."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django_scopes import scopes_disabled

from egiz.desk.events.models import EventRecord, PublicCalendar


@receiver(post_delete, sender=EventRecord)
def mark_calendar(instance: EventRecord, **_more: Any) -> None:
    """Let the files of the calendar be written again."""
    with scopes_disabled():
        PublicCalendar.objects.filter(desk_id=instance.desk_id).update(updated_at=timezone.now())
