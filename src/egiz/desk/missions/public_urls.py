from django.urls import path

from egiz.desk.missions.views import public, public_outcomes

app_name = "missions_public"
urlpatterns = [
    path("<str:token>/", public.timetable, name="timetable"),
    path("<str:token>/calendar.ics", public.calendar, name="calendar"),
    path("<str:token>/wishes/<int:wish_pk>/", public.answer, name="answer"),
    path("<str:token>/meetings/<int:wish_pk>/", public_outcomes.outcome, name="outcome"),
    path("<str:token>/unchanged/", public_outcomes.unchanged, name="unchanged"),
]
