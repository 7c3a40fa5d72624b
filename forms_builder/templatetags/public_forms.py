"""A public form inside a page of the hub: `{% load public_forms %}{% public_form "complaint" %}`.

Shows what the form is about and a link that begins it, in the page's language; nothing where the form is not open to
everybody (any more). It sets no cookie, so a page that holds it can be cached for an hour or so.
"""

from typing import Any

from django import template
from django.urls import reverse

from forms_builder.public.opening import NotOpen, public_version
from forms_builder.public.pages import base_context

register = template.Library()


@register.inclusion_tag("filling/public/part.html")
def public_form(key: str) -> dict[str, Any]:
    """`key` of the form, such as a block of a page stores it."""
    try:
        version = public_version(key)
    except NotOpen:
        return {"url": ""}
    return {**base_context(version), "url": reverse("public_forms:start", args=[key])}
