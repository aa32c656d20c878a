from django.urls import path

from egiz.desk.events.views import calendar, window

app_name = "events"
urlpatterns = [
    path("", calendar.home, name="home"),
    path("new/", calendar.edit, name="new"),
    path("window/", window.window, name="window"),
    path("calendar.ics", calendar.feed, name="feed"),
    path("<int:pk>/", calendar.show, name="event"),
    path("<int:pk>/edit/", calendar.edit, name="edit"),
]
