from django.urls import path

from egiz.desk.sharing.views import line

app_name = "sharing_public"
urlpatterns = [
    path("exchange/", line.exchange_messages, name="exchange"),
    path("join/", line.join, name="join"),
]
