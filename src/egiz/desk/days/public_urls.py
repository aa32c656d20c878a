from django.urls import path, re_path

from egiz.desk.days.views import guest
from egiz.desk.events.views import digest, feeds

app_name = "events_public"
urlpatterns = [
    path("<slug:slug>/", calendar.calendar, name="calendar"),
    path("<slug:slug>/events/<int:pk>/", calendar.event, name="event"),
    path("<slug:slug>/subscribe/", calendar.subscribe, name="subscribe"),
    path("<slug:slug>/widget/", calendar.widget, name="widget"),
    path("<slug:slug>/year-plan.pdf", plan.year_plan, name="year_plan"),
    path("<slug:slug>/poll/<str:token>/", guest.poll, name="poll"),
    path("<slug:slug>/letters/", digest.order, name="digest"),
    path("<slug:slug>/letters/confirm/<str:token>/", digest.confirm, name="digest_confirm"),
    path("<slug:slug>/letters/leave/<str:token>/", digest.leave, name="digest_leave"),
    re_path(r"^(?P<slug>[-\w]+)/events\.(?P<form>ics|rss|json|csv)$", feeds.feed, name="feed"),
]
