"""Placeholder."""

app_name = "filling"
urlpatterns: list[object] = []
