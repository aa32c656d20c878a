import pytest

from egiz.desk.twinnings.models import Twinning

ATYRAU, AKTOBE, NUKUS, URGENCH = 610529, 610611, 601294, 1512473


@pytest.fixture
def twin(in_desk):
    return Twinning.objects.create(
        desk=in_desk, a_id=AKTOBE, a_name="Aktobe", a_country="KZ",
        b_id=NUKUS, b_name="Nukus", b_country="UZ", status="existing",
        source="the consul general, as reported",
    )  # fmt: skip
