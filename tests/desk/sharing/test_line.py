"""The line between two desks: pinned keys, an order without gaps, and nothing taken that is forged or old."""

import datetime as dt
import json
import uuid

import pytest
from django_scopes import scope

from egiz.desk.core.models import AuditEntry
from egiz.desk.promises.models import Promise
from egiz.desk.sharing._errors import LineError
from egiz.desk.sharing.domain import cutting, exchange, keys, partners, things
from egiz.desk.sharing.models import Incoming, Invitation, Outgoing, Partner, Refusal, SharedThing
from tests.desk.sharing.conftest import HERE, THERE, pair, replayed, spoken


@pytest.fixture
def kept(joined):
    here, there = joined
    row = here.promise()
    here.share(row)
    here.call()
    return here, there, row, there.copy()


def refused(end):
    with scope(desk=end.desk):
        return [one.why for one in Refusal.objects.order_by("pk")]


def called_with(end, other, messages, **word):
    """Call as the other end does, with these messages."""
    line = other.line
    word = {
        "kind": "word", "from": line.public_key, "to": line.their_key, "taken": line.taken, "state": "live",
        "turn": line.turn + 1000, **word,
    }  # fmt: skip
    Partner.objects.filter(pk=line.pk).update(turn=word["turn"])
    body = {"word": keys.seal(line.private_key, word), "messages": messages}
    return replayed(end.wire, json.dumps(body).encode())


def message(other, number, kind="change", key=None, **content):
    line = other.line
    return keys.seal(key or line.private_key, {
        "kind": kind, "from": line.public_key, "to": line.their_key, "number": number,
        "id": str(uuid.uuid4()), "seen": line.taken, "content": content,
    })  # fmt: skip


def thing_of(end):
    with scope(desk=end.desk):
        return str(SharedThing.objects.get().uid)


# --- getting to know each other -----------------------------------------------------------------------


def test_two_desks_that_know_the_code_pin_each_others_key(ends, wire):
    pair(*ends, wire)
    here, there = (end.line for end in ends)
    assert (here.public_key, here.their_key) == (there.their_key, there.public_key)
    assert (here.state, there.state, here.name, there.name) == ("live", "live", "Desk nukus", "Desk atyrau")
    assert (here.address, there.address) == (THERE, HERE)
    assert keys.fingerprint(here.public_key, here.their_key) == keys.fingerprint(
        there.public_key, there.their_key
    )


def invited(here):
    with scope(desk=here.desk):
        return partners.invite(here.desk, here.user, name="N", origin=HERE, now=here.now)


def accept(there, code, wire, address=None):
    with scope(desk=there.desk):
        where = address or f"{HERE}/d/atyrau/"
        return partners.join(
            there.desk, there.user, address=where, code=code, origin=THERE, now=there.now, through=wire
        )


def test_a_code_works_for_one_desk_only_and_is_kept_nowhere(ends, wire):
    here, there = ends
    made, code = invited(here)
    assert accept(there, code, wire).state == "live"
    assert code not in str(Invitation.objects.values()) + str(AuditEntry.objects.values())
    assert code[4:] not in "".join(body.decode() for _url, body in wire.calls)
    Partner.objects.filter(desk=there.desk).delete()
    with pytest.raises(LineError, match="used up"):
        accept(there, code, wire)
    assert Partner.objects.filter(desk=here.desk).count() == 1
    assert made.name == "N"


def test_a_lost_answer_of_joining_is_asked_for_again(ends, wire):
    here, there = ends
    _made, code = invited(here)
    wire.lose_answers = 1
    with pytest.raises(LineError, match="did not answer"):
        accept(there, code, wire)
    assert accept(there, code, wire).state == "live"
    assert (here.line.their_key, there.line.their_key) == (there.line.public_key, here.line.public_key)


def test_a_code_bears_five_tries_and_a_day(ends, wire):
    here, there = ends
    _made, code = invited(here)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _try in range(partners.MOST_TRIES):
        with pytest.raises(LineError):
            accept(there, wrong, wire)
    with pytest.raises(LineError):
        accept(there, code, wire)
    assert refused(here) == ["code"] * 6
    _made, code = invited(here)
    Invitation.objects.update(expires_at=here.now - dt.timedelta(hours=1))
    with pytest.raises(LineError):
        accept(there, code, wire)
    assert not Partner.objects.filter(desk=here.desk).exists()


