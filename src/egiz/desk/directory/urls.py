from django.urls import path

from egiz.desk.directory.views import entries, lists

app_name = "directory"
urlpatterns = [
    path("", entries.organisations, name="home"),
    path("people/", entries.people, name="people"),
    path("people/export.vcf", lists.export, {"kind": "vcf"}, name="export_vcf"),
    path("people/export.xlsx", lists.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("people/import/", lists.take_in, name="import"),
    path("duplicates/", lists.duplicates, name="duplicates"),
    path("duplicates/<slug:kind>/merge/", lists.merge, name="merge"),
    path("duplicates/<int:pk>/apart/", lists.take_apart, name="take_apart"),
    path("people/add/", entries.edit_person, name="add_person"),
    path("people/<int:pk>/", entries.person, name="person"),
    path("people/<int:pk>/change/", entries.edit_person, name="change_person"),
    path("people/<int:pk>/erase/", entries.erase_person, name="erase_person"),
    path("people/<int:pk>/export/", entries.export_person, name="export_person"),
    path("organisations/add/", entries.edit_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", entries.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", entries.edit_organisation, name="change_organisation"),
]
