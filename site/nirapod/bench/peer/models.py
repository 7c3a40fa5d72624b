"""A form page with fields, nothing added and nothing taken away."""

from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class PeerField(AbstractFormField):
    page = ParentalKey("PeerPage", related_name="form_fields")


class PeerPage(AbstractForm):
    template = "bench_peer/form.html"
    landing_page_template = "bench_peer/sent.html"
