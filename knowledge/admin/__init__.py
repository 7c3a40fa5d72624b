"""Pages of the hub in the Wagtail admin."""
