"""The project itself: joins what its packages may not know of each other."""

from django.apps import AppConfig


class NirapodConfig(AppConfig):
    name = "nirapod"

    def ready(self) -> None:
        from nirapod import hub_measures

        hub_measures.register()
