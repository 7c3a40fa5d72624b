"""Only installed by `nirapod.settings.bench`."""

from django.apps import AppConfig


class PeerConfig(AppConfig):
    name = "nirapod.bench.peer"
    label = "bench_peer"
