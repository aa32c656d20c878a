"""Who may do what with missions; views, templates and API ask the same predicates."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.missions.models import Mission


@rules.predicate
def is_draft(_user: Any, version: Any) -> bool:
    return version is not None and version.state == "draft"


@rules.predicate
def is_published(_user: Any, version: Any) -> bool:
    return version is not None and version.state == "published"


rules.add_perm("missions.view", is_member)
rules.add_perm("missions.change", is_editor)
rules.add_perm("missions.schedule", is_editor)
rules.add_perm("missions.publish", is_editor & is_draft)
rules.add_perm("missions.pin", is_editor & (is_draft | is_published))
rules.add_perm("missions.record", is_editor)

history.say(
    created=_("Set up"),
    set_up=_("Set-up changed"),
    hosts_seated=_("Each host was given a table of its own"),
    companies_imported=_("A list of companies was taken in"),
    company_removed=_("A company was removed"),
    wishes_added=_("Wishes were added"),
    consent_recorded=_("Consent of both sides was recorded"),
    answered=_("Answered"),
    weighed=_("Weight changed"),
    schedule_made=_("A schedule was made"),
    schedule_published=_("A schedule was published"),
    draft_discarded=_("A draft was thrown away"),
    meeting_moved=_("A meeting was moved by hand"),
    pinned=_("Pinned"),
    unpinned=_("Unpinned"),
    link_renewed=_("The personal link was renewed"),
    reported_ours=_("Our side reported"),
    registered=_("Registered itself"),
    registration_begun=_("Began to register"),
    profile_changed=_("The company changed its profile"),
    registration_set=_("Registration was set"),
    registration_accepted=_("Accepted"),
    registration_returned=_("Sent back to be mended"),
    registration_declined=_("Not accepted"),
    registration_withdrawn=_("Withdrew"),
    asked=_("Asked for a meeting"),
    avoids=_("Will not meet a company"),
    avoids_no_more=_("Would meet a company after all"),
    blocked=_("Wants no more messages"),
    unblocked=_("Takes messages again"),
    message_reported=_("A message was reported"),
    letters_sent=_("Letters were sent"),
    reminder_on=_("A letter that goes by itself was switched on"),
    reminder_off=_("A letter that goes by itself was switched off"),
    outcome_letters_on=_("Letters asking what came of the meetings were switched on"),
    outcome_letters_off=_("Letters asking what came of the meetings were switched off"),
    alerts_on=_("Alerts in browsers were switched on"),
    alerts_off=_("Alerts in browsers were switched off"),
    letter_again=_("A letter was sent again"),
    letters_bounce=_("Letters come back from its address"),
    letters_arrive=_("Its address takes letters again"),
    companies_invited=_("Companies of an earlier mission were invited"),
    reported_theirs=_("Their side reported"),
    incident_kept=_("A change on the day was written down"),
    incident_taken_back=_("A change on the day was taken back"),
    walked_in=_("A meeting was given a table on the day"),
    group_called=_("A group meeting was called"),
    group_answered=_("A company answered about a group meeting"),
    group_called_off=_("A group meeting was called off"),
    group_reported=_("What came of a group meeting was written down"),
    step_promised=_("A next step became a promise"),
)
history.name_parts(reminder=_("letter that goes by itself"), group=_("group meeting"))
removing.offer(Mission, permission="missions.change", page="missions:mission", home="missions:home")
