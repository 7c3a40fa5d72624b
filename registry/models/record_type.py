"""Record types: what kinds of records there are, as admins set them up. And the counters of references."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder.models import FormDefinition
from forms_builder.models.choices import plain_key
from registry.models.places import Named, Office
from registry.references import PatternError, check_pattern, same_numbers

SAME_NUMBERS = _(
    "“%(type)s” numbers its records with %(pattern)s, which could give the same number. Begin with letters of its own."
)


class RecordType(Named):
    """A kind of record. Records of the type are filled in with its form, in whatever version is live."""

    key = models.CharField(_("key"), max_length=63, unique=True, validators=[plain_key])
    icon = models.CharField(_("icon"), max_length=40, default="form")
    id_pattern = models.CharField(
        _("reference pattern"),
        max_length=80,
        help_text=_("For example {office}-{yy}-{counter:04}. It needs {counter}."),
    )
    form = models.ForeignKey(
        FormDefinition, models.PROTECT, related_name="record_types", verbose_name=_("form")
    )
    parent_type = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="child_types",
        verbose_name=_("belongs to"),
    )
    parent_key = models.CharField(
        _("question that names it"),
        max_length=63,
        blank=True,
        help_text=_("Key of the question that says which record this one belongs to."),
    )
    workflow = models.ForeignKey(
        "registry.Workflow",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="record_types",
        verbose_name=_("workflow"),
        help_text=_("Its states take the place of the statuses below."),
    )
    rollups = models.JSONField(
        _("rollups"),
        default=list,
        blank=True,
        help_text=_("Figures from the records below, for the record's page and for conditions."),
    )
    guard = models.JSONField(
        _("guard"),
        default=dict,
        blank=True,
        help_text=_("Which records only some may see, and which questions name people who never may."),
    )
    casework = models.JSONField(
        _("casework"),
        default=dict,
        blank=True,
        help_text=_("Which questions are about contact, consent and sharing; see registry/casework.py."),
    )
    initial_status = models.CharField(_("first status"), max_length=40, default="open")
    statuses = models.JSONField(
        _("statuses"),
        default=list,
        help_text=_("List of {value, bn, en}. The first one is where records begin."),
    )
    list_keys = models.JSONField(_("columns of the list"), default=list, blank=True)
    filter_keys = models.JSONField(_("filters of the list"), default=list, blank=True)
    sort = models.CharField(_("order of the list"), max_length=80, default="-_created_at", blank=True)
    profile_keys = models.JSONField(_("identity strip"), default=list, blank=True)
    print_keys = models.JSONField(
        _("on paper"),
        default=list,
        blank=True,
        help_text=_("Keys of the questions that a printed record shows; none: all of them."),
    )
    duplicate_keys = models.JSONField(
        _("looks the same when"),
        default=list,
        blank=True,
        help_text=_(
            "Keys of filterable questions: records whose answers to all of them are equal may be one."
        ),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("months to keep after the last change"), null=True, blank=True
    )
    office_keys = models.JSONField(
        _("offices"),
        default=list,
        blank=True,
        help_text=_("Keys of the offices that add such records; none: every office."),
    )
    menu_order = models.PositiveIntegerField(_("order in the menu"), default=100)
    active = models.BooleanField(_("active"), default=True)
    test_only = models.BooleanField(
        _("for trying out"),
        default=False,
        help_text=_("Every record is a test record: it counts nowhere."),
    )

    wagtail_reference_index_ignore = True

    class Meta(Named.Meta):
        verbose_name = _("record type")
        verbose_name_plural = _("record types")
        ordering = ["menu_order", "name_en"]

    def clean(self) -> None:
        super().clean()
        try:
            check_pattern(self.id_pattern)
        except PatternError as error:
            raise ValidationError({"id_pattern": str(error)}) from error
        if self.pk and self._lies_below_itself():
            raise ValidationError(
                {"parent_type": _("It would lie below itself: choose another record type.")}
            )
        if said := self._lies_too_deep():
            raise ValidationError({"parent_type": said})
        codes = list(Office.objects.values_list("code", flat=True))
        for other in RecordType.objects.exclude(pk=self.pk):
            if same_numbers(self.id_pattern, other.id_pattern, codes):
                words = {"type": other, "pattern": other.id_pattern}
                raise ValidationError({"id_pattern": ValidationError(SAME_NUMBERS, params=words)})

    def _lies_below_itself(self) -> bool:
        above = dict(RecordType.objects.values_list("pk", "parent_type"))
        seen, now = set(), self.parent_type_id
        while now is not None and now not in seen:
            seen.add(now)
            now = above.get(now)
        return self.pk in seen

    def _lies_too_deep(self) -> str:
        """Why it may not lie below another type; blank where it may. Records go one level deep: what lies below a record
        is seen, handed over and merged along with it.
        """
        if self.parent_type is None:
            return ""
        if self.parent_type.parent_type_id is not None:
            return _("“%(type)s” lies below another record type itself. Choose one that lies below none.") % {
                "type": self.parent_type
            }
        if self.pk and RecordType.objects.filter(parent_type=self).exists():
            return str(_("Other record types lie below this one, so it cannot lie below another itself."))
        return ""


class SlotMap(models.Model):
    """Which index column holds which answer of a record type. A slot is given once and kept."""

    record_type = models.ForeignKey(RecordType, models.CASCADE, related_name="slots")
    slot = models.CharField(max_length=3, help_text="t1–t10 text, n1–n6 number, d1–d6 date.")
    key = models.CharField(max_length=63)
    since = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_type", "slot"], name="registry_slot_once"),
            models.UniqueConstraint(fields=["record_type", "key"], name="registry_slot_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot} = {self.key}"


class ReferenceCounter(models.Model):
    """The last number given for one filled-in pattern. The row is locked while a record is saved: no gap, no race."""

    scope = models.CharField(
        max_length=100, unique=True, help_text="Type key and the pattern without its counter."
    )
    last = models.PositiveBigIntegerField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"
