"""What a part of a form says, in the cells of its row. Reading compares with it, writing writes it.

Pure functions of one part; which name its list of choices has in the workbook is the only thing told from outside.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from forms_builder.questions import types
from forms_builder.questions.exchange import XlsType, own_columns
from forms_builder.schema import (
    Choice,
    Compartment,
    Group,
    Media,
    Page,
    Prefill,
    Question,
    Repeat,
    Required,
    Sensitivity,
    Text,
)
from forms_builder.xlsform import own
from forms_builder.xlsform.columns import MEDIA, Key
from forms_builder.xlsform.own import cell_text

Cells = dict[Key, str]
Part = Page | Group | Repeat | Question
NAMESPACE = uuid.UUID("6f0f0d5e-7a0b-4f5b-9c53-5b1f6a1d8c11")
NEW_SENSITIVITY = Sensitivity.CONFIDENTIAL
"""Of a question whose workbook does not say: too much protection can be taken back, too little cannot."""
YES = "yes"
NEVER = "false()"
SHARED_CHOICES = "shared"


def xls_type(question: Question) -> XlsType:
    """How the question's type stands in a workbook; a type that is not known here goes out as text."""
    if question.type in types:
        try:
            return _never_empty(types.of(question).xlsform(question), question)
        except ValidationError:
            pass  # settings that are not in order go out as they are
    return XlsType("text", columns=own_columns(question.type, question.settings))


def _never_empty(xls: XlsType, question: Question) -> XlsType:
    """Elsewhere `calculate` needs a calculation; what is filled in here by other means is hidden there."""
    if xls.name != "calculate" or question.calculate.strip() or question.trigger.strip():
        return xls
    return replace(xls, name="hidden", columns=xls.columns or own_columns(question.type, question.settings))


def unsaid_sensitivity(kind: str) -> Sensitivity:
    """What counts where a row does not say: notes hold no answer."""
    stored = kind not in types or types[kind].stored
    return NEW_SENSITIVITY if stored else Sensitivity.INTERNAL


def name_of(part: Part) -> str:
    """The part's name in rules: its own key, or the name that it came with."""
    name = part.extra.get("name")
    return name if isinstance(name, str) and name and "".join(name.split()) == name else part.key


def wished_list(question: Question, xls: XlsType) -> str:
    """The name that the question's choices should have in the workbook."""
    kept = question.extra.get("list")
    wish = kept if isinstance(kept, str) and kept.strip() else question.choice_list
    return "_".join(cell_text(wish).split()) or (question.type if xls.choices else name_of(question))


def cells_of(part: Part, list_name: str = "") -> Cells:
    """The cells of the part's row; blank ones are left out. `list_name`: where it is not the wished one."""
    cells = {
        ("name", ""): name_of(part),
        ("relevant", ""): part.show_if,
        **worded("label", part.label),
        **worded("hint", part.hint),
        **accompanied(part.media),
        (own.ID, ""): "" if part.id == own_id(part.key) else part.id,
        **_particular(part, list_name),
    }
    return {key: text for key, text in cells.items() if text}


def own_id(key: str) -> str:
    """The id that a part gets which came without one."""
    return str(uuid.uuid5(NAMESPACE, key))


def worded(name: str, text: Text) -> Cells:
    return {(name, code): words for code, words in text.items()}


def accompanied(media: tuple[Media, ...]) -> Cells:
    """Pictures, sound and film beside the words."""
    columns = {use: column for column, use in MEDIA.items()}
    return {(columns[one.kind], one.language): one.name for one in media}


def _particular(part: Part, list_name: str) -> Cells:
    if isinstance(part, Question):
        return _question(part, list_name)
    if isinstance(part, Repeat):
        return {
            ("type", ""): "begin_repeat",
            ("repeat_count", ""): part.count,
            (own.MINIMUM, ""): str(part.minimum or ""),
            (own.MAXIMUM, ""): ""
            if part.maximum == Repeat.model_fields["maximum"].default
            else str(part.maximum),
        }
    if isinstance(part, Page):
        return {("type", ""): "begin_group", ("appearance", ""): "field-list", (own.KIND, ""): "page"}
    return {("type", ""): "begin_group"}


def _question(question: Question, list_name: str) -> Cells:
    xls = xls_type(question)
    return {
        ("type", ""): _type(question, xls, list_name),
        **worded("guidance_hint", question.guidance),
        ("required", ""): YES if question.required is Required.YES else question.required_if,
        **worded("required_message", question.required_message),
        ("constraint", ""): question.check,
        **worded("constraint_message", question.check_message),
        ("calculation", ""): question.calculate,
        ("trigger", ""): question.trigger,
        ("default", ""): question.default,
        ("read_only", ""): YES if question.read_only else "",
        ("appearance", ""): question.appearance or xls.appearance,
        ("parameters", ""): _said(question, "from_file_parameters") or xls.parameters,
        ("choice_filter", ""): question.choice_filter,
        **{(heading, ""): text for heading, text in xls.columns.items()},
        **_ours(question),
    }


def _type(question: Question, xls: XlsType, list_name: str) -> str:
    if xls.rows:
        return "begin_group"
    if not xls.takes_list:
        return xls.name
    if file := _said(question, "from_file"):
        return f"{xls.name}_from_file {file}"
    name = f"{xls.name}_external" if question.extra.get("external") is True else xls.name
    other = " or_other" if question.extra.get("or_other") is True else ""
    return f"{name} {list_name or wished_list(question, xls)}{other}"


def _said(question: Question, name: str) -> str:
    kept = question.extra.get(name)
    return kept if isinstance(kept, str) else ""


def _ours(question: Question) -> Cells:
    """What XLSForm has no column for."""
    unsaid = unsaid_sensitivity(question.type)
    shared = question.choice_list and not question.choices
    cells: Mapping[str, str] = {
        own.SENSITIVITY: "" if question.sensitivity is unsaid else question.sensitivity.value,
        own.COMPARTMENT: "" if question.compartment is Compartment.NONE else question.compartment.value,
        own.REQUIRED: "soft" if question.required is Required.SOFT else "",
        own.DECLINE: YES if question.decline else "",
        own.LISTED: YES if question.listed else "",
        own.FILTERABLE: YES if question.filterable else "",
        own.PREFILL: "" if question.prefill is Prefill.NONE else question.prefill.value,
        own.CHOICE_LIST: question.choice_list,
        own.SHARED: SHARED_CHOICES if shared else "",
        own.RETIRED: YES if question.retired else "",
    }
    found = {(heading, ""): text for heading, text in cells.items()}
    if question.retired:
        found |= {("relevant", ""): NEVER, (own.RELEVANT, ""): question.show_if}
    return found


def choice_cells(list_name: str, choice: Choice, filters: Mapping[str, str]) -> Cells:
    """The cells of a choice's row; `filters` are those of its columns that can be headings."""
    cells = {
        ("list_name", ""): list_name,
        ("name", ""): choice.value,
        **worded("label", choice.label),
        **accompanied(choice.media),
        **{("", heading): text for heading, text in filters.items()},
        (own.CHOICE_RETIRED, ""): YES if choice.retired else "",
        (own.CHOICE_EXCLUSIVE, ""): YES if choice.exclusive else "",
    }
    return {key: text for key, text in cells.items() if text}
