from django.urls import URLPattern, path

from egiz.desk.core.views import home

app_name = "commitments"
urlpatterns: list[URLPattern] = [path("", home.search_page, name="home")]
