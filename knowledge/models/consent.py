"""What an adult has agreed to have shown of them. The signed paper stays where the office keeps such papers.

The person is a code here. Names, numbers and addresses have no place in this table.
"""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

LONGEST_DAYS = 1096


class Person(models.TextChoices):
    ADULT = "adult", gettext_lazy("An adult")
    LEADER = "leader", gettext_lazy("A survivor leader, adult")
    STAFF = "staff", gettext_lazy("A member of staff or an official")


class MediaConsentQuerySet(models.QuerySet["MediaConsent"]):
    def over(self, day: date) -> "MediaConsentQuerySet":
        """Withdrawn, or past its last day."""
        return self.filter(models.Q(withdrawn_on__isnull=False) | models.Q(valid_until__lt=day))


class MediaConsent(models.Model):  # type: ignore[django-manager-missing]
    code = models.CharField(
        gettext_lazy("code of the person"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9][A-Z0-9-]{2,19}$", gettext_lazy("Capital letters, digits and hyphens."))
        ],
        help_text=gettext_lazy("A code such as MC-26-014. Never a name."),
    )
    person = models.CharField(gettext_lazy("who"), max_length=10, choices=Person.choices)
    uses_web = models.BooleanField(gettext_lazy("this web site"), default=False)
    uses_social = models.BooleanField(gettext_lazy("social media"), default=False)
    uses_print = models.BooleanField(gettext_lazy("print"), default=False)
    left_services = models.BooleanField(
        gettext_lazy("left our services at least 12 months ago"), default=False
    )
    seen_final = models.BooleanField(gettext_lazy("saw and agreed to the final version"), default=False)
    given_on = models.DateField(gettext_lazy("given on"))
    valid_until = models.DateField(
        gettext_lazy("valid until"), help_text=gettext_lazy("At most three years after it was given.")
    )
    kept_at = models.CharField(gettext_lazy("where the signed form is kept"), max_length=120)
    withdrawn_on = models.DateField(gettext_lazy("withdrawn on"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MediaConsentQuerySet.as_manager()
    panels: ClassVar[list[Panel]] = [
        FieldPanel("code"),
        FieldPanel("person"),
        MultiFieldPanel(
            [FieldPanel("uses_web"), FieldPanel("uses_social"), FieldPanel("uses_print")],
            heading=gettext_lazy("Uses agreed"),
        ),
        FieldPanel("left_services"),
        FieldPanel("seen_final"),
        FieldPanel("given_on"),
        FieldPanel("valid_until"),
        FieldPanel("kept_at"),
    ]

    class Meta:
        verbose_name = gettext_lazy("media consent")
        verbose_name_plural = gettext_lazy("media consents")
        ordering = ("valid_until", "code")

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if not (self.given_on and self.valid_until):
            return
        if self.given_on > timezone.localdate():
            raise ValidationError({"given_on": _("This day is still to come.")})
        if not self.given_on < self.valid_until <= self.given_on + timedelta(days=LONGEST_DAYS):
            raise ValidationError(
                {"valid_until": _("Choose a day within three years after the consent was given.")}
            )
        if self.person == Person.LEADER and not self.left_services:
            raise ValidationError(
                {
                    "left_services": _(
                        "A survivor leader is shown at the earliest 12 months after leaving services."
                    )
                }
            )
        if self.person != Person.STAFF and not self.seen_final:
            raise ValidationError({"seen_final": _("The person has to see the final version first.")})

    def is_valid(self, day: date | None = None) -> bool:
        """Whether it holds for the web site on a day (today when none is given)."""
        day = day or timezone.localdate()
        return self.withdrawn_on is None and self.uses_web and self.given_on <= day <= self.valid_until
