from django.urls import path

from egiz.desk.journeys.views import public

app_name = "journeys_public"
urlpatterns = [
    path("<str:token>/", public.programme, name="programme"),
    path("<str:token>/programme.<slug:ending>", public.paper, name="paper"),
]
