from django.urls import path, re_path

from egiz.desk.promises.views import home, lists, meetings, promise, reading, reminders, reports, requests

app_name = "promises"
urlpatterns = [
    path("", home.home, name="home"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("export.csv", home.export, {"kind": "csv"}, name="export_csv"),
    path("export.xlsx", home.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("add/", promise.edit, name="add"),
    path("import/", lists.import_list, name="import"),
    path("read/", reading.begin, name="begin"),
    path("meetings/", reading.meetings, name="meetings"),
    path("meetings/<int:pk>/", reading.read, name="reading"),
    path("meetings/<int:pk>/change/", reading.edit_meeting, name="change_meeting"),
    path("meetings/<int:pk>/add/", reading.add_found, name="add_found"),
    path("meetings/<int:pk>/perhaps/<int:index>/", reading.take_up, name="take_up"),
    path("meetings/<int:pk>/again/", reading.read_again, name="read_again"),
    path("next-report/", reports.next_report, name="next_report"),
    re_path(r"^next-report/report\.(?P<kind>docx|pdf)$", reports.next_report_file, name="next_report_file"),
    path("meetings/plan/", meetings.plan, name="new_meeting"),
    path("meetings/<int:pk>/page/", meetings.show, name="meeting"),
    path("meetings/<int:pk>/plan/", meetings.plan, name="change_plan"),
    path("meetings/<int:pk>/state/", meetings.state, name="meeting_state"),
    re_path(r"^meetings/(?P<pk>\d+)/invitation\.(?P<kind>ics|eml)$", meetings.calendar, name="invitation"),
    path("<int:pk>/", promise.promise, name="promise"),
    path("<int:pk>/requests/", requests.requests, name="requests"),
    path("<int:pk>/ending/", promise.ending, name="ending"),
    path("<int:pk>/change/", promise.edit, name="change"),
    path("<int:pk>/set/", promise.set_field, name="set"),
    path("<int:pk>/take-on/", promise.take_on, name="take_on"),
    path("<int:pk>/tie/", promise.tie, name="tie"),
    path("<int:pk>/comment/", promise.comment, name="comment"),
    path("<int:pk>/confirm/", reading.confirm, name="confirm"),
    path("<int:pk>/reject/", reading.reject, name="reject"),
    path("<int:pk>/merge/", reading.merge, name="merge"),
    path("<int:pk>/take-back/", reading.take_back, name="take_back"),
]
