"""Choice lists that several forms share. A form takes its own copy when it is published."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from forms_builder.schema import Choice
from forms_builder.schema.document import KEY_PATTERN

plain_key = RegexValidator(KEY_PATTERN, _("Use a–z, 0–9 and _, beginning with a letter, at most 63 signs."))
# XLSForm writes several choices in one cell with spaces between, so a value has none.
choice_value = RegexValidator(r"^\S{1,100}$", _("A value has no spaces and at most 100 signs."))


class ChoiceList(ClusterableModel):
    """A named list of choices."""

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    name = models.CharField(_("name"), max_length=200)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("choice list")
        verbose_name_plural = _("choice lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def as_choices(self) -> tuple[Choice, ...]:
        """The list as it goes into a form document, in its order."""
        return tuple(item.as_choice() for item in self.items.all())


class ChoiceItem(models.Model):
    """One choice. A value that was used is retired, never deleted or changed."""

    list = ParentalKey(ChoiceList, on_delete=models.CASCADE, related_name="items")
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    value = models.CharField(_("value"), max_length=100, validators=[choice_value])
    label_bn = models.CharField(_("Bangla"), max_length=300)
    label_en = models.CharField(_("English"), max_length=300)
    retired = models.BooleanField(_("retired"), default=False)
    exclusive = models.BooleanField(
        _("stands alone"), default=False, help_text=_("Cannot be chosen together with others, like “none”.")
    )
    filters = models.JSONField(default=dict, blank=True, editable=False)

    # Wagtail's inline panels order rows by this name.
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "value"], name="forms_builder_choice_once")]

    def __str__(self) -> str:
        return self.label_en or self.value

    def as_choice(self) -> Choice:
        labels = {"bn": self.label_bn, "en": self.label_en}
        return Choice(
            value=self.value,
            label={language: label for language, label in labels.items() if label},
            retired=self.retired,
            exclusive=self.exclusive,
            filters=self.filters,
        )
