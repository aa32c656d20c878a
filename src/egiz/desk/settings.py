"""Settings of the desk; everything that differs between machines comes from ``environment``."""

import os
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from egiz._compiled import keep_compiled
from egiz.desk import environment

django_stubs_ext.monkeypatch()  # so that `ModelForm[Mission]` means at run time what it means to mypy

keep_compiled()  # the web server and the worker are started without the command line too
BASE_DIR = Path(__file__).resolve().parent
VAR_DIR = environment.var_dir()

SECRET_KEY = environment.secret_key(VAR_DIR)
# Keys of before: what they signed stays good, what is signed anew is signed with the one above.
SECRET_KEY_FALLBACKS = environment.words("EGIZ_OLD_SECRET_KEYS")
DEBUG = environment.flag("EGIZ_DEBUG")
HTTPS = environment.flag("EGIZ_HTTPS")
SIGNUP_OPEN = environment.flag("EGIZ_SIGNUP")
HOSTS = environment.words("EGIZ_HOSTS")
ALLOWED_HOSTS = [*HOSTS, "localhost", "127.0.0.1", "[::1]"]
# Proxies whose word about the client is believed: addresses or networks, comma-separated.
TRUSTED_PROXIES = environment.networks("EGIZ_PROXIES")
TRACES_URL = os.environ.get("EGIZ_TRACES_URL", "").strip()
METRICS_TOKEN = os.environ.get("EGIZ_METRICS_TOKEN", "")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS if host != "*"]

# The desk's own apps, in the order of their links in the rail. A new app is added here and nowhere else:
# its AppConfig (see core/apps.py) says where its pages, its tasks, its search and its sample are.
DESK_APPS = [
    "egiz.desk.core",
    "egiz.desk.promises",
    "egiz.desk.twinnings",
    "egiz.desk.missions",
    "egiz.desk.events",
    "egiz.desk.trips",
    "egiz.desk.corridors",
    "egiz.desk.days",
    "egiz.desk.directory",
    "egiz.desk.papers",
    "egiz.desk.api",
    "egiz.desk.sharing",
]

INSTALLED_APPS = [
    *DESK_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_scopes",
    "ninja",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "egiz.desk.core.logs.RequestId",
    # Before whatever answers by itself: no answer goes out without these headers.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "egiz.desk.core.guard.Guard",
    "egiz.desk.core.health.HealthPages",
    "egiz.desk.core.tracing.Traces",
    "egiz.desk.core.delivery.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "egiz.desk.api.middleware.Answers",
    "egiz.desk.core.middleware.NotTooLarge",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "egiz.desk.core.guard.SessionLife",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "egiz.desk.core.middleware.LanguageOfPerson",
    "egiz.desk.core.guard.SecondStep",
    "egiz.desk.core.middleware.DeskOfAddress",
    "egiz.desk.core.middleware.OncePerForm",
    "egiz.desk.core.middleware.ExpiredLinks",
    "egiz.desk.core.middleware.KeptElsewhere",
]

