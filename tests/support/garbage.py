"""Python looks for garbage rarely during a test run.

A run is a large heap that lives to its end: models, templates, the tests themselves. To walk over it every few
thousand objects took a sixteenth of the time.
"""

import gc

OFTEN_ENOUGH = (20_000, 20, 20)


def pytest_configure() -> None:
    gc.set_threshold(*OFTEN_ENOUGH)


def pytest_collection_finish() -> None:
    """What is there now stays."""
    gc.collect()
    gc.freeze()
