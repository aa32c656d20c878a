from django.urls import path

from egiz.desk.core.views import shared

app_name = "core_public"
urlpatterns = [
    path("<str:token>/", shared.link_list, name="shared"),
    path("<str:token>/<int:pk>/", shared.link_thing, name="shared_thing"),
]
