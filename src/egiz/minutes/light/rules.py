"""What a rule of these languages is, and the words that all of them need."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# English: "be sent", "be officially opened".
PASSIVE = re.compile(
    r"(?i)be\s+(?:\w+ly\s+)?(?:\w+(?:ed|en|ld|nt|de|ne|id|wn|ght)|put|set|cut|read|run|met|built|kept|left|led)\b"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that makes a promise: the group `verb` is the deed, `whom` the one it is given to.

    `needs_due` marks forms that are also a plain present tense and count only beside a deadline.
    """

    code: str
    base: float
    pattern: re.Pattern[str]
    needs_due: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of one language.

    Parameters
    ----------
    rules : tuple of Rule
        In the order of their weight; the first that matches a verb wins.
    order : Rule
        What makes an item of a list of decisions a task.
    agents : pattern
        Head words of those who act ("chamber", "guests"), to be found at the head of a clause.
    roles, names : pattern
        A role word, and a person's name beside it.
    speech : pattern
        Verbs of saying beside a quotation.
    pronouns : pattern
        Words for the last speaker.
    not_deeds : pattern
        Verbs whose future is no promise.
    past : pattern
        Words that put a clause into the past or background.
    organisations : pattern
        Names of organisations.
    verb_first : bool
        Whether the verb stands before its object (English).
    """

    code: str
    rules: tuple[Rule, ...]
    order: Rule
    agents: re.Pattern[str]
    roles: re.Pattern[str]
    speech: re.Pattern[str]
    pronouns: re.Pattern[str]
    not_deeds: re.Pattern[str]
    past: re.Pattern[str]
    organisations: re.Pattern[str]
    joints: re.Pattern[str]
    verb_first: bool = False
    abstract: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: offsets count letters of the folded sentence."""

    rule: Rule
    start: int
    end: int
    verb_start: int
    verb_end: int
    noun: bool
    whom: str | None


def rule(code: str, base: float, pattern: str, *, needs_due: bool = False) -> Rule:
    """A rule from its pattern, without regard to case."""
    return Rule(code, base, re.compile(f"(?i){pattern}"), needs_due)
