"""Sessions for a measurement, made in the database: sixty sign-ins would be stopped at the door."""

from django.conf import settings
from django.test import Client

from accounts.models import User
from workbook.visiting import Visitor


def client_of(user: User) -> Client:
    """A client in this process who is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def signed_in(address: str, user: User) -> Visitor:
    """A visitor of the copy at `address` with a new session of this user's."""
    visitor = Visitor(address)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = client_of(user).session.session_key or ""
    return visitor
