import pytest

pytest.register_assert_rewrite("tests.faults.cases", "tests.faults.bot", "tests.faults.crowd")
