"""Which forms use a choice list, and which of its values were published and so have to stay."""

from collections import defaultdict
from collections.abc import Iterable

from forms_builder.models import ChoiceItem, ChoiceList, FieldLedger, FormDefinition, FormNotes


def forms_by_list() -> dict[str, list[FormDefinition]]:
    """List key → forms whose draft takes its choices from it; one query for all lists."""
    found: dict[str, list[FormDefinition]] = defaultdict(list)
    for notes in FormNotes.objects.select_related("definition").defer("words").order_by("definition__key"):
        for key in notes.choice_lists:
            found[key].append(notes.definition)
    return found


def published_values(key: str) -> frozenset[str]:
    """Values of the list in whatever was published: answers may have them. Also where a form left the list since."""
    asked = FieldLedger.objects.filter(question__choice_list=key).values_list("question", flat=True)
    return frozenset(choice["value"] for question in asked for choice in question.get("choices", []))


def is_used(choice_list: ChoiceList) -> bool:
    """Whether a form names the list by its key, in a draft or in what was published."""
    drafts = FormNotes.objects.exclude(choice_lists=[]).values_list("choice_lists", flat=True)
    return any(choice_list.key in keys for keys in drafts) or bool(published_values(choice_list.key))


def filter_columns(choice_list: ChoiceList) -> list[str]:
    """Names of the columns that choices are filtered by, in the order they are met."""
    names: dict[str, None] = {}
    for filters in choice_list.items.exclude(filters={}).values_list("filters", flat=True).iterator():
        names.update(dict.fromkeys(filters))
    return list(names)


def parent_values(columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Column → value → English label, for columns that are named like a list: the list above in a cascade."""
    found: dict[str, dict[str, str]] = {}
    items = ChoiceItem.objects.filter(list__key__in=list(columns)).order_by("sort_order", "pk")
    for key, value, label in items.values_list("list__key", "value", "label_en"):
        found.setdefault(key, {})[value] = label
    return found
