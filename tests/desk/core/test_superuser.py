"""Whoever keeps the installation obeys the rules of a desk: what is published is not offered again."""

import pytest
from django_scopes import scope

from egiz.desk.core.models import Role
from tests.desk.conftest import client_of, join, make_user
from tests.desk.missions.conftest import make_mission, make_pairs, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(desk):
    user = make_user("root@example.org", is_superuser=True, is_staff=True)
    join(desk, user, Role.OWNER)
    return user


@pytest.mark.parametrize(("state", "offered"), [("draft", True), ("published", False)])
def test_publishing_is_offered_to_a_superuser_as_to_everybody(desk, keeper, state, offered):
    with scope(desk=desk):
        mission = make_mission(desk)
        version = make_version(mission, make_pairs(mission, 2), state=state)
        page = client_of(keeper).get(f"/d/{desk.slug}/missions/{mission.pk}/schedule/{version.number}/")
    assert page.context["may_publish"] is offered


def test_a_superuser_outside_a_desk_has_no_say_in_it(desk):
    stranger = make_user("other@example.org", is_superuser=True)
    assert not stranger.has_perm("promises.change", desk)
    assert stranger.has_perm("auth.add_group")
