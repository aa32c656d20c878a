"""English sentences for the reasons of a promise; their codes are what a desk translates."""

from __future__ import annotations

from egiz.minutes.report import Reason

_SAY = {
    "promised": "“{cue}” promises it",
    "agreed": "“{cue}” says it was agreed",
    "decided": "“{cue}” says it was decided",
    "assigned": "“{cue}” gives it as a task",
    "task": "“{cue}” names it as the task",
    "intended": "“{cue}” says it is intended",
    "wished": "“{cue}” wishes it",
    "proposed": "“{cue}” proposes it",
    "requested": "“{cue}” asks for it",
    "invited": "“{cue}” invites to it",
    "supported": "“{cue}” supports it",
    "ready": "“{cue}” declares readiness",
    "needed": "“{cue}” says it is necessary",
    "ahead": "“{cue}” says it lies ahead",
    "expected": "“{cue}” says it is expected",
    "interested": "“{cue}” shows interest",
    "future": "“{cue}” is said of the future",
    "announced": "“{cue}” announces it",
    "item": "it is an item of a list of decisions",
}


def act_reason(code: str, cue: str) -> Reason:
    """The reason for an act: its code, the cue word and an English sentence."""
    return Reason(f"cue_{code}", {"cue": cue}, f"Taken as a promise because {_SAY[code].format(cue=cue)}.")
