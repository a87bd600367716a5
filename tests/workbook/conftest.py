import pytest

from accounts.models import Membership
from tests import factories


@pytest.fixture
def agency():
    return factories.AgencyFactory(name="Pemerintah Kota Tirtakencana")


@pytest.fixture
def staff(client, agency):
    user = factories.MembershipFactory(agency=agency, role=Membership.Role.STAFF).user
    client.force_login(user)
    return user