def test_somebody_between_who_knows_no_code_is_not_pinned(ends, wire):
    here, there = ends
    _made, code = invited(here)
    private, public = keys.make_pair()

    class Between:
        def post(self, url, body, headers):
            answer = wire.post(url, body, headers)
            said = keys.content_of(answer.json())
            forged = {**keys.seal(private, {**said, "key": public}), "proof": answer.json()["proof"]}
            return type(answer)(url, 200, {}, json.dumps(forged).encode())

    with pytest.raises(LineError, match="does not know the code"):
        accept(there, code, Between())
    assert there.line.state == "joining"
    assert there.line.their_key == ""


@pytest.mark.parametrize(
    "address",
    [
        "nukus",
        "http://open.example.org/d/atyrau/",
        "https://10.0.0.1/d/atyrau/",
        "https://a@b/x",
        "http://[::1]/d/a/",
    ],
)
def test_an_address_must_be_a_desks_and_closed_to_readers_on_the_way(ends, wire, address):
    _here, there = ends
    with pytest.raises(Exception, match=r"address|private"):
        accept(there, "1" * 16, wire, address)
    assert wire.calls == []


# --- the order ------------------------------------------------------------------------------------------


def test_an_outage_only_lengthens_what_waits(kept, wire):
    here, there, row, copy = kept
    wire.is_cut = True
    for number in range(3):
        here.change(row, evidence=f"letter {number}")
        assert not here.call(minutes=60 * 24)
    assert here.line.waiting == 3
    assert "cut" in here.line.trouble
    wire.is_cut = False
    assert here.call()
    assert (here.line.waiting, there.get(copy).evidence, here.line.trouble) == (0, "letter 2", "")


def test_an_answer_that_was_lost_makes_nothing_twice(kept, wire):
    here, there, row, copy = kept
    here.change(row, status="done")
    wire.lose_answers = 1
    assert not here.call()
    assert here.line.waiting == 1
    assert here.call()
    assert here.line.waiting == 0
    with scope(desk=there.desk):
        assert AuditEntry.objects.filter(target_id=copy.pk, action="changed_there").count() == 1
        assert list(Incoming.objects.values_list("number", flat=True)) == [1, 2]
    assert refused(there) == ["again"]


def test_a_desk_without_an_open_end_is_brought_its_messages_by_its_own_calls(kept):
    here, there, row, copy = kept
    here.change(row, status="done")
    with scope(desk=here.desk):
        exchange.collect(here.line, here.now)
    there.call()
    assert there.get(copy).status == "done"
    there.change(copy, evidence="seen")
    there.call()
    assert (here.get(row).evidence, here.line.waiting) == ("seen", 0)


def test_what_comes_too_early_waits_for_the_one_before(kept):
    here, there, _row, copy = kept
    uid = thing_of(here)
    early = message(here, 3, uid=uid, parts={"status": "done"})
    assert called_with(there, here, [early]).status_code == 200
    assert (there.get(copy).status, there.line.taken, refused(there)) == ("open", 1, ["early"])
    between = message(here, 2, uid=uid, parts={"evidence": "first"})
    called_with(there, here, [between, early])
    assert (there.get(copy).status, there.get(copy).evidence, there.line.taken) == ("done", "first", 3)


# --- what is not taken ------------------------------------------------------------------------------------


def test_a_call_that_is_sent_again_by_somebody_else_is_not_heard(kept, wire):
    here, there, row, copy = kept
    here.change(row, status="done")
    here.call()
    first = next(body for _url, body in wire.calls if b'"change' in body or b"change" in body)
    there.change(copy, status="open")
    assert replayed(wire, first).status_code == 403
    assert there.get(copy).status == "open"
    assert refused(there) == ["again"]


def test_a_message_in_a_new_call_is_taken_once(kept, wire):
    here, there, row, _copy = kept
    here.change(row, status="done")
    here.call()
    again = next(
        call["messages"] for n in range(len(wire.calls)) if (call := spoken(wire, n)).get("messages")
    )
    before = there.line.taken
    assert called_with(there, here, again).status_code == 200
    assert there.line.taken == before
    assert refused(there) == ["again"]


