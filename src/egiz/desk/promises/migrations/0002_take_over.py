"""The promises come over from the app that was called otherwise."""

from django.db import migrations

from egiz.desk.core.moving_tables import Move, copy_rows, rename_records, rename_work

ROWS = copy_rows(
    Move("commitments_meeting", "promises_officialmeeting"),
    Move(
        "commitments_meeting_participants",
        "promises_officialmeeting_participants",
        {"meeting_id": "officialmeeting_id"},
    ),
    Move("commitments_commitment", "promises_promise"),
    Move("commitments_became", "promises_became", {"commitment_id": "promise_id"}),
)
RECORDS = rename_records(
    {
        "commitments.meeting": "promises.officialmeeting",
        "commitments.commitment": "promises.promise",
        "commitments.became": "promises.became",
    }
)
WORK = rename_work({"commitments.read": "promises.read"})


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # The old tables are dropped by the last app that refers to them: days.
    operations = [migrations.RunPython(step, migrations.RunPython.noop) for step in (ROWS, RECORDS, WORK)]
