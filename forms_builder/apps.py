"""The forms app: registers question types and installs the insert-only triggers."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FormsBuilderConfig(AppConfig):
    name = "forms_builder"
    verbose_name = _("Forms")

    def ready(self) -> None:
        from forms_builder import insert_only
        from forms_builder.public import opening
        from forms_builder.questions import families  # noqa: F401 - importing registers the types

        opening.register()
        post_migrate.connect(insert_only.install, dispatch_uid="insert_only")
        register(insert_only.check_triggers, "database")
