from django.urls import path

from egiz.desk.days.views import days, polls, window

app_name = "days"
urlpatterns = [
    path("", window.window, name="window"),
    path("edits/", days.add_day, name="add_day"),
    path("edits/<int:pk>/remove/", days.remove_day, name="remove_day"),
    path("busy/", days.add_busy, name="add_busy"),
    path("busy/<int:pk>/", days.change_busy, name="change_busy"),
    path("polls/", polls.polls, name="polls"),
    path("polls/new/", polls.new, name="new_poll"),
    path("polls/<int:pk>/", polls.show, name="poll"),
    path("polls/<int:pk>/act/", polls.act, name="poll_act"),
]
