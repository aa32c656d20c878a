from django.urls import path

from egiz.desk.missions.views import public

app_name = "missions_public"
urlpatterns = [
    path("<str:token>/", public.timetable, name="timetable"),
    path("<str:token>/calendar.ics", public.calendar, name="calendar"),
    path("<str:token>/wishes/<int:wish_pk>/", public.answer, name="answer"),
]
