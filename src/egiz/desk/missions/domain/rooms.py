"""Where an online meeting is held: a room for each, under a name that nobody can guess."""

from django.utils.crypto import salted_hmac

from egiz.desk.missions.models import Mission


def room_of(mission: Mission, wish_id: int | None) -> str:
    """Return the address of a meeting's room; the same in every version, empty where there is none."""
    if not mission.room_link or wish_id is None:
        return ""
    secret = salted_hmac("egiz.missions.room", f"{mission.pk}:{wish_id}", algorithm="sha256")
    return mission.room_link.replace("{room}", f"egiz-{secret.hexdigest()[:24]}")
