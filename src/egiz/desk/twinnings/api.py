"""/api/v1/desks/<desk>/twinnings: the register and the comparisons, under the predicates of the pages."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import ModelSchema, Path, Router

from egiz.desk.core.http import desk_scope
from egiz.desk.twinnings.models import Comparison, Twinning

router = Router()


class TwinningOut(ModelSchema):
    class Meta:
        model = Twinning
        fields = (
            "id", "a_id", "a_name", "a_country", "b_id", "b_name", "b_country", "level", "status", "since",
            "document", "source", "source_url", "note",
        )  # fmt: skip


@router.get("/", response=list[TwinningOut], summary="The register of twins")
def list_twinnings(request: HttpRequest, slug: Path[str]) -> list[Twinning]:
    with desk_scope(request, slug, "twinnings.view"):
        return list(Twinning.objects.all())


@router.get("/comparisons/{pk}", summary="A ranking of candidates, as `egiz rank --json` gives it")
def get_comparison(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    with desk_scope(request, slug, "twinnings.view"):
        comparison = get_object_or_404(Comparison, pk=pk)
        return {"id": comparison.pk, "ranked_at": comparison.ranked_at, **comparison.result}
