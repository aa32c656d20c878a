from django.urls import path

from egiz.desk.promises.views import reminders

app_name = "promises_public"
urlpatterns = [path("<str:token>/mine.ics", reminders.feed, name="feed")]