def test_a_number_that_says_something_else_the_second_time_is_refused(kept):
    here, there, _row, copy = kept
    called_with(there, here, [message(here, 1, uid=thing_of(here), parts={"status": "done"})])
    assert (there.get(copy).status, refused(there)) == ("open", ["other"])


def test_what_another_key_signed_is_refused(kept):
    here, there, _row, copy = kept
    other, _public = keys.make_pair()
    forged = message(here, 2, key=other, uid=thing_of(here), parts={"status": "done"})
    called_with(there, here, [forged])
    changed = message(here, 2, uid=thing_of(here), parts={"status": "done"})
    changed["payload"] = changed["payload"].replace("done", "dropped")
    called_with(there, here, [changed])
    assert (there.get(copy).status, there.line.taken, refused(there)) == ("open", 1, ["signature"] * 2)


def test_a_call_of_another_desk_or_for_another_desk_is_refused(kept, wire):
    here, there, _row, copy = kept
    private, public = keys.make_pair()
    line = here.line
    word = {"kind": "word", "from": public, "to": line.their_key, "taken": 0, "state": "cut", "turn": 1 << 50}
    body = {"word": keys.seal(private, word), "messages": []}
    assert replayed(wire, json.dumps(body).encode()).status_code == 403
    body = {"word": keys.seal(line.private_key, {**word, "from": "x"}), "messages": []}
    assert replayed(wire, json.dumps(body).encode()).status_code == 403
    body = {"word": keys.seal(line.private_key, {**word, "to": public}), "messages": []}
    assert replayed(wire, json.dumps(body).encode()).status_code == 403
    assert (there.line.state, refused(there)) == ("live", ["signature", "addressee"])
    assert there.get(copy).status == "open"


@pytest.mark.parametrize(
    "word",
    [{"taken": -1}, {"taken": True}, {"taken": 1 << 63}, {"taken": None}, {"turn": "9"}, {"kind": "answer"}],
)
def test_a_signed_word_of_the_wrong_form_is_refused(kept, word):
    here, there, _row, _copy = kept
    line = here.line
    said = {
        "kind": "word", "from": line.public_key, "to": line.their_key, "taken": 0, "state": "live",
        "turn": 1 << 50, **word,
    }  # fmt: skip
    body = {"word": keys.seal(line.private_key, said), "messages": []}
    assert replayed(here.wire, json.dumps(body).encode()).status_code == 403
    assert (refused(there), there.line.state, there.line.acknowledged) == (["form"], "live", 0)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"word": 5}', b'{"word": {"payload": "1"}}', b"[" * 9999]
)
def test_what_is_no_call_is_refused(joined, wire, body):
    assert replayed(wire, body).status_code == 400


def test_what_is_too_large_is_refused(kept, wire):
    here, there, _row, copy = kept
    assert replayed(wire, b" " * (exchange.MOST_BYTES + 1)).status_code == 413
    large = message(here, 2, uid=thing_of(here), parts={"evidence": "x" * keys.MOST_PAYLOAD})
    called_with(there, here, [large])
    assert (there.get(copy).evidence, refused(there)) == ("", ["large"])


WRONG = [
    ({"status": "waiting"}, "form"),
    ({"due": "2027-13-01"}, "form"),
    ({"evidence": 5}, "form"),
    ({"evidence": "x" * 501}, "form"),
    ({"title.xx": "x"}, "form"),
    ({"title": "x"}, "form"),
    ({"note": "x"}, "form"),
    ([1], "form"),
    ({"title.ru": "x", "status": "done"}, "right"),
    ({"to": "x"}, "right"),
]


@pytest.mark.parametrize(("parts", "why"), WRONG)
def test_a_signed_message_changes_nothing_that_its_desk_may_not_or_that_is_none(kept, parts, why):
    """Written by the partner desk itself, in its place: it is counted, so that the next can come."""
    here, there, row, _copy = kept
    before = Promise.objects.values().get(pk=row.pk)
    called_with(here, there, [message(there, 1, uid=thing_of(there), parts=parts)])
    after = Promise.objects.values().get(pk=row.pk)
    assert (after, refused(here), here.line.taken) == (before, [why], 1)


