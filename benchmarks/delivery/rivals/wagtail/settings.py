"""What `wagtail start` writes, less the search page, with wagtail-cache as its manual says."""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "home",
    "wagtailcache",
    *(f"wagtail.contrib.{name}" for name in ("forms", "redirects")),
    *(f"wagtail.{name}" for name in ("embeds", "sites", "users", "snippets", "documents")),
    *(f"wagtail.{name}" for name in ("images", "search", "admin")),
    *("wagtail", "modelcluster", "taggit", "django_filters"),
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes")),
    *(f"django.contrib.{name}" for name in ("sessions", "messages", "staticfiles")),
]
MIDDLEWARE = [
    "wagtailcache.cache.UpdateCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "wagtailcache.cache.FetchFromCacheMiddleware",
]
BACKENDS = {"file": "filebased.FileBasedCache", "memory": "locmem.LocMemCache"}
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{BACKENDS[os.environ['PAGE_CACHE']]}",
        "LOCATION": FOLDER / "cache",
        "KEY_PREFIX": "wagtailcache",
        "TIMEOUT": 4 * 60 * 60,
    }
}
ROOT_URLCONF = "urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FOLDER / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "/static/"
WAGTAIL_SITE_NAME = "Measured"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
