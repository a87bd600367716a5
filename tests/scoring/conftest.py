import pytest

from tests.scoring.database import rewritten


@pytest.fixture
def rewrite(as_owner):
    """Rewrites a round's whole chain after changing its contents, as a database's owner could."""

    def rewrite(round_, old, new):
        rewritten(as_owner, round_, old, new)

    return rewrite
