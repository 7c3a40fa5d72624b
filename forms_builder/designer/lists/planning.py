"""What pasted lines would do to a list, and doing it: in one transaction, in batches, whatever the size."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from forms_builder.designer.lists.pasting import MOST_LINES, Line, Pasted
from forms_builder.models import ChoiceItem, ChoiceList

BATCH = 500
FIELDS = ("label_en", "label_bn", "exclusive", "retired", "filters", "sort_order")


@dataclass
class Plan:
    """Nothing is written yet. `items` are all choices of the list as they would be, in their order."""

    items: list[ChoiceItem]
    added: list[ChoiceItem] = field(default_factory=list)
    changed: list[ChoiceItem] = field(default_factory=list)
    retired: list[ChoiceItem] = field(default_factory=list)
    """Not among the lines, and the person asked for that."""
    same: int = 0
    orphans: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, column and cell that names nothing of the list above."""
    moved: bool = False

    @property
    def too_many(self) -> bool:
        return len(self.items) > MOST_LINES

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed or self.retired or self.moved)


def plan(
    choice_list: ChoiceList,
    pasted: Pasted,
    parents: Mapping[str, Mapping[str, str]],
    retire_others: bool = False,
    in_order: bool = False,
) -> Plan:
    """What the sound lines would do. A value that the list has is changed; a blank cell leaves its label as it is."""
    there = {item.value: item for item in choice_list.items.all()}
    lines = [line for line in pasted.lines if not line.problems]
    made = Plan(list(there.values()))
    for line in lines:
        item = there.get(line.value)
        if item is None:
            item = ChoiceItem(list_id=choice_list.pk, value=line.value, sort_order=len(made.items))
            _write(item, line, pasted)
            made.items.append(item)
            made.added.append(item)
        elif _write(item, line, pasted):
            made.changed.append(item)
        else:
            made.same += 1
        made.orphans += [
            (line.number, column, cell)
            for column, cell in line.filters.items()
            if column in parents and cell not in parents[column]
        ]
    if retire_others:
        _retire(made, {line.value for line in lines})
    if in_order:
        _order(made, {line.value: place for place, line in enumerate(lines)})
    return made


def paste(
    choice_list: ChoiceList,
    pasted: Pasted,
    parents: Mapping[str, Mapping[str, str]],
    retire_others: bool = False,
    in_order: bool = False,
) -> Plan:
    """Plan anew and write it, unless the list would be too long. The list's row is held: others wait their turn."""
    with transaction.atomic():
        ChoiceList.objects.select_for_update().get(pk=choice_list.pk)
        made = plan(choice_list, pasted, parents, retire_others, in_order)
        if made.too_many or not made.does_something:
            return made
        for place, item in enumerate(made.items):
            item.sort_order = place
        stored = [item for item in made.items if item.pk]
        ChoiceItem.objects.bulk_update(stored, FIELDS, batch_size=BATCH)
        ChoiceItem.objects.bulk_create(made.added, batch_size=BATCH)
    return made


def _write(item: ChoiceItem, line: Line, pasted: Pasted) -> bool:
    """Put a line into a choice; tells whether that changed it."""
    before = (item.label_en, item.label_bn, item.exclusive, item.retired, dict(item.filters))
    item.label_en = line.english or item.label_en
    item.label_bn = line.bangla or item.label_bn
    if "alone" in pasted.columns:
        item.exclusive = line.alone
    if "retired" in pasted.columns:
        item.retired = line.retired
    if pasted.filter_columns:
        others = {name: cell for name, cell in item.filters.items() if name not in pasted.filter_columns}
        item.filters = {**others, **line.filters}
    return before != (item.label_en, item.label_bn, item.exclusive, item.retired, item.filters)


def _retire(made: Plan, kept: set[str]) -> None:
    for item in made.items:
        if item.value not in kept and not item.retired:
            item.retired = True
            made.retired.append(item)


def _order(made: Plan, places: Mapping[str, int]) -> None:
    """Those of the lines first, as they stand there; the others behind, as they stood."""
    before = list(made.items)
    made.items.sort(key=lambda item: places.get(item.value, len(places)))
    made.moved = before != made.items
