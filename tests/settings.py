"""The product's settings for tests: the owner's role makes the test database, nothing leaves it."""

import os
import tempfile
from pathlib import Path

os.environ["PRATAMA_DB_ROLE"] = "owner"
os.environ.setdefault("PRATAMA_LOCAL", "1")

from config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STORE_ROOT = MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="pratama-test-"))
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://localhost"  # without a host kombu warns, once in a process
LOGGING = {"version": 1, "disable_existing_loggers": False}
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="pratama-static-"))
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
SIGNING = ""  # a test that signs says how
