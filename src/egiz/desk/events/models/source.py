from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel


class EventSource(DeskModel):
    """Where events are read from: an address pulled on a schedule, or a file somebody gave.

    A draft has been tried and not kept yet; it pulls nothing and shows in no list.
    """

    class Kind(models.TextChoices):
        AUTO = "auto", _("tell by what comes")
        ICS = "ics", _("calendar (iCalendar)")
        RSS = "rss", _("news feed (RSS, Atom)")
        JSONLD = "jsonld", _("web page with event data")
        TABLE = "table", _("table (CSV, Excel)")

    class Schedule(models.TextChoices):
        HOURLY = "hourly", _("every hour")
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        HAND = "hand", _("only by hand")

    class Outcome(models.TextChoices):
        NONE = "", _("never pulled")
        CHANGED = "changed", _("something new was read")
        UNCHANGED = "unchanged", _("nothing has changed")
        FAILED = "failed", _("could not be read")

    title = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.AUTO)
    schedule = models.CharField(
        _("how often"), max_length=10, choices=Schedule.choices, default=Schedule.DAILY
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    trust = models.SmallIntegerField(_("trust"), default=0)
    is_paused = models.BooleanField(_("paused"), default=False)
    is_draft = models.BooleanField(default=True)

    # What the last pull left behind.
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    pulled_at = models.DateTimeField(_("last pulled"), null=True, blank=True)
    read_at = models.DateTimeField(_("last read without error"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last changed"), null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    error_text = models.TextField(blank=True)
    problems = models.JSONField(default=list, blank=True)
    problem_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("title", "id")
        indexes = [models.Index(fields=["desk", "is_draft", "is_paused"])]

    def __str__(self) -> str:
        return self.title


class RawAnswer(DeskModel):
    """What a source answered last, packed, so that anybody can see what was read."""

    source = models.OneToOneField(EventSource, on_delete=models.CASCADE, related_name="raw")
    body = models.BinaryField()
    size = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("raw answer")
        verbose_name_plural = _("raw answers")

    def __str__(self) -> str:
        return f"{self.source_id}: {self.size}"
