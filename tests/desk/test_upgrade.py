"""A desk of an earlier version opens after ``migrate`` with nothing lost: rows, files, history, waiting work.

The code of commit 0a0a8f9 itself fills every table (scripts/fill_desk.py) on the database the tests use: on
SQLite beside the rows of the sample as that commit left it, elsewhere in tables that it makes itself.
"""

import datetime as dt
import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "cases" / "desks"
EARLIER = "0a0a8f9"

pytestmark = pytest.mark.slow

MODELS = {
    "commitments.meeting": "promises.officialmeeting",
    "commitments.commitment": "promises.promise",
    "commitments.became": "promises.became",
    "journeys.journey": "trips.trip",
    **{
        f"journeys.{name}": f"trips.{name}"
        for name in ("stop", "visit", "block", "way", "planversion", "traveller", "knownstay")
    },
    "missions.firm": "missions.company",
    **{f"public.{name}": f"events.{name}" for name in ("publiccalendar", "subscriber", "storedfeed")},
    "public.going": "events.attendance",
    **{
        f"public.{name}": f"days.{name}"
        for name in ("dayedit", "busyperson", "poll", "pollday", "pollguest", "pollanswer")
    },
}
TABLES = {old.replace(".", "_"): new.replace(".", "_") for old, new in MODELS.items()}
TABLES["commitments_meeting_participants"] = "promises_officialmeeting_participants"
COLUMNS = {
    **{table: {"journey_id": "trip_id"} for table in TABLES if table.startswith("journeys_")},
    "commitments_became": {"commitment_id": "promise_id"},
    "public_poll": {"commitment_id": "promise_id"},
    "commitments_meeting_participants": {"meeting_id": "officialmeeting_id"},
}
# What was remembered of a source's last pull is forgotten on purpose, so that every source is read again and
# what its owner marks private, which an earlier version took in, is withdrawn (events/0009).
FORGOTTEN = {"events_eventsource": {"digest", "etag", "last_modified", "pulled_at"}}
WORK = {
    "commitments.read": "promises.read",
    "journeys.plan": "trips.plan",
    "public.send_digests": "events.send_digests",
    "public.read_busy_times": "days.read_busy_times",
}
# Django writes these itself: what was done, and what there is to be allowed.
KEPT_BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


def plain(value):
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dt.datetime | dt.date | dt.time | Decimal | UUID):
        return str(value)
    return value


def rows_of(url):
    """Read every table: its name with its rows, each by its columns' names."""
    connection, tables = connect(url)
    try:
        found = {}
        for table in tables:
            cursor = connection.cursor()
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of tables
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
        return found
    finally:
        connection.close()


def connect(url):
    if url.startswith("sqlite"):
        import sqlite3

        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        import psycopg

        connection = psycopg.connect(url)
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    cursor = connection.cursor()
    cursor.execute(query)
    return connection, sorted(name for (name,) in cursor.fetchall())


def renamed(table, row):
    """Return a row of the earlier desk as the upgraded one must hold it."""
    columns = COLUMNS.get(table, {})
    row = {columns.get(name, name): value for name, value in row.items()}
    if "target" in row:
        row["target"] = MODELS.get(row["target"], row["target"])
    if table == "core_auditentry" and row["action"] == "journey_begun":
        row["action"] = "trip_begun"
    if table == "core_job":
        if row["kind"] == "journeys.plan":
            row["payload"] = {
                {"journey": "trip"}.get(key, key): value for key, value in row["payload"].items()
            }
        row["kind"] = WORK.get(row["kind"], row["kind"])
    if table == "core_periodic":
        row["name"] = WORK.get(row["name"], row["name"])
    return row


def as_set(rows):
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def assert_nothing_lost(before, after):
    for table, rows in before.items():
        if table in KEPT_BY_DJANGO:
            continue
        new = TABLES.get(table, table)
        forgotten = FORGOTTEN.get(table, set())
        carried = [
            {name: value for name, value in renamed(table, row).items() if name not in forgotten}
            for row in rows
        ]
        wanted = as_set(carried)
        # A later version may know more of a row: what the earlier one knew must stand.
        kept = (
            as_set({name: row[name] for name in {*row} & {*carried[0]}} for row in after[new]) if rows else []
        )
        assert wanted == kept, f"{table} → {new}"
    assert not [table for table in after if table in TABLES and table != TABLES[table]]
    apps = {row["app"] for row in after["django_migrations"]}
    assert not apps & {"commitments", "journeys", "public"}


