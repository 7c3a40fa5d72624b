"""Settings that hold everywhere. What an installation changes comes from the environment."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nirapod.settings import environment
from nirapod.settings.databases import database

PACKAGE_DIR = Path(__file__).resolve().parents[1]
CHECKOUT_DIR = PACKAGE_DIR.parents[1]
IN_CHECKOUT = (CHECKOUT_DIR / "pyproject.toml").is_file()
NIRAPOD_HOME = environment.home(CHECKOUT_DIR)
NIRAPOD_KEYS_DIR = Path(environment.text("NIRAPOD_KEYS_DIR") or NIRAPOD_HOME / "keys")
NIRAPOD_SURFACE = environment.surface()

INSTALLED_APPS = [
    "nirapod",
    "nirapod.accounts",
    "nirapod.jobs",
    "knowledge",
    "trainings",
    "registry",
    "forms_builder",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail_headless_preview",
    "wagtail.api.v2",
    "rest_framework",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "nirapod.accounts.wagtail.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "formtools",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nirapod.accounts.middleware.LanguageMiddleware",
    "nirapod.accounts.middleware.SessionRulesMiddleware",
    "nirapod.accounts.middleware.StaffPagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "knowledge.middleware.GateMiddleware",
    "knowledge.api.cors.ApiOriginsMiddleware",
]

ROOT_URLCONF = f"nirapod.urls.{NIRAPOD_SURFACE}"
WSGI_APPLICATION = "nirapod.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [(CHECKOUT_DIR if IN_CHECKOUT else PACKAGE_DIR) / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nirapod.context.product",
                "registry.context.workspace",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Data ------------------------------------------------------------------------------------------

DATABASES = {
    "default": database(environment.text("DATABASE_URL") or f"sqlite:///{NIRAPOD_HOME / 'nirapod.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "nirapod_cache"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "protected": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": NIRAPOD_HOME / "protected", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = NIRAPOD_HOME / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "nirapod.stylesheets.BundleFinder",
]
STATIC_ROOT = NIRAPOD_HOME / "static"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a form of 150 questions is edited on one page
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# -- People and sessions ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            {"user_attributes": ("email", "full_name")},
        ),
        ("nirapod.accounts.passwords.LongEnough", {"min_length": 12}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/workspace/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "nirapod.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "nirapod.accounts.forms.SignInForm",
    "reset_password": "nirapod.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "nirapod.accounts.forms.NewPasswordForm",
    "change_password": "nirapod.accounts.forms.ChangePasswordForm",
    "reauthenticate": "nirapod.accounts.forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
MFA_ADAPTER = "nirapod.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "nirapod.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nirapod.views.stale_token"
NIRAPOD_IDLE_MINUTES = 15

# Proxies of our own before this process; what they say of a visitor's address counts then (rate limits).
NIRAPOD_PROXIES = int(environment.text("NIRAPOD_PROXIES", "0"))

# Sites whose pages may read the public API, such as https://example.org; * for all.
NIRAPOD_API_ORIGINS = environment.words("NIRAPOD_API_ORIGINS")

# -- Languages and dates ---------------------------------------------------------------------------

LANGUAGE_CODE = "bn"
LANGUAGES = [("bn", _("Bangla")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("bn", "বাংলা")]
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft and is reviewed
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # vowel signs would be cut out of a word
LOCALE_PATHS = [PACKAGE_DIR / "locale", PACKAGE_DIR / "package_locale"]  # ours, then what packages lack
FORMAT_MODULE_PATH = ["nirapod.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Dhaka"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # offered to editors; one only, so nobody is asked

# -- Wagtail ---------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Nirapod"
WAGTAILADMIN_BASE_URL = environment.text("NIRAPOD_URL", "http://localhost:8000")
NIRAPOD_PUBLIC_URL = environment.text("NIRAPOD_PUBLIC_URL", WAGTAILADMIN_BASE_URL)
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
# Three things a stock admin page fetches from elsewhere.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# A form of 150 questions posts itself whole at each autosave: every ten seconds is often enough.
WAGTAIL_AUTOSAVE_INTERVAL = 10_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "knowledge.HubImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "knowledge.HubDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # so that each file is asked for by its rules, and counted
WAGTAILAPI_BASE_URL = WAGTAILADMIN_BASE_URL
WAGTAILAPI_SEARCH_ENABLED = False  # ours replaces it: it reads Bangla on both databases
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
# Where a front end of one's own shows previews of drafts.
HEADLESS_PREVIEW_URL = environment.text("NIRAPOD_PREVIEW_URL")
WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": HEADLESS_PREVIEW_URL}, "REDIRECT_ON_PREVIEW": True}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

# -- What a browser may do -------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What follows every `manage.py pack apply`, inside its transaction: the registry itself does not know the hub.
PACK_STEPS = ["knowledge.starter.ensure_standing_pages"]

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # A line for each job and each saved draft drowns what somebody has to read.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "django_tasks_db", "wagtail")},
}
