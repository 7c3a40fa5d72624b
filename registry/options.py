"""Placeholder until the real one is written."""


def register() -> None:
    """Nothing yet."""
