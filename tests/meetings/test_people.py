"""Meetings of several, and companies whose people split up: one person is in one meeting at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from egiz.meetings import (
    FormatError,
    Limits,
    Meeting,
    Participant,
    Person,
    Problem,
    ProblemError,
    Result,
    Slot,
    Table,
    check,
    load_problem,
    problem_from_document,
    problem_to_document,
    prove,
    result_to_document,
    solve,
    to_ics,
    write_template,
    write_xlsx,
)
from tests.meetings.oracle import random_delegation, truth

LIMITS = Limits(30, 1)
AIDA, BOLAT = Person("Aida"), Person("Bolat")


def delegation(slots: int = 1, *, asked: tuple[str, ...] = ("", ""), **alfa: object) -> Problem:
    """Alfa with one meeting for each name in `asked` (empty: whoever is free), each with another company."""
    others = tuple(Participant(f"b{i}") for i in range(len(asked)))
    wanted: dict[str, object] = {"people": (AIDA, BOLAT), "representatives": 2, **alfa}
    return Problem(
        slots=(Slot(),) * slots,
        participants=(Participant("a", name="Alfa", **wanted), *others),
        meetings=tuple(
            Meeting(f"m{i}", ("a", f"b{i}"), people=(("a", name),) if name else ())
            for i, name in enumerate(asked)
        ),
    )


def held(problem: Problem) -> Result:
    result = solve(problem, limits=LIMITS)
    assert result.status == "optimal"
    assert check(result_to_document(result), problem) == []
    return result


def sitting(problem: Problem) -> list[tuple[str, int, str]]:
    return [(m.id, m.slot, dict(m.people).get("a", "")) for m in held(problem).meetings]


def test_two_of_a_company_sit_in_two_meetings_at_once() -> None:
    assert sorted(name for _id, _slot, name in sitting(delegation())) == ["Aida", "Bolat"]


def test_a_person_is_not_in_two_meetings_at_once() -> None:
    result = held(delegation(asked=("Aida", "Aida")))
    assert [dict(m.people) for m in result.meetings] == [{"a": "Aida"}]
    assert [r.text for r in result.not_held[0].reasons] == [
        "Aida (Alfa) is away or sits in another meeting at slot 0."
    ]
    assert {slot for _id, slot, _name in sitting(delegation(2, asked=("Aida", "Aida")))} == {0, 1}


def test_whoever_is_away_is_stood_in_for_unless_asked_for() -> None:
    away = (replace(AIDA, unavailable=frozenset({0})), BOLAT)
    assert sitting(delegation(asked=("",), people=away)) == [("m0", 0, "Bolat")]
    assert held(delegation(asked=("Aida",), people=away)).not_held[0].reasons[0].code == "person-taken"
    assert sitting(delegation(2, asked=("Aida",), people=away)) == [("m0", 1, "Aida")]


def test_a_company_is_nowhere_while_all_its_people_are_away() -> None:
    nobody = tuple(replace(one, unavailable=frozenset({0})) for one in (AIDA, BOLAT))
    left = held(delegation(people=nobody)).not_held
    assert [r.text for r in left[0].reasons] == [
        "Nobody of Alfa is free at slot 0: each is away or sits in another meeting."
    ]


def test_colleagues_without_a_name_sit_where_nobody_is_asked_for() -> None:
    problem = delegation(asked=("Aida", "", "Bolat"), representatives=3)
    assert sitting(problem) == [("m0", 0, "Aida"), ("m1", 0, ""), ("m2", 0, "Bolat")]


def test_a_person_stays_to_the_end_of_a_long_meeting() -> None:
    """Aida is there first and Bolat later: neither can sit through both slots."""
    people = (replace(AIDA, unavailable=frozenset({1})), replace(BOLAT, unavailable=frozenset({0})))
    problem = delegation(2, asked=("",), people=people)
    problem = replace(problem, meetings=(replace(problem.meetings[0], length=2),))
    assert held(problem).meetings == ()


def test_a_round_table_takes_a_person_of_each_and_leaves_the_others_free() -> None:
    companies = tuple(
        Participant(f"f{i}", people=(Person(f"x{i}"), Person(f"y{i}")), representatives=2) for i in range(4)
    )
    table = Meeting("round", ("f0", "f1", "f2", "f3"), must=True, people=(("f0", "x0"),))
    pairs = (Meeting("p0", ("f0", "f1")), Meeting("p1", ("f2", "f3")))
    tables = (Table("big", capacity=4), Table("t1"), Table("t2"))
    result = held(Problem((Slot(),), companies, (table, *pairs), tables))
    assert {m.id: m.table for m in result.meetings if len(m.participants) == 4} == {"round": "big"}
    assert len(result.meetings) == 3
    who = [f"{name}" for m in result.meetings for _company, name in m.people]
    assert sorted(who) == ["x0", "x1", "x2", "x3", "y0", "y1", "y2", "y3"]


def test_a_round_table_needs_a_table_with_as_many_places() -> None:
    companies = tuple(Participant(f"f{i}", mode="in_person") for i in range(4))
    problem = Problem(
        (Slot(),), companies, (Meeting("round", tuple(p.id for p in companies)),), (Table("t"),)
    )
    assert [r.code for r in held(problem).not_held[0].reasons] == ["no-place-at-all"]


def test_what_is_proved_of_people_is_confirmed_by_the_second_solver() -> None:
    problem = delegation(2, asked=("Aida", "Aida", "Aida"))
    result = held(problem)
    first, *_more = prove(problem, result, seconds=5)
    assert (first.goal, first.bound, first.verdict) == ("held", 2, "confirmed")


# Seeds whose missions do not contradict themselves.
@pytest.mark.parametrize("seed", [1000, 1001, 1002, 1003, 1004, 1006, 1007, 1008, 1009, 1011, 1012, 1013])
def test_random_delegations_are_as_by_trying_everything(seed: int) -> None:
    problem = random_delegation(seed)
    best = truth(problem)
    result = solve(problem, limits=LIMITS)
    assert result.status == ("infeasible" if best is None else "optimal")
    if best is not None:
        assert [(g.value, g.bound) for g in result.goals] == [(v, v) for v in best]
        assert check(result_to_document(result), problem) == []


@pytest.mark.parametrize(
    ("people", "rule"),
    [
        ({"m0": "Aida", "m1": "Aida"}, "person-twice"),
        ({"m0": "Bolat", "m1": "Aida"}, "person"),
        ({"m0": "Aida"}, "nobody"),
        ({"m0": "Aida", "m1": "Chingiz"}, "unknown-person"),
    ],
)
def test_the_checker_names_who_sits_where_nobody_may(people: dict[str, str], rule: str) -> None:
    problem = delegation(asked=("Aida", ""))
    document = result_to_document(held(problem))
    for row in document["meetings"]:
        row["people"] = {"a": people[row["id"]]} if row["id"] in people else {}
    assert [b.rule for b in check(document, problem)] == [rule]


def test_the_checker_names_who_is_away() -> None:
    problem = delegation(asked=("",))
    document = result_to_document(held(problem))
    document["meetings"][0]["people"] = {"a": "Aida"}
    away = (replace(AIDA, unavailable=frozenset({0})), BOLAT)
    assert [b.rule for b in check(document, delegation(asked=("",), people=away))] == ["person-away"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Participant("a", people=(AIDA, AIDA)),
        lambda: Meeting("m", ("a", "b"), people=(("a", "Aida"), ("a", "Bolat"))),
        lambda: delegation(asked=("Chingiz",)),
        lambda: delegation(people=(replace(AIDA, unavailable=frozenset({7})),)),
        lambda: Person(""),
    ],
)
def test_people_that_contradict_themselves_are_refused(make: object) -> None:
    with pytest.raises(ProblemError):
        make()  # type: ignore[operator]


def test_people_come_back_from_json_as_they_went() -> None:
    problem = delegation(2, asked=("Aida", ""), people=(replace(AIDA, unavailable=frozenset({1})), BOLAT))
    assert problem_from_document(problem_to_document(problem)) == problem
    assert problem_to_document(problem)["meetings"][0]["people"] == {"a": "Aida"}
    plain = problem_to_document(problem)
    plain["participants"][0]["people"] = ["Aida", "Bolat"]
    assert problem_from_document(plain).participants[0].people == (AIDA, BOLAT)


# ruff: noqa: E501 - a row of a sheet is one line
SHEETS: dict[str, dict[str, list[list[object]]]] = {
    "en": {
        "Mission": [["Dates", "2026-12-09"], ["Sessions", "10:00-11:00"], ["Number of tables", 3]],
        "Participants": [["Name", "Representatives"], ["Alfa", 2], ["Beta", 1], ["Gamma", 1], ["Delta", 1]],
        "People": [["Company", "Person", "Away"], ["Alfa", "Aida", "10:00-10:30"], ["Alfa", "Bolat", None]],
        "Meetings": [
            ["A", "B", "Also", "Who comes"],
            ["Alfa", "Beta", "Gamma; Delta", "Aida"],
            ["Alfa", "Beta", None, "Alfa: Bolat"],
        ],
        "Tables": [["Id", "Capacity"], ["hall", 4], ["t1", 2]],
    },
    "ru": {
        "Миссия": [["Даты", "09.12.2026"], ["Сессии", "10:00-11:00"]],
        "Участники": [["Название", "Представители"], ["Alfa", 2], ["Beta", 1], ["Gamma", 1], ["Delta", 1]],
        "Представители": [["Компания", "Представитель", "Отсутствует"], ["Alfa", "Aida", "до 10:30"], ["Alfa", "Bolat", ""]],
        "Встречи": [
            ["Участник A", "Участник B", "Также", "Кто придёт"],
            ["Alfa", "Beta", "Gamma; Delta", "Aida"],
            ["Alfa", "Beta", "", "Alfa: Bolat"],
        ],
        "Столы": [["Код", "Мест"], ["hall", 4], ["t1", 2]],
    },
    "uz": {
        "Missiya": [["Sanalar", "09.12.2026"], ["Sessiyalar", "10:00-11:00"]],
        "Ishtirokchilar": [["Nomi", "Vakillar"], ["Alfa", 2], ["Beta", 1], ["Gamma", 1], ["Delta", 1]],
        "Vakillar": [["Kompaniya", "Vakil", "Yo‘q vaqti"], ["Alfa", "Aida", "10:00-10:30"], ["Alfa", "Bolat", ""]],
        "Uchrashuvlar": [
            ["A ishtirokchi", "B ishtirokchi", "Shuningdek", "Kim keladi"],
            ["Alfa", "Beta", "Gamma; Delta", "Aida"],
            ["Alfa", "Beta", "", "Alfa: Bolat"],
        ],
        "Stollar": [["Kod", "Sig‘imi"], ["hall", 4], ["t1", 2]],
    },
    "kk": {
        "Миссия": [["Күндері", "09.12.2026"], ["Сессиялар", "10:00-11:00"]],
        "Қатысушылар": [["Атауы", "Өкілдер"], ["Alfa", 2], ["Beta", 1], ["Gamma", 1], ["Delta", 1]],
        "Өкілдер": [["Компания", "Өкіл", "Болмайтын уақыты"], ["Alfa", "Aida", "10:00-10:30"], ["Alfa", "Bolat", ""]],
        "Кездесулер": [
            ["A қатысушы", "B қатысушы", "Сондай-ақ", "Кім келеді"],
            ["Alfa", "Beta", "Gamma; Delta", "Aida"],
            ["Alfa", "Beta", "", "Alfa: Bolat"],
        ],
        "Үстелдер": [["Коды", "Сыйымдылығы"], ["hall", 4], ["t1", 2]],
    },
}  # fmt: skip


def book(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(folder / "mission.xlsx")
    return folder / "mission.xlsx"


@pytest.mark.parametrize("lang", SHEETS)
def test_a_workbook_says_who_comes_in_four_languages(lang: str, tmp_path: Path) -> None:
    problem = load_problem(book(tmp_path, SHEETS[lang]))
    assert problem.participants[0].people == (Person("Aida", frozenset({0})), Person("Bolat"))
    assert [(len(m.participants), m.people) for m in problem.meetings] == [
        (4, (("Alfa", "Aida"),)),
        (2, (("Alfa", "Bolat"),)),
    ]
    result = held(problem)
    assert [(m.slot, dict(m.people)["Alfa"]) for m in result.meetings] == [(1, "Aida"), (0, "Bolat")]
    assert result.meetings[0].table == "hall"
    write_xlsx(tmp_path / "out.xlsx", problem, result, lang=lang)
    out = load_workbook(tmp_path / "out.xlsx")
    agenda = [[cell.value for cell in row] for row in out["Alfa"].iter_rows()]
    assert [row[4] for row in agenda[1:]] == ["Bolat", "Aida"]
    assert [row[2] for row in [[c.value for c in r] for r in out["Beta"].iter_rows()][1:]] == [
        "Alfa (Bolat)",
        "Alfa (Aida), Gamma, Delta",
    ]
    events = Calendar.from_ical(to_ics(problem, result, "Gamma")).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Alfa (Aida), Beta, Delta"]
    mine = Calendar.from_ical(to_ics(problem, result, "Alfa")).walk("VEVENT")
    assert sorted(str(event["description"]) for event in mine) == ["Alfa: Aida", "Alfa: Bolat"]


def test_people_that_a_workbook_cannot_mean_are_named_with_their_cell(tmp_path: Path) -> None:
    sheets = {key: [list(row) for row in rows] for key, rows in SHEETS["en"].items()}
    sheets["People"] += [["Omega", "Olga", None], ["Alfa", "aida", None], ["Beta", None, "10:00-10:30"]]
    sheets["Meetings"][1][3] = "Aida; Bolat"
    sheets["Meetings"][2][3] = "Chingiz"
    with pytest.raises(FormatError) as error:
        load_problem(book(tmp_path, sheets))
    assert list(error.value.issues) == [
        "People, row 4, Company: no participant 'Omega'",
        "People, row 5, Person: 'aida' stands there twice",
        "People, row 6, Person: must not be empty",
        "Meetings, row 2, Who comes: one person of a company can be asked for, not 'Aida' and 'Bolat'",
        "Meetings, row 3, Who comes: none of theirs is called 'Chingiz'; names stand in the sheet People",
    ]
    issues: list[str] = []
    problem = load_problem(tmp_path / "mission.xlsx", issues)
    assert (len(issues), [m.people for m in problem.meetings]) == (5, [(("Alfa", "Aida"),), ()])


def test_a_name_that_two_of_them_have_is_asked_back(tmp_path: Path) -> None:
    sheets = {key: [list(row) for row in rows] for key, rows in SHEETS["en"].items()}
    sheets["People"].append(["Gamma", "Aida", None])
    with pytest.raises(FormatError, match="several of them have a 'Aida'; write it as Alfa: Aida"):
        load_problem(book(tmp_path, sheets))


def test_the_template_has_a_sheet_for_people(tmp_path: Path) -> None:
    write_template(tmp_path / "empty.xlsx", lang="ru")
    sheet = load_workbook(tmp_path / "empty.xlsx")["Представители"]
    assert [cell.value for cell in sheet[1]] == ["Название", "Представитель", "Отсутствует"]
