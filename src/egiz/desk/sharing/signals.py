"""What the other apps are asked to mind: what belongs to a partner desk is not changed here."""

from egiz.desk.core.domain import together
from egiz.desk.sharing.domain import guarding

together.watch(guarding.guard, guarding.hold)