def test_a_partner_reaches_nothing_but_what_is_shared_with_it(kept):
    here, there, row, _copy = kept
    other = here.promise("Another")
    for uid in (str(uuid.uuid4()), str(other.pk), "0"):
        called_with(here, there, [message(there, there.line.sent + 1, uid=uid, parts={"status": "done"})])
    assert (here.get(other).status, here.get(row).status) == ("open", "open")


def test_a_partner_takes_back_nothing_of_ours(kept):
    here, there, row, _copy = kept
    called_with(here, there, [message(there, 1, kind="withdraw", uid=thing_of(there))])
    assert (here.get(row).title, refused(here)) == ("Send the calendar", ["right"])


# --- the end ----------------------------------------------------------------------------------------------


def test_a_desk_that_is_cut_off_knows_it_and_keeps_nothing(kept):
    here, there, row, copy = kept
    theirs = there.promise("Theirs")
    there.share(theirs)
    there.call()
    with scope(desk=here.desk):
        cutting.cut(here.line, here.user)
    ours = here.copy()
    assert ours.title == "Отозвано: Desk nukus"
    here.call()
    assert (here.line.state, there.line.state) == ("cut", "cut_there")
    assert (there.get(copy).title, there.get(copy).status) == ("Desk atyrau qaytarib oldi", "dropped")
    assert (here.get(row).title, there.get(theirs).title) == ("Send the calendar", "Theirs")
    assert here.line.waiting == 0
    with scope(desk=there.desk):
        assert AuditEntry.objects.filter(action="cut_off_there").count() == 1
        assert not Outgoing.objects.exclude(content={}).exists()
        with pytest.raises(LineError):
            things.share(theirs, there.line, there.user, with_people=True)


def test_a_call_to_a_desk_that_cut_the_line_is_answered_with_that(kept):
    here, there, _row, copy = kept
    there.change(copy, status="done")
    with scope(desk=here.desk):
        cutting.cut(here.line, here.user)
    there.call()
    assert there.line.state == "cut_there"


def test_a_desk_put_back_from_an_older_backup_is_out_of_step_and_says_so(kept):
    here, there, row, copy = kept
    here.change(row, status="done")
    here.call()
    Partner.objects.filter(pk=here.line.pk).update(sent=1, acknowledged=1)
    Outgoing.objects.filter(number=2).delete()
    here.call()
    assert here.line.state == "broken"
    assert there.get(copy).status == "done"


def test_other_desks_of_the_same_installation_are_not_touched(kept, wire):
    here, there, _row, _copy = kept
    from tests.desk.conftest import join, make_desk, make_user
    from tests.desk.sharing.conftest import End

    third = End(make_desk("khiva", language="uz"), make_user("k@example.org"), wire)
    join(third.desk, third.user, "owner")
    with scope(desk=here.desk):
        _invitation, code = partners.invite(here.desk, here.user, name="K", origin=HERE, now=here.now)
    accept(third, code, wire)
    line = third.line
    word = {
        "kind": "word", "from": line.public_key, "to": line.their_key, "taken": 0, "state": "live",
        "turn": 1 << 45,
    }  # fmt: skip
    stolen = keys.seal(line.private_key, {
        "kind": "change", "from": line.public_key, "to": line.their_key, "number": 1,
        "id": str(uuid.uuid4()), "seen": 0, "content": {"uid": thing_of(there), "parts": {"status": "done"}},
    })  # fmt: skip
    answer = replayed(wire, json.dumps({"word": keys.seal(line.private_key, word), "messages": [stolen]}))
    assert answer.json()["messages"] == []
    assert refused(here) == ["thing"]


def test_joining_twice_makes_two_lines_that_do_not_mix(kept, wire):
    here, there, row, _copy = kept
    pair(there, here, wire)
    lines = Partner.objects.filter(desk=here.desk)
    assert lines.count() == 2
    assert lines.values("public_key").distinct().count() == 2
    assert here.get(row).status == "open"
