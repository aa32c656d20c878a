"""One side sits and the other comes: each company that hosts keeps a table, and meets at no other."""

from django.db import transaction

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.models import Company, Mission, Table


@transaction.atomic
def give_hosts_tables(mission: Mission, user: User | None) -> int:
    """Keep a table for each company of the host's side, as many as there are; return how many hosts sit.

    A table that is kept already stays its host's. Tables nobody keeps go: with one of them left, a host could
    be sent there.
    """
    Mission.objects.select_for_update().get(pk=mission.pk)
    hosts = Company.objects.filter(mission=mission, side=mission.host, status=Company.Status.ACCEPTED)
    hosts = hosts.exclude(mode=Company.Mode.ONLINE).order_by("name", "id")
    tables = list(mission.tables.all())
    numbers = {host.pk for host in hosts}
    kept = {table.owner_id for table in tables if table.owner_id in numbers}
    free = [table for table in tables if table.owner_id not in numbers]
    taken, order = {table.name for table in tables}, max((table.order for table in tables), default=0)
    for host in hosts:
        if host.pk in kept:
            continue
        if free:
            table = free.pop(0)
            table.owner = host
            table.save(update_fields=["owner", "updated_at"])
            continue
        order += 1
        name = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
        taken.add(name)
        Table.objects.create(mission=mission, name=name, order=order, owner=host)
    if numbers:
        for table in free:
            table.delete()
    record(mission, "hosts_seated", user)
    return len(numbers)
