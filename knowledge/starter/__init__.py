"""What the hub contains at the start: pages for every installation, examples for the demo."""

from knowledge.starter.front import ensure_home_pages
from knowledge.starter.standing import ensure_standing_pages

__all__ = ["ensure_home_pages", "ensure_standing_pages"]
