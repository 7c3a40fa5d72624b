"""What the hub contains at the start: `ensure_home_pages` for every installation, examples for the demo."""

from knowledge.starter.front import ensure_home_pages

__all__ = ["ensure_home_pages"]
