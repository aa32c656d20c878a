from egiz.desk.api.models.kept import KeptAnswer
from egiz.desk.api.models.token import Token
from egiz.desk.api.models.webhook import Delivery, Webhook

__all__ = ["Delivery", "KeptAnswer", "Token", "Webhook"]
