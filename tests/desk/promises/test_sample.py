from egiz.desk.core.domain.setup import sample_dir
from egiz.desk.promises import sample
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import OfficialMeeting, Promise

BASE = sample_dir() / "atyrau"


def load(desk):
    sample.load(desk, BASE, lambda _text, _fraction: None)


def test_the_sample_shows_an_overdue_promise_and_leaves_some_to_confirm(in_desk, page):
    load(in_desk)
    statuses = set(Promise.objects.values_list("status", flat=True))
    assert {"suggested", "open"} <= statuses
    assert Promise.objects.filter(status="open", due_on__lt=in_desk.today()).exists()
    assert "Overdue" in page.get("/d/atyrau/promises/").content.decode()


def test_loading_the_sample_again_loses_and_doubles_nothing(in_desk, editor):
    load(in_desk)
    promise = Promise.objects.filter(status="open").first()
    deciding.change(promise, editor, title="What a person wrote")
    before = set(Promise.objects.values_list("pk", "title", "status"))
    load(in_desk)
    assert set(Promise.objects.values_list("pk", "title", "status")) == before


def test_the_sample_is_not_loaded_where_anybody_has_worked(in_desk, editor):
    deciding.add(in_desk, editor, title="Mine")
    load(in_desk)
    assert not OfficialMeeting.objects.exists()
