from django.urls import path

from egiz.desk.core.views import components, files, home, jobs, members, removed, shared, sharing

app_name = "core"
urlpatterns = [
    path("search/", home.search_page, name="search"),
    path("components/", components.components, name="components"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/stop/", jobs.stop_job, name="stop_job"),
    path("sample/", home.sample, name="sample"),
    path("settings/", members.settings_page, name="settings"),
    path("settings/sample/remove/", members.remove_sample, name="remove_sample"),
    path("settings/archive/", members.take_along, name="take_along"),
    path("settings/members/", members.invite, name="invite"),
    path("settings/members/<int:pk>/", members.change_member, name="change_member"),
    path("bin/", removed.bin_page, name="bin"),
    path("bin/<int:pk>/back/", removed.put_back, name="put_back"),
    path("bin/put/<str:target>/<int:pk>/", removed.remove, name="remove"),
    path("shared/", shared.member_list, name="shared"),
    path("shared/<int:pk>/", shared.member_thing, name="shared_thing"),
    path("share/<str:target>/<int:pk>/", sharing.share, name="share"),
    path("share/<str:target>/<int:pk>/comment/", sharing.comment, name="shared_comment"),
    path("share/<int:pk>/withdraw/", sharing.withdraw, name="withdraw"),
    path("guests/", sharing.guests, name="guests"),
    path("guests/<int:pk>/link/", sharing.new_link, name="new_guest_link"),
    path("translations/", sharing.translations, name="translations"),
    path("translations/<int:pk>/", sharing.translations, name="translation"),
    path("files/<int:pk>/", files.download, name="download"),
]
