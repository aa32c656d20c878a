"""Who may do what with missions; views, templates and API ask the same predicates."""

from typing import Any

import rules

from egiz.desk.core.rules import is_editor, is_member


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
