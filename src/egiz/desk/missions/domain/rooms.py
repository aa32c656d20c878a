"""Where an online meeting is held: a room for each, under a name that nobody can guess."""

from django.utils.crypto import salted_hmac

from egiz.desk.missions.models import Mission


def room_of(mission: Mission, of: int | str | None) -> str:
    """Return the address of the room of a wish's meeting, or of a group meeting's; the same in every version.

    Empty where the mission has no rooms or the meeting is of nothing that lasts.
    """
    if not mission.room_link or of is None:
        return ""
    secret = salted_hmac("egiz.missions.room", f"{mission.pk}:{of}", algorithm="sha256")
    return mission.room_link.replace("{room}", f"egiz-{secret.hexdigest()[:24]}")
