"""The model field that holds a draft document."""

from django.db import models


class DocumentField(models.JSONField):
    """A form document as JSON; edited with blocks."""
