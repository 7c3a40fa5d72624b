"""What the forms app adds to the Wagtail admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from forms_builder.designer.viewsets import FormsGroup

register_snippet(FormsGroup)


@hooks.register("insert_global_admin_css")
def designer_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("nirapod/designer/designer.css"))