ROOT_URLCONF = "egiz.desk.urls"
WSGI_APPLICATION = "egiz.desk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egiz.desk.core.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "egiz.desk.core.templatetags.egiz",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(VAR_DIR)}
# What is counted and kept for a while is shared by all processes: in the database, or in Redis or Valkey.
CACHES = {"default": environment.cache()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "egiz.desk.core.domain.passwords.NotGuessable"},
]
PASSWORD_RESET_TIMEOUT = environment.number("EGIZ_INVITATION_DAYS", 3) * 24 * 3600  # of invitations
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "egiz.desk.core.domain.passwords.ResetTokens"  # noqa: S105 - a class
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "egiz.desk.core.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SIGNUP_OPEN else "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the subject names Egiz itself
# Counted for the client's own address (see core/client.py): one person's mistakes do not lock out an office.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before an address or a second step is changed
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds
MFA_ADAPTER = "egiz.desk.core.adapter.SecondStepAdapter"
MFA_FORMS = {
    "add_webauthn": "egiz.desk.core.interfaces.second_step.AddPasskey",
    "edit_webauthn": "egiz.desk.core.interfaces.second_step.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer keys to this machine itself, if to anybody
MFA_TOTP_ISSUER = "Egiz"
SECOND_STEP = environment.flag("EGIZ_SECOND_STEP")  # nobody comes to a desk without one
# A log-in ends after hours in which nobody used it, and after days whatever happens.
SESSION_IDLE_SECONDS = environment.number("EGIZ_IDLE_HOURS", 72) * 3600
SESSION_COOKIE_AGE = environment.number("EGIZ_SESSION_DAYS", 14) * 24 * 3600
# Who comes by invitation is never asked to confirm an address; two-step log-in must not wait for it.
MFA_ALLOW_UNVERIFIED_EMAIL = not SIGNUP_OPEN

# --- languages and time -----------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("uz", "Oʻzbekcha"), ("kk", "Қазақша"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ------------------------------------------------------------------
STATIC_URL = "/static/"
# The atlas owns the outlines of maps; pages and papers draw the same ones.
STATICFILES_DIRS = [BASE_DIR / "static", ("egiz", BASE_DIR.parent / "atlas" / "data" / "map")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": environment.media(),
    "staticfiles": {"BACKEND": "egiz.desk.core.delivery.VersionedFiles"},
}
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
REQUEST_MAX_BYTES = UPLOAD_MAX_BYTES + 2 * 1024 * 1024  # a form with one file and what is typed beside it
UPLOAD_MAX_UNPACKED = 200 * 1024 * 1024
READ_APART = True  # files are read in a process of their own; tests read them where they are
UPLOAD_EXTENSIONS = ("pdf", "docx", "xlsx", "csv", "txt", "md", "png", "jpg", "jpeg", "ics")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- long work --------------------------------------------------------------
JOB_SLOTS = environment.number("EGIZ_JOBS", 2)  # pieces of long work at one time in one worker
JOBS_INLINE = False  # tests do the work where it is asked for

# --- programs ---------------------------------------------------------------
API_PER_MINUTE = environment.number("EGIZ_API_PER_MINUTE", 600)  # requests of one token
# Hosts on private networks that webhooks and partner desks may be at: the office's own, named one by one.
WEBHOOK_HOSTS = environment.words("EGIZ_WEBHOOK_HOSTS")

# --- mail -------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("EGIZ_EMAIL_FROM", "egiz@localhost")
_mail = environment.email(VAR_DIR)
EMAIL_BACKEND = _mail.pop("EMAIL_BACKEND")
globals().update(_mail)

# --- matching ---------------------------------------------------------------
# What the sentence model read of companies' lines, by the lines' hashes; may be deleted at any time.
SENSE_STORE = VAR_DIR / "sense.sqlite3"

# --- maps -------------------------------------------------------------------
# A tile server such as https://tiles.example/{z}/{x}/{y}.png; without one, maps show outlines only.
MAP_TILES, MAP_TILES_BY, MAP_TILES_HOST = environment.tiles()

# --- safety -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MAP_TILES_HOST],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp/"],
    }
}
# What a browser may let our pages use; the camera reads badges at the door.
PERMISSIONS_POLICY = (
    "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), accelerometer=(), "
    "autoplay=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), usb=()"
)
# A browser takes a cookie of such a name from this host alone, over HTTPS alone, and for no other host.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
THEME_COOKIE_NAME = f"{COOKIE_PREFIX}egiz_theme"
SENT_COOKIE_NAME = f"{COOKIE_PREFIX}egiz_sent"
MESSAGE_STORAGE = "egiz.desk.core.guard.Notices"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.one_of("EGIZ_HSTS", ("subdomains", "host")) == "subdomains"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "egiz.desk.core.views.errors.csrf_failure"

NINJA_PAGINATION_PER_PAGE = 50

SITE_TAGLINE = _("What two regions promise each other, kept")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "egiz.desk.core.logs.Plain"}, "json": {"()": "egiz.desk.core.logs.Json"}},
    "filters": {"absence": {"()": "egiz.desk.core.logs.OneLineForAbsence"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["absence"],
            "formatter": environment.one_of("EGIZ_LOG", ("plain", "json")),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"egiz.security": {"level": "INFO"}},
}
