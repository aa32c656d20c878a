"""What each paper says in one language: plain data that a layout and an office's own template can name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .kinds import words
from .model import OfficialPaper
from .saying import BLANK, listed, official_day, official_span

Data = dict[str, Any]


class Said:
    """The values of a paper in one language, each as text; what nobody knows is a visible blank."""

    def __init__(self, paper: OfficialPaper, lang: str) -> None:
        self.paper, self.lang, self.words = paper, lang, words(lang)

    def has(self, *names: str) -> bool:
        """Whether one of these is known."""
        return any(self.paper.value(name, self.lang) is not None for name in names)

    def __getitem__(self, name: str) -> str:
        value = self.paper.value(name, self.lang)
        if value is None:
            return BLANK
        if self.paper.asks.field(name).type == "day":
            return official_day(self.paper.day(name), self.lang)  # type: ignore[arg-type] # it is known
        return str(value).strip()

    def lines(self, name: str) -> list[str]:
        """A list of lines; empty where nothing is known."""
        return [str(one) for one in self.paper.value(name, self.lang) or ()]

    def rows(self, name: str) -> list[Mapping[str, str]]:
        """Rows with every column of the field."""
        columns = self.paper.asks.field(name).columns
        return [{c: str(row.get(c, "")) for c in columns} for row in self.paper.value(name, self.lang) or ()]

    def line(self, sentence: str, *names: str, always: bool = False) -> str:
        """A sentence with these values; empty where none of them is known, unless the paper needs it."""
        if not always and not self.has(*names):
            return ""
        return self.words[sentence].format(**{name: self[name] for name in names})


def _names(said: Said, heads: tuple[str, ...], **values: str) -> list[str]:
    return [said.words[head].format(**values) for head in heads]


def _letter(said: Said) -> Data:
    number, date = said["letter_number"], said["date"]
    form = said.paper.value("addressee_form", said.lang) or "unknown"
    greeting = said.words["dear"]
    if said.has("addressee_name"):
        greeting = said.words[f"dear_{form}"].format(name=said["addressee_name"])
    answered = said.has("to_number", "to_date") or said.paper.kind == "reply"
    reference = said.words["to_letter"].format(number=said["to_number"], date=said["to_date"])
    return {
        "number_date": said.words["number_date"].format(number=number, date=date),
        "reference": reference if answered else "",
        "addressee": said["addressee_office"],
        "subject": said["subject"] if said.has("subject") else "",
        "greeting": greeting,
        "close": said.words["close"],
        "enclosures_head": said.words["enclosures"] if said.has("enclosures") else "",
        "enclosures": said.lines("enclosures"),
        "signer_office": said["signer_office"],
        "signer_name": said["signer_name"],
        "prepared": said.line("prepared", "prepared_by"),
        "title": said["subject"] if said.has("subject") else said.words["close"],
    }


def _span(said: Said) -> str:
    first = said.paper.day("starts")
    return official_span(first, said.paper.day("ends"), said.lang) if first else BLANK


def _invitation(said: Said) -> Data:
    return _letter(said) | {
        "ask": said.line("invite", "sender", always=True),
        "occasion": said.line("occasion_line", "occasion"),
        "purpose": said.line("purpose_line", "purpose", always=True),
        "when": said.words["when_line"].format(span=_span(said)),
        "place": said.line("where_line", "place", always=True),
        "link": said.line("link_line", "link"),
        "agenda_head": said.words["agenda_line"] if said.has("agenda") else "",
        "agenda": said.lines("agenda"),
        "costs": said.line("costs_line", "costs"),
        "reply_by": said.line("reply_by", "reply_by", always=True),
    }


def _reply(said: Said) -> Data:
    # Nobody has answered until somebody says so: the letter then holds a blank.
    answer = said.paper.value("answer", said.lang) or "open"
    if answer == "open":
        return _letter(said) | {"answer": f"{said.words['reply_open']} {BLANK}"}
    names = {"yes": ("persons",), "other": ("other_date",), "no": ()}[answer]
    return _letter(said) | {"answer": said.line(f"reply_{answer}", *names, always=True)}


def _memorandum(said: Said) -> Data:
    return {
        "title": memorandum_title(said),
        "parties": said.line(
            "memo_parties", "body_a", "office_a", "signer_a", "body_b", "office_b", "signer_b", always=True
        ),
        "grounds": said.words["memo_grounds"].format(grounds="; ".join(said.lines("grounds")))
        if said.has("grounds") else "",
        "wish": said.words["memo_wish"],
        "articles": [
            {"heading": f"{number}. {said.words[head]}", "text": text}
            for number, (head, text) in enumerate(_articles(said), 1)
        ],
        "place_date": said.line("done_at", "place", "date", always=True),
        "video": said.words["by_video"] if said.paper.value("video", said.lang) else "",
        **_signatures(said),
    }  # fmt: skip


def memorandum_title(said: Said) -> str:
    """The paper's own title, or the one of its level."""
    if said.has("title"):
        return said["title"]
    level = said.paper.value("level", said.lang) or "city"
    names = ("place_a", "place_b") if level == "city" else ("body_a", "body_b")
    return said.line(f"memo_title_{level}", *names, always=True)


