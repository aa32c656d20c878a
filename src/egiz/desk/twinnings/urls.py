from django.urls import path

from egiz.desk.twinnings.views import comparison, register

app_name = "twinnings"
urlpatterns = [
    path("", register.home, name="home"),
    path("new/", register.edit, name="new"),
    path("compare/", comparison.start, name="compare"),
    path("compare/<int:pk>/", comparison.show, name="comparison"),
    path("compare/<int:pk>/weights/", comparison.keep, name="keep_weights"),
    path("compare/<int:pk>/again/", comparison.again, name="rank_again"),
    path("<int:pk>/", register.show, name="twinning"),
    path("<int:pk>/edit/", register.edit, name="edit"),
    path("<int:pk>/activity/", register.add_activity, name="add_activity"),
    path("<int:pk>/approval/", register.approval, name="add_approval"),
    path("<int:pk>/approval/<int:approval_pk>/", register.approval, name="approval"),
]
