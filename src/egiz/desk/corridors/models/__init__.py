from egiz.desk.corridors.models.own import Expiry, OwnGate, OwnValue, Status

__all__ = ["Expiry", "OwnGate", "OwnValue", "Status"]