def _copies(said: Said) -> str:
    """In how many copies and languages a memorandum is done, and which language prevails."""
    languages = [said.words[f"lang_in_{code}"] for code in said.lines("languages")]
    copies = "memo_copies_one" if len(languages) == 1 else "memo_copies"
    done = said.words[copies].format(languages=listed(languages, said.lang) or BLANK)
    prevailing = said.paper.value("prevailing", said.lang) or "none"
    if prevailing != "none":
        done += " " + said.words["memo_prevailing"].format(prevailing=said.words[f"lang_in_{prevailing}"])
    return done


def _articles(said: Said) -> list[tuple[str, str]]:
    level = said.paper.value("level", said.lang) or "city"
    fields = [said.words[f"dir_{code}"] for code in said.lines("fields")]
    plan = ("coordinator_a", "coordinator_b", "plan_days", "plan_years")
    found = [
        ("art_aim", said.words[f"memo_aim_{level}"]),
        ("art_fields", said.words["memo_fields"].format(fields=", ".join(fields) or BLANK)),
        ("art_forms", said["forms"] if said.has("forms") else said.words["memo_forms"]),
        ("art_plan", said.line("memo_plan", *plan, always=True)),
        ("art_costs", said.words["memo_costs"]),
        ("art_nature", "" if said.paper.value("binding", said.lang) else said.words["memo_nature"]),
        ("art_changes", said.words["memo_changes"]),
        ("art_term", _joined(
            said.line("memo_term", "term", "renewal", "notice", always=True),
            said.line("memo_replaces", "replaces"),
        )),
        ("art_copies", _copies(said)),
    ]  # fmt: skip
    return [(head, text) for head, text in found if text]


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _signatures(said: Said) -> Data:
    """Both sides' signatures."""
    return {
        f"sign_{side}": "\n".join((
            said.words["for_side"].format(body=said[f"body_{side}"]),
            said[f"office_{side}"],
            "",
            f"_______________ {said[f'signer_{side}'] if said.has(f'signer_{side}') else ''}".strip(),
        ))
        for side in ("a", "b")
    }  # fmt: skip


def _plan(said: Said) -> Data:
    names = ("place_a", "place_b", "years")
    groups: dict[str, list[Data]] = {}
    for number, row in enumerate(said.rows("measures"), 1):
        head = row["direction"] or said.words["other_direction"]
        groups.setdefault(head, []).append({"no": str(number), **row})
    heads = ("no", "measure", "due", "resp_a", "resp_b", "proof", "funds", "status")
    return {
        "title": said["title"] if said.has("title") else said.line("plan_title", *names, always=True),
        "parent": said.line("plan_to", "parent"),
        "heads": _names(
            said, tuple(f"head_{head}" for head in heads), place_a=said["place_a"], place_b=said["place_b"]
        ),
        "groups": [{"heading": head[:1].upper() + head[1:], "rows": rows} for head, rows in groups.items()],
        "nothing": "" if groups else said.words["no_measures"],
        "report_due": said.line("plan_report_due", "report_due"),
        "agreed": said.words["agreed"],
        **_signatures(said),
    }


def _minutes(said: Said) -> Data:
    kaa = bool(said.paper.value("karakalpak", said.lang))

    def head(key: str, karakalpak: str = "") -> str:
        other = said.words.get(f"kaa_{karakalpak}", "") if kaa else ""
        return f"{said.words[key]} / {other[:1].upper()}{other[1:]}" if other else said.words[key]

    title = said.words["minutes_title"].format(number=said["number"])
    decisions = [{"no": str(number), **row} for number, row in enumerate(said.rows("decisions"), 1)]
    return {
        "body": said["body"],
        "title": f"{title} / {said.words['kaa_minutes']}" if kaa else title,
        "subject": said["subject"] if said.has("subject") else "",
        "place_date": said.line("done_at", "place", "date", always=True),
        "link": said.line("link_line", "link"),
        "hours": said.line("hours_line", "hours", "zone") if said.has("hours") else "",
        "chairs": said.line("chairs_line", "chair_a", "chair_b")
        if said.has("chair_b") else said.line("chair_line", "chair_a", always=True),
        "secretary": said.line("secretary_line", "secretary", always=True),
        "present_head": head("present"),
        "present": [
            {
                "heading": said.words["present_of"].format(side=said[f"place_{side}"])
                if said.has(f"place_{side}") else "",
                "text": "\n".join(said.lines(f"present_{side}") or [BLANK]),
            }
            for side in ("a", "b")
        ],
        "invited_head": head("invited") if said.has("invited") else "",
        "invited": said.lines("invited"),
        "agenda_head": head("agenda", "agenda"),
        "agenda": said.lines("agenda") or [BLANK],
        "heard_head": head("heard", "heard") if said.has("heard") else "",
        "heard": said["heard"] if said.has("heard") else "",
        "decided_head": head("decided", "decided"),
        "heads": _names(said, ("head_no", "head_task", "head_owner", "head_due")),
        "decisions": decisions or [{"no": "1", "task": BLANK, "owner": BLANK, "due": BLANK}],
        "annexes_head": said.words["annexes"] if said.has("annexes") else "",
        "annexes": said.lines("annexes"),
        "signatures_head": head("signatures", "signatures"),
        "sign_a": f"_______________ {said['chair_a']}",
        "sign_b": f"_______________ {said['chair_b'] if said.has('chair_b') else said['secretary']}",
    }  # fmt: skip


