"""The registry's set-up in the Wagtail admin. Records are never registered here: it checks no single object."""
