"""Who pays for what: an award with the words, the mark and the disclaimer that its agreement asks for, in both languages.

Pages name awards; what an award says changes on all of them at once.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from knowledge.models.media import HubImage, PictureKind
from knowledge.models.state import Shown
from knowledge.safeguarding.wording import avoided_words

WORDS = ("donor", "acknowledgement", "disclaimer")


class Award(Shown):
    code = models.CharField(
        _("number of the award"), max_length=40, unique=True, help_text=_("As the agreement has it.")
    )
    donor_bn = models.CharField(_("donor in Bangla"), max_length=120)
    donor_en = models.CharField(_("donor in English"), max_length=120)
    acknowledgement_bn = models.TextField(_("acknowledgement in Bangla"), max_length=600)
    acknowledgement_en = models.TextField(_("acknowledgement in English"), max_length=600)
    disclaimer_bn = models.TextField(_("disclaimer in Bangla"), max_length=1000, blank=True)
    disclaimer_en = models.TextField(_("disclaimer in English"), max_length=1000, blank=True)
    logo = models.ForeignKey(
        HubImage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="awards",
        verbose_name=_("mark of the donor"),
    )
    url = models.URLField(_("address of the donor"), blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldPanel("code"),
        *(
            MultiFieldPanel([FieldRowPanel([FieldPanel(f"{name}_bn"), FieldPanel(f"{name}_en")])], heading)
            for name, heading in zip(WORDS, (_("Donor"), _("Acknowledgement"), _("Disclaimer")), strict=True)
        ),
        FieldPanel("logo"),
        FieldPanel("url"),
    ]

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} · {self.donor}"

    def clean(self) -> None:
        """The words stand on public pages without another review, so the same rules hold for them here."""
        problems: dict[str, str] = {}
        for name in (f"{word}_{language}" for word in WORDS for language in ("bn", "en")):
            for found in avoided_words(getattr(self, name)):
                problems[name] = gettext("“%(words)s” labels people. Write %(instead)s instead.") % {
                    "words": found.words,
                    "instead": found.instead,
                }
        if bool(self.disclaimer_bn.strip()) != bool(self.disclaimer_en.strip()):
            missing = "disclaimer_en" if self.disclaimer_bn.strip() else "disclaimer_bn"
            problems[missing] = gettext("Write the disclaimer in both languages.")
        if self.logo and self.logo.kind not in {PictureKind.THING, PictureKind.ILLUSTRATION}:
            problems["logo"] = gettext("Choose a mark or a drawing on which nobody can be recognised.")
        if problems:
            raise ValidationError(problems)

    @property
    def donor(self) -> str:
        return self._here("donor")

    @property
    def acknowledgement(self) -> str:
        return self._here("acknowledgement")

    @property
    def disclaimer(self) -> str:
        return self._here("disclaimer")

    def _here(self, name: str) -> str:
        """The words in the language of the moment."""
        return str(getattr(self, f"{name}_{'bn' if (get_language() or '').startswith('bn') else 'en'}"))


AWARDS_PANEL = FieldPanel("awards", widget=CheckboxSelectMultiple)


class Awarded(models.Model):
    """What somebody paid for: the page names the awards, templates/knowledge/parts/awards.html shows them."""

    awards = ParentalManyToManyField(
        Award,
        verbose_name=_("paid for by"),
        blank=True,
        related_name="+",
        help_text=_("Its acknowledgement, mark and disclaimer stand at the end of the page."),
    )

    class Meta:
        abstract = True