def allowed(rows):
    """Name who may do what, without the numbers that Django gives."""
    types = {row["id"]: f"{row['app_label']}.{row['model']}" for row in rows["django_content_type"]}
    codes = {row["id"]: (types[row["content_type_id"]], row["codename"]) for row in rows["auth_permission"]}
    return {
        (row["user_id"], *codes[row["permission_id"]]) for row in rows.get("core_user_user_permissions", [])
    }


def permission_renamed(user, model, codename):
    new = MODELS.get(model, model)
    verb, _, name = codename.partition("_")
    return user, new, f"{verb}_{new.split('.')[1]}" if name == model.split(".")[1] else codename


def run(script, *, source, var, url, check=True):
    environment = {
        **os.environ, "EGIZ_VAR": str(var), "EGIZ_DATABASE_URL": url, "PYTHONPATH": str(source),
        "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, *script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        cwd=var,
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def migrate(var, url):
    run(["-m", "django", "migrate", "-v0"], source=ROOT / "src", var=var, url=url)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """The code of the earlier commit, taken out of the history."""
    if not shutil.which("git"):
        pytest.skip("git is missing: the earlier version's code cannot be read")
    packed = subprocess.run(["git", "archive", EARLIER, "src"], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"the history does not hold {EARLIER} (a shallow clone, or no checkout at all)")
    folder = tmp_path_factory.mktemp("earlier")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


@pytest.fixture
def sample(database):
    """How many rows each table of the earlier version's sample held; none where the database is no file."""
    packed = CASES / f"desk_{EARLIER}.sqlite3.gz"
    if not database.startswith("sqlite") or not packed.exists():
        return {}
    Path(database.removeprefix("sqlite:///")).write_bytes(gzip.decompress(packed.read_bytes()))
    found = rows_of(database)
    counts = json.loads((CASES / f"desk_{EARLIER}.counts.json").read_text())
    assert {name: len(found[name]) for name in counts} == counts
    return counts


def test_the_earlier_sample_is_among_what_is_upgraded(sample):
    if not sample:
        pytest.skip(
            "only made-up rows are upgraded: the earlier desk is not at hand, or the database is no file"
        )
    assert sample["core_desk"] >= 1


def test_a_desk_filled_in_every_table_keeps_every_row_file_and_permission(
    earlier, sample, database, tmp_path
):
    run([str(ROOT / "scripts" / "fill_desk.py")], source=earlier, var=tmp_path, url=database)
    before = rows_of(database)
    assert not [name for name, rows in before.items() if len(rows) <= sample.get(name, 0)]
    files = {path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / "media").rglob("*.txt")}
    assert files

    migrate(tmp_path, database)

    after = rows_of(database)
    assert_nothing_lost(before, after)
    assert {
        path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / "media").rglob("*.txt")
    } == files
    assert {permission_renamed(*one) for one in allowed(before)} == allowed(after)
    # Numbers go on after the last one: a row made now takes no other's place.
    made = run(["-c", NEW_ROWS], source=ROOT / "src", var=tmp_path, url=database).stdout.split()
    assert int(made[0]) > max(row["id"] for row in after["promises_promise"])

    work = ["-m", "django", "desk_worker", "--batch"]
    worked = run(work, source=ROOT / "src", var=tmp_path, url=database)
    done = rows_of(database)
    waited = {row["id"] for row in before["core_job"] if row["status"] == "queued"}
    jobs = {row["kind"]: row for row in done["core_job"] if row["id"] in waited}
    assert jobs["promises.read"]["status"] == "done", worked.stderr
    assert {row["status"] for row in jobs.values()} <= {"done", "failed"}
    repeated = {row["name"] for row in done["core_periodic"] if row["last_started_at"]}
    assert {*jobs} | repeated >= set(WORK.values())
    # Made-up rows may fail their work; that a kind of work is not known must not be the reason.
    renamed_work = [row for row in jobs.values() if row["kind"] in WORK.values()]
    assert not [row["kind"] for row in renamed_work if row["kind"] in str(row["error_params"])]


NEW_ROWS = """
import django; django.setup()
from django_scopes import scopes_disabled
from egiz.desk.core.models import Desk
from egiz.desk.promises.models import Promise
with scopes_disabled():
    print(Promise.objects.create(desk=Desk.objects.first(), title="new").pk)
"""
