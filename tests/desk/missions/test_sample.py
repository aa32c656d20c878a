import pytest

from egiz.desk.core.domain.setup import sample_dir
from egiz.desk.missions import sample
from egiz.desk.missions.domain.problem import build_problem, read_draft
from egiz.desk.missions.models import Company, Mission, ScheduleVersion, Wish
from tests.desk.conftest import make_desk

BASE = sample_dir() / "atyrau"


def test_without_the_files_no_half_of_a_sample_mission_is_made(in_desk, tmp_path):
    with pytest.raises(FileNotFoundError):
        sample.load(in_desk, tmp_path, lambda _text, _part: None)
    assert not Mission.objects.exists()


@pytest.mark.slow
def test_the_sample_is_scheduled_once_and_marked_everywhere(db, monkeypatch):
    from django_scopes import scope

    monkeypatch.setattr(sample, "SECONDS", 3.0)
    desk = make_desk(is_sample=True)
    reported = []
    with scope(desk=desk):
        sample.load(desk, BASE, lambda _text, part: reported.append(part))
        version = sample.published(desk)
        mission = Mission.objects.get()
        assert mission.is_sample
        assert version.is_sample
        assert Company.objects.count() >= 80
        assert not Company.objects.filter(is_sample=False).exists()
        assert version.wanted >= 200
        assert version.meetings.count() + version.not_held.count() == version.wanted
        assert Wish.objects.filter(our_consent="agreed", their_consent="declined").exists()
        assert build_problem(read_draft(mission)).slots
        assert reported == sorted(reported)
        Company.objects.filter(key="A01").update(name="Entered by a person")
        sample.load(desk, BASE, lambda _text, _part: None)
        assert Mission.objects.count() == 1
        assert ScheduleVersion.objects.count() == 1
        assert Company.objects.get(key="A01").name == "Entered by a person"
