from django.urls import path

from egiz.desk.trips.views import papers, parts, plans, trips

app_name = "trips"
urlpatterns = [
    path("", trips.home, name="home"),
    path("new/", trips.new, name="new"),
    path("<int:pk>/", trips.trip, name="trip"),
    path("<int:pk>/edit/", trips.edit, name="edit"),
    path("<int:pk>/remove/", trips.remove, name="remove"),
    path("<int:pk>/places/", parts.places, name="places"),
    path("<int:pk>/places/estimate/", parts.estimate, name="estimate"),
    path("<int:pk>/people/", parts.people, name="people"),
    path("<int:pk>/visits/", parts.visits, name="visits"),
    path("<int:pk>/visits/take/", parts.take, name="take"),
    path("<int:pk>/people/<int:part_pk>/link/", parts.new_link, name="new_link"),
    path("<int:pk>/people/<int:part_pk>/stays/", parts.add_stay, name="add_stay"),
    path("<int:pk>/people/<int:part_pk>/stays/<int:stay_pk>/", parts.remove_stay, name="remove_stay"),
    path("<int:pk>/parts/<slug:name>/new/", parts.part, name="new_part"),
    path("<int:pk>/parts/<slug:name>/<int:part_pk>/", parts.part, name="change_part"),
    path("<int:pk>/parts/<slug:name>/<int:part_pk>/remove/", parts.remove_part, name="remove_part"),
    path("<int:pk>/plan/", plans.plan_now, name="plan_now"),
    path("<int:pk>/plan/start/", plans.start, name="start"),
    path("<int:pk>/plan/<int:number>/", plans.plan, name="plan"),
    path("<int:pk>/plan/<int:number>/publish/", plans.publish, name="publish"),
    path("<int:pk>/plan/<int:number>/papers/", papers.overview, name="papers"),
    path("<int:pk>/plan/<int:number>/papers/<slug:kind>.<slug:ending>", papers.paper, name="paper"),
    path("<int:pk>/plan/<int:number>/papers/<slug:layout>/fill/", papers.fill, name="fill"),
    path("<int:pk>/templates/<slug:layout>.docx", papers.template, name="template"),
]
