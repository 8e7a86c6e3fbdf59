"""Fixtures that every test may ask for."""

import pytest
from hypothesis import settings

pytest_plugins = ("tests.fixtures.database", "tests.fixtures.server")

# Machines that run tests are shared and slow now and then: time is not what a property is about.
settings.register_profile("viauma", deadline=None)
settings.load_profile("viauma")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run asynchronous tests on what the server runs on; they are marked `anyio`."""
    return "asyncio"
