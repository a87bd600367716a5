"""All settings, one file. Every value that differs between machines comes from the environment."""

import os
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.databases import database

BASE_DIR = Path(__file__).resolve().parent.parent

LOCAL = os.environ.get("PRATAMA_LOCAL") == "1"  # plain http on this machine only
DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = os.environ["SECRET_KEY"]
MFA_KEY = os.environ.get("MFA_KEY", SECRET_KEY)  # encrypts authenticator secrets at rest
INPUT_KEYS = os.environ.get("PRATAMA_INPUT_KEY", "").split()  # docs/public-input.md
BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost 127.0.0.1").split()
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "audit",
    "accounts",
    "selection",
    "candidates",
    "panels",
    "scoring",
    "decisions",
    "reports",
    "workbook",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's templates
    "django.forms",  # so that our own templates/django/forms win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # slow Wi-Fi in the hall; pads against BREACH
    "csp.middleware.CSPMiddleware",
    "config.middleware.RequestLogMiddleware",
    "config.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.MethodMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SERVING = os.environ.get("PRATAMA_SERVING") == "1"  # config/wsgi.py
AS_OWNER = os.environ.get("PRATAMA_DB_ROLE") == "owner"  # migrations and tests
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
        if AS_OWNER
        else os.environ["DATABASE_URL"],
        serving=SERVING,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions, counters of failed sign-ins and cache stand in PostgreSQL: Redis carries messages only.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "config.failures.csrf_failed"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
    }
}
if LOCAL:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sesi", "csrf"
else:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sesi", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]  # health checks come from inside, without TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{it: [NONE] for it in ("default-src", "base-uri", "object-src", "frame-ancestors")},
        **{it: [SELF] for it in ("script-src", "style-src", "font-src", "connect-src")},
        "form-action": [SELF],
        "img-src": [SELF, "data:"],  # data: is the QR code of a new authenticator
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ResetForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Seleksi JPT Pratama] "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,5/5m/key"}
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_TOTP_ISSUER = "Seleksi JPT Pratama"
MFA_TOTP_TOLERANCE = 0
MFA_TRUST_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the invitation, not from their owner
USERSESSIONS_TRACK_ACTIVITY = False

# Mail (docs/running.md): "smtp", or "file" and "console", which send nothing.
EMAIL_BACKEND = {
    "smtp": "accounts.smtp.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
}[os.environ.get("EMAIL_BACKEND") or ("file" if LOCAL else "smtp")]
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "seleksi@localhost")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = {  # any other word stops the start: no password in the clear
    "": (False, False),
    "starttls": (True, False),
    "tls": (False, True),
}[os.environ.get("EMAIL_SECURITY", "")]
EMAIL_TIMEOUT = int(os.environ.get("EMAIL_TIMEOUT") or 15)

# Uploads and documents: one store, outside the code, shared by web and worker.
STORE_ROOT = Path(os.environ.get("STORE_ROOT", BASE_DIR / ".data" / "store"))
EMAIL_FILE_PATH = STORE_ROOT / "mail"
MEDIA_ROOT = STORE_ROOT
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a declaration about 260 candidates and more
BODY_LIMIT = 6 * 1024 * 1024  # an upload and the form around it
LARGEST_BODY = 11 * 1024 * 1024  # the same, only at addresses that take an idea paper
UPLOAD_LIMIT = 5 * 1024 * 1024  # a round workbook (workbook.md)
ATTACHMENT_LIMIT = 5 * 1024 * 1024  # a PDF: evidence, a letter
IDEA_PAPER_LIMIT = 10 * 1024 * 1024  # a PDF with pictures

# How documents are signed (docs/signing.md): "local", "bsre", or not electronically.
SIGNING = os.environ.get("PRATAMA_SIGNING", "")
SIGNING_FOLDER = Path(os.environ.get("PRATAMA_SIGNING_FOLDER", STORE_ROOT / "signing"))
SIGNING_PASSPHRASE = os.environ.get("PRATAMA_SIGNING_PASSPHRASE", "")  # of the local root's key
SIGNING_SECONDS = int(os.environ.get("PRATAMA_SIGNING_SECONDS", "30"))
BSRE_URL = os.environ.get("BSRE_URL", "")
BSRE_USER = os.environ.get("BSRE_USER", "")
BSRE_PASSWORD = os.environ.get("BSRE_PASSWORD", "")
BSRE_AUTHORITY = os.environ.get("BSRE_AUTHORITY", "")  # a PEM file, for a service with its own CA
BSRE_ROOTS = os.environ.get("BSRE_ROOTS", "").split()  # PEM files of those whose signatures count

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.statics.Storage"},
}

# Redis carries messages, never facts: a job is a row before it is a message (architecture.md).
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "memory://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 180
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 200,  # longer than the longest task; a killed worker's task comes back
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ROUTES = {"accounts.tasks.*": {"queue": "mail"}}  # its worker alone has a way out
CELERY_BEAT_SCHEDULE = {
    "resume-documents": {"task": "reports.tasks.resume", "schedule": 5.0},
    "sweep-chunks": {"task": "reports.tasks.sweep_chunks", "schedule": 3600.0},
    "resume-signing": {"task": "reports.tasks.resume_signing", "schedule": 15.0},
    "resume-mail": {"task": "accounts.tasks.resume_mail", "schedule": 15.0},
    "erase-due-inputs": {"task": "candidates.tasks.erase_due_inputs", "schedule": 86400.0},
    "remind-of-deadlines": {
        "task": "decisions.tasks.remind",
        "schedule": crontab(minute=0, hour="7-16"),
    },
    "resume-uploads": {"task": "workbook.tasks.resume", "schedule": 5.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "django.request": {"level": "ERROR"},  # warnings would write addresses with their secrets
        "django.security": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
