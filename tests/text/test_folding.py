import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.text.folding import fold, fold_words, heading_key, keys, one_script, plain, sound
from egiz.text.uzbek import uzbek_to_cyrillic, uzbek_to_latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Нөкис", "Nókis"), ("Нукус", "Nukus"), ("Урганч", "Urganch"), ("Ўзбекистон", "Oʻzbekiston"),
        ("Тўрткўл", "To´rtko´l"), ("Қызылорда", "Qyzylorda"), ("Шымкент", "Shymkent"), ("й", "y"),
        ("Щучинск", "Shchuchinsk"), ("Цой", "Tsoi"), ("Йошкар-Ола", "Yoshkar Ola"), ("Жетісай", "Zhetisay"),
    ],
)  # fmt: skip
def test_a_name_has_one_key_in_every_script(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("цемент", "cement", "en"), ("цемент", "sement", "uz"), ("щебень", "щебен", ""),
        ("химия", "chimia", "en"), ("экспорт", "eksport", "uz"), ("экспорт", "export", "en"),
        ("логистика", "logistika", "uz"), ("кварц", "quarts", "en"), ("шина", "şina", "uz"),
        ("секция", "section", "en"), ("шина", "shina", "uz"), ("чек", "çek", "uz"),
        ("насос", "nasos", "uz"), ("полиэтилен", "polietilen", "uz"), ("қазақ", "qazaq", "kk"),
    ],
)  # fmt: skip
def test_a_loan_word_sounds_the_same(one, other, language):
    assert sound(one) == sound(other, language)


def test_the_three_strengths_disagree_only_where_they_say():
    assert (fold("Цой"), sound("Цой")) == ("tsoi", "soi")
    assert (fold("щит"), sound("щит")) == ("xcit", "xit")
    assert (plain("ЁлКА"), fold("ёлка")) == ("елка", "elka")
    assert sound("1,5") == "1,5"


def test_plain_text_keeps_its_script_and_loses_what_cannot_be_seen():
    assert plain("  Oʻz\u00adbek\u200biston ‘x´ İ й\u0301 ") == "o'zbekiston 'x' i й"
    assert plain("O`zbek  tili") == "o'zbek tili"
    assert plain("я" * 300 + "\u200b Ё") == "я" * 300 + " е"


@pytest.mark.parametrize("apostrophe", "'ʻʼ‘’`´′ʹ")
def test_every_apostrophe_is_one_and_a_heading_needs_none(apostrophe):
    assert plain(f"Yo{apostrophe}q vaqti") == "yo'q vaqti"
    assert heading_key(f" YO{apostrophe}Q_vaqti: ") == "yoqvaqti" == heading_key("Yoq vaqti")


def test_letters_of_the_other_script_are_mended():
    assert one_script("cтaль") == "сталь"
    assert one_script("stаl") == "stal"
    assert one_script("сталь") == "сталь"
    assert fold("Атыpаy") == fold("Атырау")


def test_a_letter_with_two_readings_files_a_name_twice():
    assert keys("Королёв") == ["korolev", "koroliov"]
    assert keys("Ўрта") == ["orta", "urta"]
    assert keys("…") == []


def test_a_search_key_is_made_word_by_word():
    assert fold_words("Оʻzbek-qozoq «савдо» уйи!") == "ozbek kozok savdo ui"


def test_uzbek_goes_between_its_scripts_with_the_way_back():
    made = uzbek_to_latin("Ўзбекистон, Ер ва «Юлдуз»")
    assert made.text == "O'zbekiston, Yer va «Yulduz»"
    start = made.text.index("Yulduz")
    a, b = made.back(start, start + 6)
    assert "Ўзбекистон, Ер ва «Юлдуз»"[a:b] == "Юлдуз"
    assert uzbek_to_cyrillic("Toʻrtkoʻl") == uzbek_to_cyrillic("To´rtko`l") == "Тўрткўл"
    assert uzbek_to_cyrillic("Ellikqalʼa") == "Элликқалъа"
    assert uzbek_to_cyrillic("Yangiyer shahri 5") == "Янгиер Шаҳри 5"


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(text):
    assert plain(plain(text)) == plain(text)
    assert fold(text) == fold(text.upper()) or not text.isascii()
    made = uzbek_to_latin(text)
    assert len(made.places) == len(made.text) + 1
    assert made.places[-1] == len(text)
