from django.urls import path

from egiz.desk.sharing.views import partners, things

app_name = "sharing"
urlpatterns = [
    path("", partners.home, name="home"),
    path("invite/", partners.invite, name="invite"),
    path("join/", partners.join, name="join"),
    path("<int:pk>/", partners.partner, name="partner"),
    path("<int:pk>/cut/", partners.cut, name="cut"),
    path("<int:pk>/address/", partners.move, name="move"),
    path("share/<str:target>/<int:pk>/", things.share, name="share"),
    path("things/<int:pk>/take-back/", things.withdraw, name="withdraw"),
    path("versions/<int:pk>/", things.settle, name="settle"),
]
