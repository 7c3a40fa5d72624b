"""What the designer's inputs are called and how they are explained, in one table."""

from collections.abc import Mapping

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_builder.schema import Compartment, Layout, Prefill, Required, Sensitivity

Words = str | Promise

LABELS: Mapping[str, Words] = {
    "title_en": _("Title (English)"),
    "title_bn": _("Title (Bangla)"),
    "description_en": _("Description (English)"),
    "description_bn": _("Description (Bangla)"),
    "layout": _("How it is filled in"),
    "label_en": _("Text (English)"),
    "label_bn": _("Text (Bangla)"),
    "hint_en": _("Hint (English)"),
    "hint_bn": _("Hint (Bangla)"),
    "key": _("Key"),
    "block": _("Form"),
    "show_if": _("Show only if"),
    "count": _("Number of rows"),
    "minimum": _("At least"),
    "maximum": _("At most"),
    "required": _("Must be answered"),
    "required_if": _("Must be answered if"),
    "check": _("Accept only if"),
    "check_message_en": _("Message if not accepted (English)"),
    "check_message_bn": _("Message if not accepted (Bangla)"),
    "calculate": _("Calculation"),
    "trigger": _("Worked out only when these are answered"),
    "default": _("Begins with"),
    "prefill": _("Filled in by itself"),
    "sensitivity": _("Sensitivity"),
    "compartment": _("Kept with"),
    "listed": _("Column in the list"),
    "filterable": _("Filter in the list"),
    "decline": _("May be declined"),
    "choice_list": _("Choice list"),
    "choices": _("Or choices of its own"),
    "choice_filter": _("Offer only choices where"),
    "retired": _("Retired"),
    "items": _("Questions"),
    "pages": _("Pages"),
    "setting_level": _("Level"),
    "setting_within": _("Within the place of question"),
    "setting_record_type": _("Record type"),
    "setting_result": _("Result"),
    "setting_kind": _("Kind"),
    "setting_rows": _("Rows"),
    "setting_statement_en": _("Words to agree to (English)"),
    "setting_statement_bn": _("Words to agree to (Bangla)"),
    "setting_of": _("Adds up the points of"),
    "setting_measure": _("How"),
    "setting_places": _("Digits behind the point"),
    "setting_bands": _("Bands"),
    "setting_low": _("From"),
    "setting_high": _("To"),
    "setting_low_label_en": _("Words at the lower end (English)"),
    "setting_low_label_bn": _("Words at the lower end (Bangla)"),
    "setting_high_label_en": _("Words at the upper end (English)"),
    "setting_high_label_bn": _("Words at the upper end (Bangla)"),
    "setting_first": _("How many places"),
    "setting_yes": _("Stored for yes"),
    "setting_no": _("Stored for no"),
    "setting_unknown": _("Stored for not known"),
}

HELP: Mapping[str, Words] = {
    "key": _("Names the answer in exports and rules. Left empty, it is made from the English text."),
    "calculate": _("A rule, like ${boys} + ${girls}. A question that has one is not typed in."),
    "trigger": _(
        "Questions, like ${born}, ${visit_date}. Each time one of them is answered anew, the calculation is put in as the "
        "answer, and people may change it then. Empty: the calculation always counts."
    ),
    "count": _("A rule, where the number is fixed. Empty: people add rows themselves."),
    "block": _(
        "Key of a live form. Begin to type to see the forms. Its questions are copied in at each publishing, so a change "
        "over there reaches people here with the next version."
    ),
    "choice_list": format_lazy(
        '{} <a href="{}" target="_blank">{}</a>',
        _("Key of a list that several forms share. Begin to type to see the lists."),
        reverse_lazy("wagtailsnippets_forms_builder_choicelist:add"),
        _("Make a new list"),
    ),
    "choices": _(
        "One a line: value | English | Bangla | score 3, like very_good | Very good | খুব ভালো | score 3. The value is what "
        "is stored; left out, it is made from the text. The score is for choices that count points. Cells copied from a "
        "spreadsheet can be pasted here. Put alone at the end for a choice that excludes the others, retired for one no "
        "longer offered."
    ),
    "setting_rows": _("One a line: key | English | Bangla. Add | retired for one no longer asked."),
    "setting_bands": _(
        "One a line, from low to high: from | to | English | Bangla | tone, like 0 | 3 | Needs a talk | কথা বলা দরকার | "
        "caution. Tones: neutral, good, caution, danger."
    ),
    "setting_of": _(
        "Keys of questions, with spaces between, like sleep appetite. Their choices need points, like | score 3."
    ),
    "setting_first": _("0: all choices get a place. 3: only the first three."),
    "decline": _("Offers “not known”, “not asked” and “did not want to say”."),
    "retired": _("Not asked any more; what was answered is kept."),
    "setting_within": _("Key of a place question, like district."),
    "setting_record_type": _("Key of the record type. Empty: any."),
}

OPTIONS: Mapping[str, list[tuple[str, Words]]] = {
    "layout": [
        (Layout.TOPICS.value, _("One page a topic")),
        (Layout.QUESTION.value, _("One question a page")),
        (Layout.SHEET.value, _("A sheet with rows")),
    ],
    "required": [
        (Required.NO.value, _("No")),
        (Required.YES.value, _("Yes")),
        (Required.SOFT.value, _("May be missing, and is then listed as missing")),
    ],
    "prefill": [
        (Prefill.NONE.value, _("No")),
        (Prefill.REFERENCE.value, _("The record’s number")),
        (Prefill.USER.value, _("The person filling in")),
        (Prefill.TODAY.value, _("Today’s date")),
        (Prefill.OFFICE.value, _("Their office")),
    ],
    "sensitivity": [
        (Sensitivity.PUBLIC.value, _("Public")),
        (Sensitivity.INTERNAL.value, _("Internal")),
        (Sensitivity.CONFIDENTIAL.value, _("Confidential")),
        (Sensitivity.RESTRICTED.value, _("Restricted")),
    ],
    "compartment": [
        (Compartment.NONE.value, _("Nothing in particular")),
        (Compartment.IDENTITY.value, _("Who somebody is")),
        (Compartment.LOCATION.value, _("Where somebody is")),
        (Compartment.CLINICAL.value, _("Health and counselling")),
        (Compartment.LEGAL.value, _("Law and police")),
    ],
    "setting_measure": [
        ("sum", _("Sum of the points")),
        ("mean", _("Average of the points")),
        ("percent", _("Per cent of the most points there can be")),
    ],
    "setting_result": [("text", _("Text")), ("number", _("Number")), ("date", _("Date"))],
}


def label(name: str) -> Words:
    """The label of an input; a setting nobody named yet shows its own name."""
    return LABELS.get(name) or name.removeprefix("setting_").replace("_", " ").capitalize()
