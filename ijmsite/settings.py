"""All settings, from the environment alone. Names and meanings stand in .env.example."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env

from ijmsite import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env(eager=False)

# Who and where
SITE_URL: str = (
    env.str("SITE_URL", default="http://127.0.0.1:8000", validate=environment.site_address) or ""
).rstrip("/")
SITE_NAME: str = env.str("SITE_NAME", default="Student Research Questions and Answers")
SITE_SHORT_NAME: str = env.str("SITE_SHORT_NAME", default="IJM: questions answered")
ORGANISATION: str = env.str("ORGANISATION", default="International Justice Mission")
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default="", validate=environment.mail_address)
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", default="")
EXIT_URL: str = env.str(
    "EXIT_URL", default="https://www.wikipedia.org/", validate=environment.web_address
)

# Security
SECRET_KEY: str = env.str("SECRET_KEY", validate=environment.secret)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG: bool = env.bool("DEBUG", default=False)
_site = urlsplit(SITE_URL)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[], validate=environment.host_names
) or [*{_site.hostname or "127.0.0.1", "127.0.0.1", "localhost"}]
CSRF_TRUSTED_ORIGINS: list[str] = env.list(
    "CSRF_TRUSTED_ORIGINS", default=[], validate=environment.origins
)
TRUST_PROXY_HEADERS: bool = env.bool("TRUST_PROXY_HEADERS", default=False)
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_encrypted = _site.scheme == "https"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _encrypted
# Without it the redirect would go to whatever the Host header says.
SECURE_SSL_HOST = _site.netloc
# A load balancer asks over plain HTTP whether the site is alive.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 31_536_000 if _encrypted else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _encrypted
# Readers must leave no trace of where they came from; see ijmsite.headers for the admin's own.
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
# A figure with the values of many years sends some twenty fields for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ijmsite.errors.form_refused"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The database
DATABASES = {"default": environment.database(env, BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The house
INSTALLED_APPS = [
    "ijmsite",
    "staff",
    "publishing",
    "faq",
    "impact",
    "citing",
    "search",
    "feedback",
    "links",
    "reload",
    "ijmsite.admin_site.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ijmsite.headers.PolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ijmsite.problems.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "ijmsite.urls"
WSGI_APPLICATION = "ijmsite.wsgi.application"
_templates = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [BASE_DIR / "templates"],
    "APP_DIRS": True,
}
_site_words = "ijmsite.context.site"
TEMPLATES = [
    _templates
    | {
        "NAME": "staff",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                _site_words,
            ],
        },
    },
    # Public pages know neither who asks nor what they did before.
    _templates | {"NAME": "public", "OPTIONS": {"context_processors": [_site_words]}},
]
SERIALIZATION_MODULES = {"json": "publishing.json_serializer"}
TAGGIT_CASE_INSENSITIVE = True

# People
AUTH_USER_MODEL = "staff.User"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Where a second person has to agree before something is public
REQUIRE_REVIEW: str = env.str(
    "REQUIRE_REVIEW", default="figures and places", validate=environment.review
)

# Words and time
LANGUAGE_CODE: str = env.str("LANGUAGE_CODE", default="en-gb", validate=environment.language)
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE: str = env.str("TIME_ZONE", default="UTC", validate=environment.time_zone)
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT: Path = env.path(
    "STATIC_ROOT", default=BASE_DIR / "staticfiles", validate=environment.folder
)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

environment.seal(env)
