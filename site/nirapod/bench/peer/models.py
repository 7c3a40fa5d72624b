"""A form page with fields, nothing added and nothing taken away, and a plain table to import into."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class PeerField(AbstractFormField):
    page = ParentalKey("PeerPage", related_name="form_fields")


class PeerPage(AbstractForm):
    template = "bench_peer/form.html"
    landing_page_template = "bench_peer/sent.html"


class PeerRow(models.Model):
    """The answers of `nirapod.bench.registry_data.sheet` as somebody would make a table for just this form."""

    district = models.CharField(max_length=40)
    risk = models.CharField(max_length=40, blank=True)
    visit_date = models.DateField()
    age = models.IntegerField(null=True)
    visits = models.IntegerField(null=True)
    case_no = models.CharField(max_length=200)
    full_name = models.CharField(max_length=200, blank=True)
    word_0 = models.CharField(max_length=200, blank=True)
    word_1 = models.CharField(max_length=200, blank=True)
    word_2 = models.CharField(max_length=200, blank=True)
    choice_0 = models.CharField(max_length=40, blank=True)
    choice_1 = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=[name])
            for name in ("district", "risk", "visit_date", "age", "visits", "case_no")
        ]

    def __str__(self) -> str:
        return self.case_no
