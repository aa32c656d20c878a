from django.urls import path, re_path

from egiz.desk.events.views import digest, feeds, proposals, public_calendar, year_plan

app_name = "events_public"
urlpatterns = [
    path("<slug:slug>/", public_calendar.calendar, name="calendar"),
    path("<slug:slug>/events/<int:pk>/", public_calendar.event, name="event"),
    path("<slug:slug>/events/<int:pk>.ics", feeds.one_event, name="event_file"),
    path("<slug:slug>/subscribe/", public_calendar.subscribe, name="subscribe"),
    path("<slug:slug>/widget/", public_calendar.widget, name="widget"),
    path("<slug:slug>/propose/", proposals.propose, name="propose"),
    path("<slug:slug>/year-plan.pdf", year_plan.year_plan, name="year_plan"),
    path("<slug:slug>/letters/", digest.order, name="digest"),
    path("<slug:slug>/letters/confirm/<str:token>/", digest.confirm, name="digest_confirm"),
    path("<slug:slug>/letters/leave/<str:token>/", digest.leave, name="digest_leave"),
    re_path(r"^(?P<slug>[-\w]+)/events\.(?P<form>ics|rss|json|csv)$", feeds.feed, name="feed"),
]
