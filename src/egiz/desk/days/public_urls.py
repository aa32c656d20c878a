from django.urls import path

from egiz.desk.days.views import guest

app_name = "days_public"
urlpatterns = [path("<slug:slug>/poll/<str:token>/", guest.poll, name="poll")]