def _where_and_when(said: Said) -> Iterator[str]:
    if said.has("place"):
        yield said["place"]
    if first := said.paper.day("starts"):
        yield official_span(first, said.paper.day("ends"), said.lang)


def _delegation(said: Said) -> Data:
    rows = [{"no": str(number), **row} for number, row in enumerate(said.rows("members"), 1)]
    return {
        "sender": said["sender"],
        "title": said["title"] if said.has("title") else said.words["delegation_title"],
        "when": ", ".join(_where_and_when(said)),
        "heads": _names(
            said, ("head_no", "head_name", "head_latin", "head_office", "head_role", "head_languages")
        ),
        "members": rows or [dict.fromkeys(("no", "name", "latin", "office", "role", "languages"), "")],
        "count": said.words["members_count"].format(count=len(rows) or BLANK),
        "signer_office": said["signer_office"] if said.has("signer_office", "signer_name") else "",
        "signer_name": said["signer_name"] if said.has("signer_office", "signer_name") else "",
    }  # fmt: skip


def _release(said: Said) -> Data:
    approved = said.has("quote") and said.paper.day("quote_approved") is not None
    quote = said["quote"].strip('«»“”"') if approved else ""
    persons = listed(said.lines("attendees"), said.lang) or BLANK
    topics = "; ".join(said.lines("topics")) or BLANK
    return {
        "kind_line": said.words["release_title"],
        "embargo": said.line("release_embargo", "embargo"),
        "title": said["headline"],
        "lead": said.words["release_lead"].format(place=said["place"], date=said["date"], persons=persons),
        "occasion": said.line("release_occasion", "occasion"),
        "topics": said.words["release_topics"].format(topics=topics),
        "contracts": said.line("release_contracts", "contracts", "contracts_sum")
        if said.has("contracts") else "",
        "memoranda": said.line("release_memoranda", "memoranda"),
        "quote": said.words["release_quote"].format(quote=quote, quote_by=said["quote_by"]) if quote else "",
        "next": said.line("release_next", "next_step", "next_owner", "next_due")
        if said.has("next_step") else "",
        "contact": said.line("release_contact", "contact", always=True),
    }  # fmt: skip


def _report(said: Said) -> Data:
    parts = {
        "in_force": ("in_force", "new", "ended", "dormant"),
        "plans": ("due", "done", "late", "dropped"),
        "visits": ("visits_out", "visits_in"),
        "b2b": ("missions", "meetings"),
        "contracts": ("contracts", "contracts_sum", "memoranda"),
        "trade": ("trade", "trade_source"),
    }
    year = said.paper.value("year", said.lang)
    return {
        "body": said["body"],
        "title": said.line("report_title", "year", always=True),
        "sections": [
            {
                "heading": f"{number}. {said.words[f'report_{part}']}",
                "text": said.line(f"report_{part}_line", *names, always=True),
            }
            for number, (part, names) in enumerate(parts.items(), 1)
        ],
        "not_done_head": f"{len(parts) + 1}. {said.words['report_not_done']}",
        "not_done": said.lines("not_done") or [BLANK],
        "tasks_head": f"{len(parts) + 2}. "
        + said.words["report_tasks"].format(next_year=int(year) + 1 if year else BLANK),
        "tasks": said.lines("tasks") or [BLANK],
        "signer_office": said["signer_office"],
        "signer_name": said["signer_name"],
    }


_MAKERS: dict[str, Callable[[Said], Data]] = {
    "invitation": _invitation,
    "reply": _reply,
    "memorandum": _memorandum,
    "plan": _plan,
    "minutes": _minutes,
    "delegation": _delegation,
    "release": _release,
    "report": _report,
}


def content(paper: OfficialPaper, lang: str) -> Data:
    """What a paper says in one language, as plain data.

    Raises
    ------
    DocumentError
        If the language is not known.
    """
    said = Said(paper, lang)
    letterhead = list(paper.letterhead.get(lang, ()))
    data = {
        "lang": lang,
        "letterhead": letterhead,
        "draft": said.words["draft"] if paper.draft else "",
        "sample": said.words["sample"] if paper.sample else "",
        **_MAKERS[paper.kind](said),
    }
    for name in ("sender", "body"):
        if data.get(name) in letterhead:  # the letterhead says it already
            data[name] = ""
    return data
