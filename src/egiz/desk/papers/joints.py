"""What the papers give to other apps: the papers written about a thing, and the desk's own templates."""

from egiz.desk.core import joints
from egiz.desk.core.http import desk_url
from egiz.desk.core.joints import PaperLink
from egiz.desk.core.models import Desk
from egiz.desk.papers.domain.filling import KINDS_OF
from egiz.desk.papers.domain.printing import template_bytes
from egiz.desk.papers.interfaces.forms import kind_choices
from egiz.desk.papers.models import Paper


class Papers:
    """Papers of a thing, and where to begin one."""

    def about(self, desk: Desk, origin: str, pk: int) -> list[PaperLink]:
        rows = Paper.objects.filter(origin=origin, origin_id=pk)
        return [
            PaperLink(
                f"{row.kind_label}: {row.name}",
                desk_url(desk, "papers:paper", row.pk),
                row.get_state_display(),
                row.kind,
            )
            for row in rows
        ]

    def offered(self, desk: Desk, origin: str, pk: int) -> list[PaperLink]:
        begin, names = desk_url(desk, "papers:new"), dict(kind_choices())
        return [
            PaperLink(names[kind], f"{begin}?kind={kind}&origin={origin}&pk={pk}")
            for kind in KINDS_OF[origin]
        ]

    def template(self, layout: str, lang: str) -> bytes | None:
        return template_bytes(layout, lang)


joints.papers.fill(Papers())
