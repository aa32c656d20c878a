from django.urls import path

from egiz.desk.directory.views import entries

app_name = "directory"
urlpatterns = [
    path("", entries.organisations, name="home"),
    path("people/", entries.people, name="people"),
    path("people/add/", entries.edit_person, name="add_person"),
    path("people/<int:pk>/", entries.person, name="person"),
    path("people/<int:pk>/change/", entries.edit_person, name="change_person"),
    path("people/<int:pk>/erase/", entries.erase_person, name="erase_person"),
    path("people/<int:pk>/export/", entries.export_person, name="export_person"),
    path("organisations/add/", entries.edit_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", entries.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", entries.edit_organisation, name="change_organisation"),
]
