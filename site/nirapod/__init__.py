"""The project package: settings, URLs, accounts and jobs on top of the apps."""

__version__ = "0.1.0"
