from django.urls import path

from egiz.desk.missions.views import companies, day, missions, schedule, wishes

app_name = "missions"
urlpatterns = [
    path("", missions.home, name="home"),
    path("new/", missions.new, name="new"),
    path("<int:pk>/", missions.mission, name="mission"),
    path("<int:pk>/setup/", missions.setup, name="setup"),
    path("<int:pk>/companies/", companies.company_list, name="companies"),
    path("<int:pk>/companies/import/", companies.import_list, name="import"),
    path("<int:pk>/companies/new/", companies.edit_company, name="new_company"),
    path("<int:pk>/companies/<int:company_pk>/", companies.company, name="company"),
    path("<int:pk>/companies/<int:company_pk>/edit/", companies.edit_company, name="edit_company"),
    path("<int:pk>/companies/<int:company_pk>/erase/", companies.erase_company, name="erase_company"),
    path("<int:pk>/companies/<int:company_pk>/link/", companies.new_link, name="new_link"),
    path("<int:pk>/companies/<int:company_pk>/calendar.ics", companies.calendar, name="calendar"),
    path("<int:pk>/match/", wishes.start_matching, name="match"),
    path("<int:pk>/matches/", wishes.matches, name="matches"),
    path("<int:pk>/matches/take/", wishes.take_matches, name="take_matches"),
    path("<int:pk>/wishes/", wishes.wish_list, name="wishes"),
    path("<int:pk>/wishes/add/", wishes.add_wish, name="add_wish"),
    path("<int:pk>/wishes/agree/", wishes.agree_all, name="agree_all"),
    path("<int:pk>/wishes/<int:wish_pk>/", wishes.change_wish, name="change_wish"),
    path("<int:pk>/solve/", schedule.solve, name="solve"),
    path("<int:pk>/schedule/", schedule.schedule_now, name="schedule_now"),
    path("<int:pk>/schedule/<int:number>/", schedule.schedule, name="schedule"),
    path("<int:pk>/schedule/<int:number>/publish/", schedule.publish, name="publish"),
    path("<int:pk>/schedule/<int:number>/discard/", schedule.discard, name="discard"),
    path("<int:pk>/schedule/<int:number>/programme/", schedule.programme, name="programme"),
    path("<int:pk>/schedule/<int:number>/schedule.<str:kind>", schedule.export, name="export"),
    path("<int:pk>/schedule/<int:number>/meetings/<int:meeting_pk>/", schedule.meeting, name="meeting"),
    path("<int:pk>/schedule/<int:number>/meetings/<int:meeting_pk>/pin/", schedule.pin, name="pin"),
    path("<int:pk>/schedule/<int:number>/meetings/<int:meeting_pk>/move/", schedule.move, name="move"),
    path("<int:pk>/day/", day.day, name="day"),
    path("<int:pk>/day/<int:wish_pk>/", day.report, name="report"),
    path("<int:pk>/outcomes/", day.outcomes, name="outcomes"),
]
