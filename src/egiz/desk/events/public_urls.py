from django.urls import path

from egiz.desk.events.views import proposals

app_name = "events_public"
urlpatterns = [path("<slug:slug>/propose/", proposals.propose, name="propose")]
