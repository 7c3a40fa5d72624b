"""Pictures and files of the hub. Both are looked into and stripped when they are kept, whichever page took them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from knowledge.files.checking import check_document
from knowledge.files.pictures import stripped
from knowledge.files.refusal import RefusedFile
from knowledge.files.svg import check_svg
from knowledge.models.consent import MediaConsent


class PictureKind(models.TextChoices):
    """Who or what a picture shows. There is no value for a child: none is photographed."""

    ILLUSTRATION = "illustration", gettext_lazy("A drawing or illustration")
    THING = "thing", gettext_lazy("A place, thing or chart; nobody can be recognised")
    ADULT = "adult", gettext_lazy("An adult who has agreed to be shown")
    CHILD = "child", gettext_lazy("A child")


def is_new(file: Any) -> bool:
    """Whether the file of a model has been chosen just now and is not in the storage yet."""
    return bool(file) and not getattr(file, "_committed", True)


class HubImage(AbstractImage):
    """A picture, with words for those who do not see it, and a mark of who is on it."""

    file: Any

    kind = models.CharField(
        gettext_lazy("what it shows"),
        max_length=12,
        choices=PictureKind.choices,
        help_text=gettext_lazy(
            "A photograph of a child is never published, not even from behind or blurred."
        ),
    )
    consent = models.ForeignKey(
        MediaConsent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="images",
        verbose_name=gettext_lazy("consent of the adult"),
    )
    credit = models.CharField(gettext_lazy("made by"), max_length=120, blank=True)

    admin_form_fields = (
        "title", "file", "description", "kind", "consent", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = gettext_lazy("picture")
        verbose_name_plural = gettext_lazy("pictures")

    def clean(self) -> None:
        super().clean()
        self._refuse_scripts()
        if not self.description.strip():
            raise ValidationError({"description": _("Say in words what the picture shows.")})
        if self.kind == PictureKind.CHILD:
            raise ValidationError({"kind": _("A child is never photographed for the hub. Use a drawing.")})
        if self.kind == PictureKind.ADULT and not (self.consent and self.consent.is_valid()):
            raise ValidationError(
                {"consent": _("Choose the consent of the person. It has to be valid today.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file is drawn anew before it is kept: position, camera and author do not reach the disk."""
        if is_new(self.file):
            if self._is_drawing():
                self._refuse_scripts()
            else:
                self.file = stripped(self.file, self.file.name.rpartition("/")[2])
        super().save(*args, **kwargs)

    def _is_drawing(self) -> bool:
        return bool(self.file.name.lower().endswith(".svg"))

    def _refuse_scripts(self) -> None:
        """`ValidationError` beside the field of the file for a new drawing that could run or fetch something."""
        if not (is_new(self.file) and self._is_drawing()):
            return
        self.file.open()
        try:
            check_svg(self.file)
        except RefusedFile as problem:
            raise ValidationError({"file": problem.messages}) from problem
        self.file.seek(0)

    @property
    def default_alt_text(self) -> str:
        return str(self.description or self.title)


class HubRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(HubImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_each"
            )
        ]


class HubDocument(AbstractDocument):
    """A file to read, play or print."""

    file: Any

    pages = models.PositiveIntegerField(gettext_lazy("pages"), null=True, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")

    def clean(self) -> None:
        super().clean()
        if is_new(self.file):
            self.look_into()

    def look_into(self) -> None:
        """Check the new file, once. `RefusedFile` when it is not fit to publish."""
        if getattr(self, "_looked_into", None) == self.file.name:
            return
        upload = self.file.file
        if upload.name is None:
            upload.name = self.file.name
        checked = check_document(upload)
        self.pages = checked.pages
        if checked.replacement is not None:
            self.file = File(checked.replacement, name=self.file.name.rpartition("/")[2])
        self._looked_into = self.file.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if is_new(self.file):
            self.look_into()
            self.file_size = self.file.size
        super().save(*args, **kwargs)
