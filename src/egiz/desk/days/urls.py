from django.urls import path

from egiz.desk.days.views import days, polls
from egiz.desk.events.views import attendance

app_name = "public"
urlpatterns = [
    path("", settings.settings_page, name="settings"),
    path("days/", days.add_day, name="add_day"),
    path("days/<int:pk>/remove/", days.remove_day, name="remove_day"),
    path("busy/", days.add_busy, name="add_busy"),
    path("busy/<int:pk>/", days.change_busy, name="change_busy"),
    path("polls/", polls.polls, name="polls"),
    path("polls/new/", polls.new, name="new_poll"),
    path("polls/<int:pk>/", polls.show, name="poll"),
    path("polls/<int:pk>/act/", polls.act, name="poll_act"),
    path("going/<int:pk>/", attendance.going, name="going"),
]
