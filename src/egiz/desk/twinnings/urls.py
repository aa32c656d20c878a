from django.urls import path

from egiz.desk.twinnings.views import comparison, facts, life, register

app_name = "twinnings"
urlpatterns = [
    path("", register.home, name="home"),
    path("new/", register.edit, name="new"),
    path("compare/", comparison.start, name="compare"),
    path("compare/<int:pk>/", comparison.show, name="comparison"),
    path("compare/<int:pk>/weights/", comparison.keep, name="keep_weights"),
    path("compare/<int:pk>/again/", comparison.again, name="rank_again"),
    path("compare/<int:pk>/dossier/", comparison.dossier, name="dossier"),
    path("compare/<int:pk>/decide/", life.decide, name="decide"),
    path("approvals/", life.template, name="approvals"),
    path("approvals/<int:pk>/", life.template, name="approval_row"),
    path("approvals/usual/<str:country>/", life.usual, name="usual_approvals"),
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
    path("<int:pk>/stage/", life.stage, name="stage"),
    path("<int:pk>/checklist/", life.take_over, name="take_over"),
    path("<int:pk>/plan/", life.plan, name="plan"),
    path("measures/<int:measure_pk>/", life.measure_page, name="measure_page"),
    path("<int:pk>/plan/new/", life.measure, name="new_measure"),
    path("<int:pk>/plan/<int:measure_pk>/", life.measure, name="measure"),
    path("<int:pk>/activity/", register.add_activity, name="add_activity"),
    path("<int:pk>/approval/", register.approval, name="add_approval"),
    path("<int:pk>/approval/<int:approval_pk>/", register.approval, name="approval"),
]
