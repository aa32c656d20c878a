import pytest
from django.test import Client
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from egiz.desk.core.models import Job
from egiz.desk.directory.models import Organisation, Person
from tests.desk.conftest import client_of, make_desk


def test_stranger_gets_not_found_and_not_a_word_of_the_desk(desk, stranger):
    response = client_of(stranger).get(f"/d/{desk.slug}/desk/jobs/")
    assert response.status_code == 404
    assert desk.name not in response.content.decode()


def test_anonymous_is_sent_to_log_in_with_the_way_back(desk):
    response = Client().get(f"/d/{desk.slug}/desk/jobs/?page=2")
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next=/d/{desk.slug}/desk/jobs/%3Fpage%3D2"


def test_records_asked_outside_a_desk_are_an_error_not_an_empty_list(desk):
    Job.objects.create(desk=desk, kind="x")
    with pytest.raises(ScopeError):
        list(Job.objects.all())


def test_what_was_fetched_with_its_parents_is_not_asked_for_again_and_is_of_this_desk_only(
    desk, django_assert_num_queries
):
    with scopes_disabled():
        other = make_desk("nukus")
        for number in range(3):
            organisation = Organisation.objects.create(desk=desk, name=f"Chamber {number}")
            Person.objects.create(desk=desk, name=f"Ours {number}", organisation=organisation)
            Person.objects.create(desk=other, name=f"Theirs {number}", organisation=organisation)
    with scope(desk=desk), django_assert_num_queries(2):
        found = [
            [person.name for person in one.people.all()]
            for one in Organisation.objects.order_by("pk").prefetch_related("people")
        ]
    assert found == [["Ours 0"], ["Ours 1"], ["Ours 2"]]


def test_every_page_forbids_inline_script_and_style(page, desk):
    policy = page.get(f"/d/{desk.slug}/desk/jobs/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_sample_desk_says_so_on_every_page(page, desk):
    words = "Sample data"
    assert words not in page.get(f"/d/{desk.slug}/desk/jobs/").content.decode()
    desk.is_sample = True
    desk.save()
    assert words in page.get(f"/d/{desk.slug}/desk/jobs/").content.decode()


def test_a_page_of_a_desk_is_kept_by_nobody_else_and_not_mixed_up_with_its_parts(page, desk):
    response = page.get(f"/d/{desk.slug}/desk/jobs/")
    assert response["Cache-Control"] == "private, no-store"
    assert "HX-Request" in response["Vary"]
