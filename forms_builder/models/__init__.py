"""Models of the forms app, one module an aggregate."""

from forms_builder.models.approval import FormApproval, FormApprovalTask
from forms_builder.models.choices import ChoiceItem, ChoiceList
from forms_builder.models.definition import FormDefinition
from forms_builder.models.filling import Attachment, Draft, Submission, SubmissionKey
from forms_builder.models.form_files import FormFile
from forms_builder.models.notes import FormNotes
from forms_builder.models.trials import TrialSubmission
from forms_builder.models.version import FieldLedger, FormVersion
from forms_builder.models.visits import VisitCount

__all__ = [
    "Attachment",
    "ChoiceItem",
    "ChoiceList",
    "Draft",
    "FieldLedger",
    "FormApproval",
    "FormApprovalTask",
    "FormDefinition",
    "FormFile",
    "FormNotes",
    "FormVersion",
    "Submission",
    "SubmissionKey",
    "TrialSubmission",
    "VisitCount",
]
