"""The trainings app: gives forms the directory of people to choose from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings and committees")

    def ready(self) -> None:
        from trainings import options

        options.register()
