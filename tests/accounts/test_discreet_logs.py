"""Logs carry what went wrong and where, never what somebody wrote."""

import logging
import sys

from nirapod.discreet import DiscreetFormatter


def fail() -> None:
    try:
        int("Rahima (demo)")
    except ValueError as error:
        raise LookupError("no such child: Rahima (demo)") from error


def test_a_logged_error_names_kind_and_place_but_no_message() -> None:
    try:
        fail()
    except LookupError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Server error: /path", (), sys.exc_info())
    line = DiscreetFormatter("%(message)s").format(record)
    assert "Rahima" not in line
    assert "builtins.LookupError" in line
    assert "builtins.ValueError" in line
    assert "test_discreet_logs.py" in line
