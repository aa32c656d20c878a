"""What a run of tests went through is marked where it happens (tests/marks.py)."""

from tests.marks import SEEN, Marker

CODE = '''"""A docstring stays the first thing."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nothing_at_all


def answer(numbers, word=None):
    """Stays one, too."""
    for number in numbers:
        if number > 9:
            break
        while True:
            try:
                1 / number
            except ZeroDivisionError:
                number = 1
            break
    match word:
        case "a":
            return 1
        case str():
            return 2
    return answer.__doc__


@outer
def compiled():
    never = 1


class Dots:
    def later(self):
        raise NotImplementedError
'''


def missed(*calls):
    marker = Marker(CODE)
    names = {SEEN: bytearray(len(marker.points)), "outer": lambda function: function}
    exec(compile(marker.tree, "code", "exec"), names)  # noqa: S102
    for call in calls:
        names["answer"](*call)
    assert names["__doc__"] == "A docstring stays the first thing."
    assert names["answer"]([]) == "Stays one, too."
    return {point for point, seen in zip(marker.points, names[SEEN], strict=True) if not seen}


def test_each_statement_and_each_way_from_it_is_missed_until_it_is_gone():
    cases = {(21, "case of 22"), (23, ""), (21, "case of 24"), (25, "")}
    loop = {(line, "") for line in (13, 14, 15, 16, 17, 19, 20)} | {(12, "in"), (13, "in"), (13, "on")}
    assert missed() == loop | cases
    assert missed(([3, 10],)) == {(19, "")} | cases
    assert missed(([0],), ([10],), ([], "a"), ([], "b")) == set()
