"""One page of a choice list as rows of inputs, and saving it: labels, marks, filter columns, places, new choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forms_builder.designer.keys import free, snake_case
from forms_builder.designer.lists.pasting import LONGEST_LABEL, MOST_LINES, VALUE
from forms_builder.designer.lists.planning import BATCH, FIELDS
from forms_builder.designer.lists.using import published_values
from forms_builder.designer.saving import Fate, Shown
from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceItem, ChoiceList
from forms_builder.schema.document import KEY_PATTERN
from forms_builder.schema.text import clean_text, latin_digits

TEXTS = ("label_en", "label_bn")
MARKS = ("exclusive", "retired")
NEW = ("new1", "new2", "new3")
"""Rows for choices that are not there yet."""
FILTER = "filter."


@dataclass
class Outcome:
    """What became of a page that came back. With faults or conflicts nothing was saved."""

    faults: dict[str, str] = field(default_factory=dict)
    """Input name → what is wrong."""
    conflicts: dict[str, str] = field(default_factory=dict)
    """Input name → what the list says by now."""
    saved: bool = False

    @property
    def is_sound(self) -> bool:
        return not self.faults and not self.conflicts


def inputs_of(item: ChoiceItem, columns: Sequence[str]) -> dict[str, Any]:
    """Input name → value, as the page shows one choice."""
    shown = {f"{name}:{item.pk}": getattr(item, name) for name in ("value", *TEXTS, *MARKS)}
    return shown | {f"{FILTER}{column}:{item.pk}": item.filters.get(column, "") for column in columns}


def shown(items: Sequence[ChoiceItem], columns: Sequence[str], places: Mapping[int, int]) -> Shown:
    found = Shown()
    for item in items:
        for name, value in inputs_of(item, columns).items():
            found.add(name, value)
        found.add(f"place:{item.pk}", places[item.pk])
    return found


def save(choice_list: ChoiceList, posted: Mapping[str, str], columns: Sequence[str]) -> Outcome:
    """Save one page of choices; the list's row is held meanwhile. All or nothing."""
    outcome, was = Outcome(), Shown.posted(posted.get("shown", ""))
    with transaction.atomic():
        ChoiceList.objects.select_for_update().get(pk=choice_list.pk)
        items = list(choice_list.items.order_by("sort_order", "pk"))
        fixed = published_values(choice_list.key)
        values = {item.value for item in items}
        touched = [
            item
            for item in items
            if f"value:{item.pk}" in posted and _take(item, posted, columns, was, outcome)
        ]
        _check_values(items, fixed, values, posted, outcome)
        gone = [item for item in items if f"delete:{item.pk}" in posted and item.value not in fixed]
        added = [
            item for prefix in NEW if (item := _new(choice_list, prefix, posted, columns, values, outcome))
        ]
        kept = [*_placed(items, {item.pk for item in gone}, posted, was), *added]
        if len(kept) > MOST_LINES:
            outcome.faults["list"] = _("A list has at most %(most)s choices.") % {
                "most": in_readers_digits(MOST_LINES)
            }
        if outcome.is_sound:
            _write(kept, touched, added, gone)
            outcome.saved = True
    return outcome


def _take(
    item: ChoiceItem, posted: Mapping[str, str], columns: Sequence[str], was: Shown, outcome: Outcome
) -> bool:
    """Put what was typed into a choice; tells whether that changed it."""
    changed = False
    for name, now in inputs_of(item, columns).items():
        typed: Any = name in posted if isinstance(now, bool) else clean_text(posted.get(name, str(now)))
        fate = was.fate(name, typed, now)
        if fate is Fate.CONFLICT:
            outcome.conflicts[name] = str(now)
        elif fate is Fate.TAKE:
            _set(item, name.rpartition(":")[0], typed)
            changed = True
    _check_labels(item, str(item.pk), outcome)
    return changed


def _set(item: ChoiceItem, attribute: str, value: Any) -> None:
    if attribute.startswith(FILTER):
        column = attribute.removeprefix(FILTER)
        filters = {**item.filters, column: value}
        item.filters = {name: cell for name, cell in filters.items() if cell}
    else:
        setattr(item, attribute, value)


