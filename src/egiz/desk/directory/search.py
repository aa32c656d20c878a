from django.utils.translation import gettext as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Organisation, Person


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find people and organisations by every word of the key."""
    people = Person.objects.select_related("organisation")
    organisations = Organisation.objects.all()
    for word in key.split():
        people = people.filter(search_key__contains=word)
        organisations = organisations.filter(search_key__contains=word)
    return [
        HitGroup(
            _("People"),
            "user-round",
            [
                Hit(row.local_name, row.position, desk_url(desk, "directory:person", row.pk))
                for row in people[:limit]
            ],
        ),
        HitGroup(
            _("Organisations"),
            "building-2",
            [
                Hit(row.local_name, row.get_kind_display(), desk_url(desk, "directory:organisation", row.pk))
                for row in organisations[:limit]
            ],
        ),
    ]
