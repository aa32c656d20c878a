"""Addresses that people have from earlier versions."""

from django.urls import path

from egiz.desk.core.http import moved
from egiz.desk.events.views import proposals

urlpatterns = [
    # Posted to as well: a redirect would lose what was typed.
    path("p/events/<slug:slug>/propose/", proposals.propose),
    path("d/<slug:desk>/calendar/", moved("events:public_settings")),
    path("d/<slug:desk>/calendar/going/<int:pk>/", moved("events:attendance")),
]
