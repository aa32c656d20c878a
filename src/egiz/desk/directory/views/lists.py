"""The directory as files, both ways, and cards that are probably the same."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.domain.handed import enqueue_with_file
from egiz.desk.core.domain.removing import RemovalError
from egiz.desk.core.domain.territories import asked
from egiz.desk.core.http import DeskRequest, desk_url, hand_out, needs
from egiz.desk.core.models import Job
from egiz.desk.directory.domain import merging, queries
from egiz.desk.directory.domain.importing import AT_ONCE, PEOPLE_JOB, take_in_few
from egiz.desk.directory.interfaces import cards
from egiz.desk.directory.models import Merged, Organisation, Person

KINDS: dict[str, Any] = {"people": Person, "organisations": Organisation}
TYPES = {
    "vcf": "text/vcard; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class CardsForm(forms.Form):
    upload = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("Excel (.xlsx), CSV, or vCards (.vcf) of a telephone or a mail program."),
    )

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        check_upload(upload, ("xlsx", "csv", "vcf"))
        return upload


def _done(number: str) -> Job | None:
    jobs = Job.objects.filter(kind=PEOPLE_JOB, status=Job.Status.DONE)
    return jobs.filter(pk=int(number)).first() if number.isdecimal() else None


@require_GET
@needs("directory.view")
def export(request: DeskRequest, kind: str) -> HttpResponseBase:
    """Hand out the people as the list is filtered."""
    rows = queries.people(
        request.GET.get("q", ""), request.GET.get("side", ""), asked(request.GET.get("region", ""))
    )
    content = cards.vcards(rows) if kind == "vcf" else cards.people_xlsx(rows, request.desk)
    name = f"people-{request.desk.slug}-{request.desk.today():%Y-%m-%d}.{kind}"
    return hand_out(request.desk, [content], name, TYPES[kind])


@require_http_methods(["GET", "POST"])
@needs("directory.change")
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take people in; good rows come in, the others are named with what would be right."""
    form = CardsForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": [label for label, _words in cards.COLUMNS.values()]}
    if request.method == "POST" and form.is_valid():
        upload, desk = form.cleaned_data["upload"], request.desk
        try:
            looked = read_apart(
                cards.look,
                upload.name,
                upload.read(),
                most=AT_ONCE,
                country=desk.country,
                their_country=desk.their_country,
            )
        except (cards.CardsError, ValidationError) as error:
            form.add_error("upload", error if isinstance(error, ValidationError) else str(error))
        else:
            if looked.count > AT_ONCE:
                job = enqueue_with_file(desk, PEOPLE_JOB, {}, request.user, upload)
                return redirect(desk_url(desk, "core:job", job.pk))
            added, changed = take_in_few(desk, request.user, looked.rows)
            context |= {"added": added, "changed": changed, "same": looked.count - added - changed}
            context |= {"wrong": looked.wrong, "wrong_count": looked.wrong_count, "done": True}
    elif done := _done(request.GET.get("job", "")):
        context |= {**done.result, "done": True}
    return render(request, "directory/import.html", context)


@require_GET
@needs("directory.change")
def duplicates(request: DeskRequest) -> HttpResponseBase:
    """Propose cards that are probably the same; below, what was merged and can be taken apart."""
    pairs = [(kind, pair) for kind, model in KINDS.items() for pair in merging.alike(model)]
    context = {"pairs": pairs, "merged": Merged.objects.select_related("merged_by")[:30]}
    return render(request, "directory/duplicates.html", context)


def _pair(request: DeskRequest, kind: str) -> tuple[Any, Any]:
    model = KINDS.get(kind)
    numbers = request.POST.get("kept", ""), request.POST.get("gone", "")
    if model is None or not all(number.isdecimal() for number in numbers) or numbers[0] == numbers[1]:
        raise Http404
    return get_object_or_404(model, pk=numbers[0]), get_object_or_404(model, pk=numbers[1])


@require_POST
@needs("directory.change")
def merge(request: DeskRequest, kind: str) -> HttpResponseBase:
    """Make one card of two, or say that they are two."""
    kept, gone = _pair(request, kind)
    if request.POST.get("act") == "different":
        merging.say_different(kept, gone)
    else:
        name = gone.name
        merging.merge(kept, gone, request.user)
        messages.success(
            request, _("%(name)s is one card now; below it can be taken apart.") % {"name": name}
        )
    return redirect(desk_url(request.desk, "directory:duplicates"))


@require_POST
@needs("directory.change")
def take_apart(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a merge back."""
    try:
        gone = merging.take_apart(get_object_or_404(Merged, pk=pk), request.user)
    except RemovalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s has a card of its own again.") % {"name": gone.name})
    return redirect(desk_url(request.desk, "directory:duplicates"))
