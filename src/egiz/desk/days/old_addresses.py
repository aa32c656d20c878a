"""Addresses that people have from earlier versions: guests' links, bookmarks, what a promise became."""

from django.urls import path

from egiz.desk.core.http import moved
from egiz.desk.days.views import guest

urlpatterns = [
    # A guest's link answers where it was sent to: it takes the answers too, which a redirect would lose.
    path("p/calendar/<slug:slug>/poll/<str:token>/", guest.poll),
    path("d/<slug:desk>/events/window/", moved("days:window")),
    path("d/<slug:desk>/calendar/polls/", moved("days:polls")),
    path("d/<slug:desk>/calendar/polls/new/", moved("days:new_poll")),
    path("d/<slug:desk>/calendar/polls/<int:pk>/", moved("days:poll")),
]
