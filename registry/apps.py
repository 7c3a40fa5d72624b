"""The registry app: registers its option sources and its handlers with the forms app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from registry import handlers, options

        options.register()
        handlers.register()
