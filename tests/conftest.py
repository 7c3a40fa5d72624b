"""Loads the harness. Fixtures of one area live in that area's own conftest."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.support.garbage",
    "tests.support.selection",
    "tests.support.database",
    "tests.support.language",
    "tests.support.shared",
]

# What a test says does not hang on how busy the machine is.
settings.register_profile("nirapod", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nirapod")
