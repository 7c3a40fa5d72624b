"""The jobs app: declares its schedules and listens to how jobs end."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "nirapod.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from django_tasks.signals import task_finished

        from nirapod.jobs import schedules, ticking

        post_migrate.connect(schedules.install, sender=self, dispatch_uid="schedules")
        task_finished.connect(ticking.note_outcome, dispatch_uid="schedules")
