from django.urls import path

from egiz.desk.corridors.views import ask, entries

app_name = "corridors"
urlpatterns = [
    path("", ask.home, name="home"),
    path("values/", entries.overview, name="values"),
    path("values/new/", entries.value, name="new_value"),
    path("values/<int:pk>/", entries.value, name="value"),
    path("gates/new/", entries.gate, name="new_gate"),
    path("gates/<int:pk>/", entries.gate, name="gate"),
    path("expire/", entries.expire, name="expire"),
    path("remove/<slug:kind>/<int:pk>/", entries.remove, name="remove"),
]
