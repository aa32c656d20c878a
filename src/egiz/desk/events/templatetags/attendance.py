"""One line for an event's page: ``{% load attendance %}{% attendance row.pk %}`` says who goes."""

from typing import Any

from django import template

from egiz.desk.events.models import Attendance

register = template.Library()


@register.inclusion_tag("events/_attendance.html", takes_context=True)
def attendance(context: template.Context, pk: int) -> dict[str, Any]:
    """Name the people who go to the event, with the way to the page that changes it."""
    people = Attendance.objects.filter(event_id=pk).select_related("person").order_by("person__name")
    return {"desk": context["desk"], "user": context["user"], "people": list(people), "pk": pk}
