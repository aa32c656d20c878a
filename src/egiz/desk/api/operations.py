"""/api/v1/desks/<desk>: what belongs to no single app: the desk, its changes, long work, comments."""

from ninja import Router

router = Router()
