import pytest
from django.db import connection

from egiz.desk.missions.domain import matching
from egiz.desk.missions.domain.first_filter import PostgresCandidates, make_indexes
from egiz.desk.missions.domain.registration import profile_of
from egiz.desk.missions.models import Company, Interpreter, SuggestedMatch
from tests.desk.missions.conftest import QuietWatch, make_company, make_mission


def two_companies(mission):
    make_company(mission, languages=["ru"], offers=["насосы"], needs=["уплотнения"])
    make_company(mission, "theirs", "B1", languages=["uz"], offers=["уплотнения"], needs=["насосы"])
    return mission


def test_companies_meet_without_a_shared_language_while_no_interpreter_is_named(mission):
    two_companies(mission)
    assert matching.spoken_between(mission) is None
    assert matching.run_matching(mission, QuietWatch().report) == 1


def test_companies_that_no_interpreter_joins_are_not_proposed(mission):
    two_companies(mission)
    Interpreter.objects.create(mission=mission, name="Sample Interpreter", languages=["en", "uz"])
    assert matching.run_matching(mission, QuietWatch().report) == 0
    Interpreter.objects.create(mission=mission, name="Sample Other", languages=["ru", "uz", "kk"])
    assert matching.run_matching(mission, QuietWatch().report) == 1


def test_lines_are_read_once_and_kept(mission, settings, tmp_path):
    settings.SENSE_STORE = tmp_path / "sense.sqlite3"
    watch = QuietWatch()
    progress = []
    matching.run_matching(two_companies(mission), lambda *given, **values: progress.append((given, values)))
    assert [values for (_, word), values in progress if word == matching.READING] == [{"done": 2, "count": 2}]
    kept = settings.SENSE_STORE.read_bytes()
    assert matching.run_matching(mission, watch.report) == 1
    assert settings.SENSE_STORE.read_bytes() == kept


def test_without_the_model_the_job_goes_on_and_says_so(mission, monkeypatch):
    monkeypatch.setattr("egiz.desk.missions.domain.matching.sense", lambda: None)
    progress = []
    assert matching.run_matching(two_companies(mission), lambda *given, **_: progress.append(given[1])) == 1
    assert matching.NO_MODEL in progress


def test_the_database_narrows_a_list_by_codes_spelling_and_gloss(mission):
    if connection.vendor != "postgresql":
        assert not make_indexes()
        pytest.skip("the first filter is PostgreSQL's")
    assert make_indexes()
    other = make_mission(mission.desk, name="Another")
    asker = make_company(mission, needs=["насосы", "zichlamalar"], need_codes=["28.13"])
    by_code = make_company(mission, "theirs", "B1", offers=["станки"], needs=[], codes=["28.13"])
    by_spelling = make_company(mission, "theirs", "B2", offers=["nasoslar"], needs=[])
    by_gloss = make_company(mission, "theirs", "B3", offers=["industrial pumps"], needs=[])
    make_company(mission, "theirs", "B4", name="Tours", offers=["экскурсии"], needs=[])
    make_company(other, "theirs", "B5", offers=["насосы"], needs=[], codes=["28.13"])
    found = PostgresCandidates(mission, "theirs").candidates(profile_of(asker), "offers", 10)
    assert {hit.id for hit in found} == {str(company.pk) for company in (by_code, by_spelling, by_gloss)}
    assert found[0].id == str(by_code.pk)
    assert len(PostgresCandidates(mission, "theirs").candidates(profile_of(asker), "offers", 1)) == 1


def test_long_lists_are_matched_through_the_first_filter(mission, monkeypatch):
    monkeypatch.setattr("egiz.matching.candidates.DENSE", 0)
    two_companies(mission)
    assert matching.run_matching(mission, QuietWatch().report) == 1
    pair = SuggestedMatch.objects.get(mission=mission)
    assert {pair.ours, pair.theirs} == set(Company.objects.filter(mission=mission))
