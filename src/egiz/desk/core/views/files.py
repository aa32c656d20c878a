from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.core.models import Attachment


@require_GET
@needs("core.view_desk")
def download(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - the scope is the request's
    """Hand out a kept file, always as a download: nothing uploaded is ever shown as a page of ours."""
    attachment = get_object_or_404(Attachment, pk=pk)
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
