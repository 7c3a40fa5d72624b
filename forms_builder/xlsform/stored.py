"""Forms as they are stored, out to workbooks and XForms and in from workbooks. Commands and the admin's pages call this."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder import form_files, schema
from forms_builder.compiling import compile_draft
from forms_builder.form_files import finder
from forms_builder.models import ChoiceList, FormDefinition, FormVersion
from forms_builder.publishing import Installation
from forms_builder.schema import Document, questions
from forms_builder.xlsform.report import Brought
from forms_builder.xlsform.writing.book import to_xlsx
from forms_builder.xlsform.writing.lists import Shared
from forms_builder.xlsform.writing.workbook import Identity, Unwritable, to_sheets
from forms_builder.xlsform.writing.xform import XForm, to_xform


@dataclass(frozen=True, slots=True)
class Issue:
    """A form as it goes out: the latest draft, or a version that was published."""

    document: Document
    identity: Identity

    @property
    def name(self) -> str:
        """For a file, without its ending."""
        return f"{self.identity.key}-v{self.identity.version}"


def draft_of(definition: FormDefinition) -> Issue:
    """The latest draft; `Unwritable` where it is no form that can be read."""
    try:
        document = definition.get_latest_revision_as_object().parsed
    except schema.DocumentError as error:
        raise Unwritable(_("The draft has faults that keep it from being exported.")) from error
    number = definition.live_version.number if definition.live_version else 0
    return Issue(document, Identity(definition.key, f"{number + 1}-draft"))


def issue_of(version: FormVersion) -> Issue:
    return Issue(version.parsed, Identity(version.definition.key, str(version.number)))


def workbook_of(issue: Issue) -> bytes:
    """The .xlsx, from which an import makes the very same document."""
    find = finder(issue.document)
    return to_xlsx(to_sheets(issue.document, issue.identity, _shared(issue.document), find))


def xform_of(issue: Issue) -> XForm:
    """The XForm of what would be published, with lists copied in and calculations written out."""
    compiled = compile_draft(issue.document).document
    return to_xform(compiled, issue.identity, find=finder(issue.document))


def _shared(document: Document) -> Shared:
    """The reusable lists that the form names, as they are now."""
    keys = {question.choice_list for question, _repeat in questions(document) if question.choice_list}
    found = ChoiceList.objects.filter(key__in=keys).prefetch_related("items")
    return {choice_list.key: choice_list.as_choices() for choice_list in found}


def save(
    document: Document,
    key: str,
    *,
    publish: bool = False,
    user: Any = None,
    behalf: Installation | None = None,
    brought: Mapping[str, Brought] | None = None,
) -> FormDefinition:
    """The new draft of the form `key`, made where there is none, and published where wanted.

    `brought`: the files that came with it, by their sha256. All of it or nothing is stored. ValidationError when the form or the gate refuses.
    """
    with transaction.atomic():
        form_files.keep(brought or {})
        definition = FormDefinition.objects.select_for_update().filter(key=key).first()
        stored = definition is not None
        definition = definition or FormDefinition(key=key, live=False)
        definition.document = schema.to_json(document)
        definition.full_clean(exclude=["live_version", "latest_revision", "live_revision"])
        if stored:
            _refuse_locked(definition, user)
        else:
            definition.save()
        revision = definition.save_revision(user=user, log_action=True)
        if publish:
            definition.publish(revision, user=user, behalf=behalf)
    return definition


def _refuse_locked(definition: FormDefinition, user: Any) -> None:
    lock = definition.get_lock() if user is not None else None
    if lock is not None and lock.for_user(user):
        raise ValidationError(_("The form is locked, so its draft cannot be replaced."))
