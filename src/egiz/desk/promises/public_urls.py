from django.urls import path

from egiz.desk.promises.views import reminders, result

app_name = "promises_public"
urlpatterns = [
    path("<str:token>/mine.ics", reminders.feed, name="feed"),
    path("<slug:slug>/result/<str:token>/", result.page, name="result"),
    path("<slug:slug>/result/<str:token>/picture.svg", result.picture, name="result_picture"),
]
