from django.urls import path

from egiz.desk.api.views import keys, webhooks

app_name = "api_keys"
urlpatterns = [
    path("", keys.home, name="home"),
    path("keys/", keys.make, name="make"),
    path("keys/<int:pk>/revoke/", keys.revoke, name="revoke"),
    path("webhooks/", webhooks.make, name="make_webhook"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/switch/", webhooks.switch, name="switch_webhook"),
    path("webhooks/<int:pk>/again/", webhooks.again, name="send_again"),
    path("webhooks/<int:pk>/remove/", webhooks.remove, name="remove_webhook"),
]
