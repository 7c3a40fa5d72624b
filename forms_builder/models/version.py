"""Published versions of forms, and the ledger of every key ever published. Both outlive today's form."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_builder import schema
from forms_builder.insert_only import InsertOnlyModel
from forms_builder.logic import Program
from forms_builder.schema import Document, Question
from forms_builder.stored_json import StoredJSONField


class FormVersion(InsertOnlyModel):
    """A form as it was published: what records and submissions point at. Never changed, never deleted."""

    definition = models.ForeignKey("FormDefinition", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    document = StoredJSONField()
    sha256 = models.CharField(max_length=64)
    order = StoredJSONField(help_text="Frozen order of evaluation: pairs of part id and step.")
    change_report = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    takes_answers = models.BooleanField(
        default=True, help_text="False while a question stands in for a type that is not there yet."
    )
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    installed_from = models.CharField(
        max_length=200, blank=True, help_text="The pack that published it from the command line, if one did."
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        ordering = ["definition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="forms_builder_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.definition.key} v{self.number}"

    @property
    def as_document(self) -> Document:
        """What was published, also where this program cannot compile it any more."""
        return schema.from_json(self.document)

    @property
    def parsed(self) -> Document:
        return _compiled(self.sha256, self).document

    @property
    def program(self) -> Program:
        """The compiled form. Immutable and kept in the process: rows never change, so neither does it."""
        return _compiled(self.sha256, self)

    def question(self, key: str) -> Question | None:
        return schema.find_question(self.parsed, key)


class _ByHash(dict[str, Program]):
    """Compiled forms by content hash; the oldest leaves when there are many."""

    LIMIT = 256

    def __setitem__(self, key: str, value: Program) -> None:
        if len(self) >= self.LIMIT:
            self.pop(next(iter(self)))
        super().__setitem__(key, value)


_programs = _ByHash()


def _compiled(sha256: str, version: FormVersion) -> Program:
    if sha256 not in _programs:
        from forms_builder.compiling import program_of

        _programs[sha256] = program_of(schema.from_json(version.document))
    return _programs[sha256]


class FieldLedger(models.Model):
    """One row for each key a form ever published: exports, erasing and re-use checks depend on it alone."""

    definition = models.ForeignKey("FormDefinition", models.PROTECT, related_name="ledger")
    key = models.CharField(max_length=63)
    repeat = models.CharField(max_length=63, blank=True, help_text="Key of the repeat the answer is in.")
    type = models.CharField(max_length=40)
    sensitivity = models.CharField(max_length=1)
    compartment = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    first_version = models.PositiveIntegerField()
    last_version = models.PositiveIntegerField()
    question = models.JSONField(help_text="The question as last published: labels and choices for exports.")
    labels = models.JSONField(default=list, help_text="Pairs of version and label, oldest first.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["definition", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["definition", "key"], name="forms_builder_key_once")]

    def __str__(self) -> str:
        return f"{self.key} ({self.type})"

    @property
    def as_question(self) -> Question:
        return Question.model_validate(self.question)
