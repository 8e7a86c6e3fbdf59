"""Fixtures that every test may ask for."""

from hypothesis import settings

pytest_plugins = ("tests.fixtures.database", "tests.fixtures.server")

# Machines that run tests are shared and slow now and then: time is not what a property is about.
settings.register_profile("viauma", deadline=None)
settings.load_profile("viauma")
