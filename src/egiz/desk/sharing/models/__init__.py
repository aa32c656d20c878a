from egiz.desk.sharing.models.messages import Incoming, Outgoing, Refusal
from egiz.desk.sharing.models.partner import Invitation, Partner
from egiz.desk.sharing.models.thing import Conflict, SharedThing

__all__ = ["Conflict", "Incoming", "Invitation", "Outgoing", "Partner", "Refusal", "SharedThing"]
