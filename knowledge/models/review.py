"""What the safeguarding reviewer answered about one state of a page, and what was taken back later.

A review holds for the exact words and pictures it was given for: `fingerprint` ties it to them.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from knowledge.models.consent import MediaConsent


class Subject(models.TextChoices):
    """Who is shown or described. A child only in a drawing or in a story made from many."""

    NOBODY = "nobody", gettext_lazy("Nobody: facts, law, method")
    COMPOSITE = "composite", gettext_lazy("A story made from many, said to be so")
    DRAWN_CHILD = "drawn_child", gettext_lazy("Children in a drawing only")
    ADULT = "adult", gettext_lazy("Adults who agreed")
    LEADER = "leader", gettext_lazy("A survivor leader, adult, who agreed")
    STAFF = "staff", gettext_lazy("Staff or officials who agreed")

    @property
    def needs_consent(self) -> bool:
        return self in {Subject.ADULT, Subject.LEADER, Subject.STAFF}


CHECKLIST = {
    "no_child": gettext_lazy("No child can be recognised: by face, voice, name, school, place or date"),
    "no_case": gettext_lazy("It is not made from the case file of one child"),
    "no_site": gettext_lazy("No shelter, brothel or home can be found by it"),
    "language_ok": gettext_lazy("The wording respects people; nobody is named by what was done to them"),
    "files_clean": gettext_lazy("Names of files and their contents give nobody away"),
    "notice_ok": gettext_lazy("A content warning stands where one is needed"),
}
"""The six answers that have to be yes. What a machine can tell is checked by a machine (safeguarding/checks.py)."""


class SafeguardingReview(models.Model):
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="safeguarding_reviews"
    )
    fingerprint = models.CharField(max_length=64)
    subject = models.CharField(
        gettext_lazy("who is shown or described"), max_length=12, choices=Subject.choices
    )
    consents = models.ManyToManyField(MediaConsent, blank=True, related_name="reviews")
    no_child = models.BooleanField(default=False)
    no_case = models.BooleanField(default=False)
    no_site = models.BooleanField(default=False)
    language_ok = models.BooleanField(default=False)
    files_clean = models.BooleanField(default=False)
    notice_ok = models.BooleanField(default=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="safeguarding_reviews"
    )
    shipped = models.BooleanField(
        default=False, help_text="The text came with the product; nobody here wrote it."
    )
    at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("safeguarding review")
        verbose_name_plural = gettext_lazy("safeguarding reviews")
        ordering = ("-at",)
        indexes = [models.Index(fields=["page", "fingerprint"], name="review_of_state")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d}"

    @property
    def all_yes(self) -> bool:
        return all(getattr(self, name) for name in CHECKLIST)


class Withdrawal(models.Model):
    """A page that was taken back. Its address answers 410 for good, unless the page passes a new review."""

    page_id = models.BigIntegerField(db_index=True)
    url_path = models.TextField()
    reason = models.CharField(gettext_lazy("reason"), max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    images_deleted = models.PositiveIntegerField(default=0)
    documents_deleted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = gettext_lazy("withdrawal")
        verbose_name_plural = gettext_lazy("withdrawals")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d}"
