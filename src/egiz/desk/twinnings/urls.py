from django.urls import path

from egiz.desk.twinnings.views import comparison, facts, register

app_name = "twinnings"
urlpatterns = [
    path("", register.home, name="home"),
    path("new/", register.edit, name="new"),
    path("compare/", comparison.start, name="compare"),
    path("compare/<int:pk>/", comparison.show, name="comparison"),
    path("compare/<int:pk>/weights/", comparison.keep, name="keep_weights"),
    path("compare/<int:pk>/again/", comparison.again, name="rank_again"),
    path("compare/<int:pk>/dossier/", comparison.dossier, name="dossier"),
    path("facts/", facts.home, name="facts"),
    path("facts/new/", facts.edit, name="new_fact"),
    path("facts/<int:pk>/", facts.edit, name="fact"),
    path("facts/<int:pk>/remove/", facts.remove, name="remove_fact"),
    path("facts/table/", facts.give_table, name="new_fact_table"),
    path("facts/table/<int:pk>/", facts.name_columns, name="fact_table"),
    path("facts/table/<int:pk>/keep/", facts.keep_table, name="keep_fact_table"),
    path("facts/export.csv", facts.export, {"kind": "csv"}, name="facts_csv"),
    path("facts/export.xlsx", facts.export, {"kind": "xlsx"}, name="facts_xlsx"),
    path("<int:pk>/", register.show, name="twinning"),
    path("<int:pk>/edit/", register.edit, name="edit"),
    path("<int:pk>/activity/", register.add_activity, name="add_activity"),
    path("<int:pk>/approval/", register.approval, name="add_approval"),
    path("<int:pk>/approval/<int:approval_pk>/", register.approval, name="approval"),
]