def _check_values(
    items: Sequence[ChoiceItem],
    fixed: frozenset[str],
    before: set[str],
    posted: Mapping[str, str],
    outcome: Outcome,
) -> None:
    """A published value stays; any other has no spaces and is there once."""
    seen: set[str] = set()
    lost = fixed & before - {item.value for item in items}
    for item in items:
        name = f"value:{item.pk}"
        if name not in posted:
            seen.add(item.value)
            continue
        if not VALUE.match(item.value):
            outcome.faults[name] = _("A value has no spaces and at most 100 signs.")
        elif item.value in seen:
            outcome.faults[name] = _("This value is in the list already.")
        elif lost and item.value not in before:
            outcome.faults[name] = _("This value was published and stays. Retire the choice instead.")
        seen.add(item.value)


def _check_labels(item: ChoiceItem, suffix: str, outcome: Outcome) -> None:
    if not item.label_en and not item.label_bn:
        outcome.faults[f"label_en:{suffix}"] = _("A choice has a text in one language at least.")
    for name in TEXTS:
        if len(getattr(item, name)) > LONGEST_LABEL:
            outcome.faults[f"{name}:{suffix}"] = _("At most %(most)s signs.") % {
                "most": in_readers_digits(LONGEST_LABEL)
            }


def _new(
    choice_list: ChoiceList,
    prefix: str,
    posted: Mapping[str, str],
    columns: Sequence[str],
    values: set[str],
    outcome: Outcome,
) -> ChoiceItem | None:
    """A choice from one of the empty rows; its value is proposed from the English where none is given."""
    typed = {name: clean_text(posted.get(f"{name}:{prefix}", "")) for name in ("value", *TEXTS)}
    if not any(typed.values()):
        return None
    value = typed["value"] or free(snake_case(typed["label_en"]) or "choice", values)
    if not VALUE.match(value):
        outcome.faults[f"value:{prefix}"] = _("A value has no spaces and at most 100 signs.")
    elif value in values:
        outcome.faults[f"value:{prefix}"] = _("This value is in the list already.")
    values.add(value)
    cells = {column: clean_text(posted.get(f"{FILTER}{column}:{prefix}", "")) for column in columns}
    item = ChoiceItem(
        list_id=choice_list.pk,
        value=value,
        label_en=typed["label_en"],
        label_bn=typed["label_bn"],
        exclusive=f"exclusive:{prefix}" in posted,
        retired=f"retired:{prefix}" in posted,
        filters={column: cell for column, cell in cells.items() if cell},
    )
    _check_labels(item, prefix, outcome)
    return item


def _placed(
    items: list[ChoiceItem], gone: set[int], posted: Mapping[str, str], was: Shown
) -> list[ChoiceItem]:
    """The choices that stay, in the order that the numbers in front of them ask for."""
    wishes: dict[int, tuple[int, ChoiceItem]] = {}
    for place, item in enumerate(items, start=1):
        typed = latin_digits(posted.get(f"place:{item.pk}", "")).strip()
        if typed.isdecimal() and was.fate(f"place:{item.pk}", int(typed), place) is Fate.TAKE:
            wishes[item.pk] = (int(typed), item)
    kept = [item for item in items if item.pk not in wishes and item.pk not in gone]
    for place, item in sorted(wishes.values(), key=lambda wish: wish[0]):
        if item.pk not in gone:
            kept.insert(max(place - 1, 0), item)
    return kept


def _write(
    kept: Sequence[ChoiceItem],
    touched: Sequence[ChoiceItem],
    added: Sequence[ChoiceItem],
    gone: Sequence[ChoiceItem],
) -> None:
    ChoiceItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    moved = []
    for place, item in enumerate(kept):
        if item.sort_order != place:
            item.sort_order = place
            moved.append(item)
    changed = {item.pk: item for item in [*touched, *moved] if item.pk and item not in gone}
    ChoiceItem.objects.bulk_update(changed.values(), ("value", *FIELDS), batch_size=BATCH)
    ChoiceItem.objects.bulk_create(added, batch_size=BATCH)


def column_fault(name: str, columns: Sequence[str]) -> str:
    """Why this cannot be the name of another filter column; blank when it can."""
    if not KEY_PATTERN.match(name):
        return _("A key is made of a–z, 0–9 and _, begins with a letter, and has at most 63 signs.")
    if name in columns:
        return _("There is such a column already.")
    return ""
