from django.urls import path

from egiz.desk.missions.views import alerts, joining, partners, public, public_outcomes

app_name = "missions_public"
urlpatterns = [
    path("register/<str:code>/", joining.register, name="register"),
    path("leave/<str:token>/", joining.leave, name="leave"),
    path("<str:token>/profile/", joining.profile, name="profile"),
    path("<str:token>/partners/", partners.partners, name="partners"),
    path("<str:token>/partners/<int:partner_pk>/ask/", partners.ask, name="ask"),
    path("<str:token>/partners/<int:partner_pk>/avoid/", partners.avoid, name="avoid"),
    path("<str:token>/meet-again/", partners.meet_again, name="meet_again"),
    path("<str:token>/wishes/<int:wish_pk>/withdraw/", partners.withdraw_request, name="withdraw_request"),
    path("<str:token>/wishes/<int:wish_pk>/rank/", partners.rank, name="rank"),
    path("<str:token>/wishes/<int:wish_pk>/talk/", partners.talk, name="talk"),
    path("<str:token>/withdraw/", joining.withdraw, name="withdraw"),
    path("worker.js", public.worker, name="worker"),
    path("<str:token>/", public.timetable, name="timetable"),
    path("<str:token>/calendar.ics", public.calendar, name="calendar"),
    path("<str:token>/alerts/", alerts.push, name="alerts"),
    path("<str:token>/app.webmanifest", alerts.manifest, name="manifest"),
    path("<str:token>/wishes/<int:wish_pk>/", public.answer, name="answer"),
    path("<str:token>/seats/<int:seat_pk>/", public.answer_seat, name="answer_seat"),
    path("<str:token>/meetings/<int:wish_pk>/", public_outcomes.outcome, name="outcome"),
    path("<str:token>/unchanged/", public_outcomes.unchanged, name="unchanged"),
]
