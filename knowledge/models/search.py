"""The text by which a live page is found, folded for search. One row a page; `searching.index` keeps it."""

from django.db import models


class SearchEntry(models.Model):
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="search_entry")
    language = models.CharField(max_length=5, db_index=True)
    title = models.TextField()
    text = models.TextField()
    sounds = models.TextField()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return str(self.page_id)
