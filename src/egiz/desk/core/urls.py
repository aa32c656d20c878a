from django.urls import path

from egiz.desk.core.views import files, home, jobs, members, removed

app_name = "core"
urlpatterns = [
    path("search/", home.search_page, name="search"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/stop/", jobs.stop_job, name="stop_job"),
    path("sample/", home.sample, name="sample"),
    path("settings/", members.settings_page, name="settings"),
    path("settings/sample/remove/", members.remove_sample, name="remove_sample"),
    path("settings/members/", members.invite, name="invite"),
    path("settings/members/<int:pk>/", members.change_member, name="change_member"),
    path("bin/", removed.bin_page, name="bin"),
    path("bin/<int:pk>/back/", removed.put_back, name="put_back"),
    path("bin/put/<str:target>/<int:pk>/", removed.remove, name="remove"),
    path("files/<int:pk>/", files.download, name="download"),
]
