import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["PRATAMA_SERVING"] = "1"  # settings.py: pages wait less than work does

application = get_wsgi_application()
