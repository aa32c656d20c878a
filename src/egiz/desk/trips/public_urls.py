from django.urls import path

from egiz.desk.trips.views import public

app_name = "trips_public"
urlpatterns = [
    path("<str:token>/", public.programme, name="programme"),
    path("<str:token>/programme.<slug:ending>", public.paper, name="paper"),
]
