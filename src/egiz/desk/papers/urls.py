from django.urls import path, re_path

from egiz.desk.papers.views import papers, settings

app_name = "papers"
urlpatterns = [
    path("", papers.home, name="home"),
    path("new/", papers.new, name="new"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/letterhead/", settings.letterhead, name="new_letterhead"),
    path("settings/letterhead/<int:pk>/", settings.letterhead, name="letterhead"),
    path("settings/template/<slug:kind>.docx", settings.shipped, name="shipped_template"),
    path("settings/own/<int:pk>.docx", settings.own, name="own_template"),
    path("settings/own/<int:pk>/drop/", settings.drop, name="drop_template"),
    path("<int:pk>/", papers.show, name="paper"),
    path("<int:pk>/edit/", papers.edit, name="edit"),
    path("<int:pk>/check/", papers.check, name="check"),
    path("<int:pk>/version/<int:number>/", papers.take_back, name="take_back"),
    re_path(r"^(?P<pk>\d+)/(?P<lang>[a-z]{2})\.(?P<ending>pdf|docx|png)$", papers.file, name="file"),
]
