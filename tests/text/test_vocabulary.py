import pytest

from egiz.text.vocabulary import field_of, language_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Company name", "name"), ("Полное наименование", "name"), ("Наименование организации", "name"),
        ("Предлагаем", "offers"), ("Ищем", "needs"), ("Products / services", "offers"),
        ("Yo´q vaqti", "away"),
        ("Kopi bilan", "max_meetings"), ("Ko‘pi bilan", "max_meetings"), ("Компания *", "name"),
        ("ПОТРЕБНОСТИ (что ищете)", "needs"), ("БИН/ИНН:", "registration"), ("Takliflar:", "offers"),
        ("Қажеттіліктер", "needs"), ("Эҳтиёжлар", "needs"), ("Телефон", "phone"), ("Погода", None),
        ("", None), ("()", None),
    ],
)  # fmt: skip
def test_a_heading_is_known_however_it_is_written(heading, field):
    assert field_of(heading) == field


def test_a_table_knows_only_its_own_fields():
    assert field_of("Yo‘q vaqti", among={"name"}) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [("русский", "ru"), ("O´zbek", "uz"), ("қазақша", "kk"), ("EN", "en"), ("марсианский", None)],
)
def test_a_language_is_known_by_its_name(word, code):
    assert language_of(word) == code
