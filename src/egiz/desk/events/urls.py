from django.urls import path, re_path

from egiz.desk.events.views import calendar, files, home, proposals, review, sources, window

app_name = "events"
urlpatterns = [
    path("", home.home, name="home"),
    path("new/", calendar.edit, name="new"),
    path("window/", window.window, name="window"),
    path("calendar.ics", files.feed, name="feed"),
    path("events.csv", files.export_csv, name="export_csv"),
    path("events.xlsx", files.export_xlsx, name="export_xlsx"),
    path("events.json", files.export_json, name="export_json"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/new/", sources.add, name="new_source"),
    path("sources/pull/", sources.pull_now, name="pull_all"),
    path("sources/<int:pk>/", sources.show, name="source"),
    path("sources/<int:pk>/edit/", sources.edit, name="edit_source"),
    path("sources/<int:pk>/preview/", sources.preview, name="preview"),
    path("sources/<int:pk>/pull/", sources.pull_now, name="pull"),
    path("sources/<int:pk>/pause/", sources.pause, name="pause_source"),
    path("sources/<int:pk>/remove/", sources.remove, name="remove_source"),
    path("sources/<int:pk>/answer/", sources.raw, name="raw"),
    path("pairs/", review.review, name="review"),
    re_path(r"^pairs/(?P<pk>\d+)/(?P<act>same|different|undo)/$", review.decide, name="decide_pair"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/welcome/", proposals.welcome, name="welcome_proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/reject/", proposals.reject, name="reject_proposal"),
    path("entries/<int:pk>/take-out/", calendar.take_out, name="take_out"),
    path("<int:pk>/", calendar.show, name="event"),
    path("<int:pk>/edit/", calendar.edit, name="edit"),
    path("<int:pk>/choose/", calendar.choose, name="choose"),
    path("<int:pk>/public/", calendar.publish, name="publish"),
    path("<int:pk>/remove/", calendar.remove, name="remove"),
]
