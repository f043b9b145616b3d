"""The desk's settings: one folder (HUSTINGS_HOME) holds all, one line changes the database."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from hustings.desk import chosen_pack, packs
from hustings.desk.settings import environment

HOME = Path(environment.text("HUSTINGS_HOME", "var")).resolve()
STORE = HOME / "store"
packs.start(HOME)  # the law in use, whatever the folder of packs holds now
LEDGER = HOME / "ledger"
ARCHIVE = HOME / "archive"


def _secret_key() -> str:
    """The key of sessions and signatures: given, or made once and kept beside the database."""
    if key := environment.text("HUSTINGS_SECRET_KEY", ""):
        return key
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="utf-8")
    return path.read_text(encoding="utf-8")


DEBUG = environment.flag("HUSTINGS_DEBUG", default=False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = environment.text("HUSTINGS_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(
    ","
)
# A demonstration says on every page that nothing in it is real.
INVENTED = environment.flag("HUSTINGS_INVENTED", default=False) or (HOME / "invented").exists()
HTTPS = environment.flag("HUSTINGS_HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "hustings.desk.ledger",
    "hustings.desk.accounts",
    "hustings.desk.monitoring",
    "hustings.desk.suggestions",
    "hustings.desk.review",
    "hustings.desk.cases",
    "hustings.desk.commission",
    "hustings.desk.enforcement",
    "hustings.desk.law",
    "hustings.desk.register",
    "hustings.desk.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hustings.desk.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hustings.desk.headers.HeadersMiddleware",
    "hustings.desk.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "hustings.desk.urls"
WSGI_APPLICATION = "hustings.desk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent.parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hustings.desk.language.for_templates",
            ],
            "builtins": ["hustings.desk.templatetags.desk"],
            "libraries": {"desk": "hustings.desk.templatetags.desk"},
        },
    }
]

DATABASES = {
    "default": environment.database(
        environment.text("HUSTINGS_DATABASE", f"sqlite:///{HOME / 'desk.sqlite3'}")
    )
}
AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:waiting"
LOGOUT_REDIRECT_URL = "register:home"

LANGUAGE_CODE = "ky"
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
# The pack whose words name roles and whose rules say which exclude one another.
PACK = chosen_pack.of(HOME)
TIME_ZONE = chosen_pack.zone(PACK)
USE_TZ = True
FORMAT_MODULE_PATH = ["hustings.desk.formats"]

STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).parent.parent / "static"]
STATIC_ROOT = None  # WhiteNoise serves from the apps themselves; nothing is collected
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hustings.desk.refusals.forged"
