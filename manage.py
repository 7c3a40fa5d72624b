#!/usr/bin/env python
"""Runs Django's commands from a checkout, installed or not."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from nirapod.cli import main  # noqa: E402 - the path has to be set first

if __name__ == "__main__":
    main()
