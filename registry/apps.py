"""The registry app: registers its option sources, handlers and counts with the forms app, and listens for published forms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from wagtail.signals import published

        from forms_builder import affected as forms_affected
        from forms_builder.models import FormDefinition
        from registry import affected, bulk, bulk_assign, converting, form_usage, handlers, options, slots

        options.register()
        handlers.register()
        converting.register()
        forms_affected.register(affected.counted)
        form_usage.register()
        bulk.register(bulk_assign.offered)
        # The forms app does not know this one, so it is told about new versions by Wagtail's own signal.
        published.connect(slots.form_published, sender=FormDefinition, dispatch_uid="registry.slots")
