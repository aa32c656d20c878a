"""The desk's addresses. Apps bring their own (see core/apps.py); nothing here has to change for a new app."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from egiz.desk.api import api
from egiz.desk.core.apps import parts
from egiz.desk.core.views import account, home, start

handler403 = "egiz.desk.core.views.errors.forbidden"
handler404 = "egiz.desk.core.views.errors.not_found"
handler500 = "egiz.desk.core.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("start/", start.start, name="start"),
    path("start/sample/", start.sample, name="start_sample"),
    path("start/first/<str:token>/", start.first_visit, name="first_visit"),
    path("start/invitation/<str:who>/<str:token>/", start.invitation, name="invitation"),
    path("language/", home.set_language, name="set_language"),
    path("theme/", home.set_theme, name="set_theme"),
    path("csp/", account.csp_report, name="csp_report"),
    # Before allauth's own page of the same name, which asks for no password.
    path("accounts/sessions/", account.log_ins, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/egiz/star.svg", permanent=True)),
    path("d/<slug:desk>/", home.desk_home, name="desk"),
    *(path(f"d/<slug:desk>/{app.url_prefix}/", include(module)) for app, module in parts("urls")),
    *(
        path(f"p/{app.public_prefix or app.url_prefix}/", include(module))
        for app, module in parts("public_urls")
    ),
    *(pattern for _app, module in parts("old_addresses") for pattern in module.urlpatterns),
]
