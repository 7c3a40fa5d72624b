"""The editor of workflows: three tables instead of a document. Reading and writing are inverse."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.admin.workflow_forms import ANSWERED, States, Tasks, Transitions, WholeForm, filled
from registry.admin.workflow_parts import kept, key_from
from registry.admin.workflow_rows import (
    state_of,
    state_row,
    task_of,
    task_rows,
    transition_of,
    transition_row,
)


class Editor:
    """The three tables of one workflow. `document` is what is stored; `data` what was posted, if anything."""

    def __init__(self, document: Mapping[str, Any], data: Any = None) -> None:
        self.stored = document
        self.whole = WholeForm(data, initial={"otherwise": " ".join(document.get("otherwise", ()))})
        self.states = States(
            data, initial=[state_row(one) for one in document.get("states", ())], prefix="states"
        )
        self._name(self.states)
        known = self._named(self.states, document.get("states", ()), "value")
        moves = document.get("transitions", ())
        self.transitions = Transitions(
            data,
            initial=[transition_row(one) for one in moves],
            prefix="transitions",
            form_kwargs={"states": known},
        )
        self._name(self.transitions)
        self.tasks = Tasks(
            data,
            initial=list(task_rows(document)),
            prefix="tasks",
            form_kwargs={"moves": self._named(self.transitions, moves, "key")},
        )
        self._name(self.tasks)

    def is_valid(self) -> bool:
        return all(
            [
                self.whole.is_valid(),
                self.states.is_valid(),
                self.transitions.is_valid(),
                self.tasks.is_valid(),
            ]
        )

    @property
    def document(self) -> dict[str, Any]:
        """The workflow as it is to be stored; of a valid editor. What no table shows stays as it was."""
        moves, states = self.stored.get("transitions", ()), self.stored.get("states", ())
        rules = [
            *self.stored.get("at_start", ()),
            *self.stored.get("on_change", ()),
            *(rule for one in moves for rule in one.get("tasks", ())),
        ]
        tasks = [(row.cleaned_data["at"], kept(rules, task_of(row))) for row in filled(self.tasks)]
        return {
            **self.stored,
            "states": [kept(states, state_of(row), "value") for row in filled(self.states)],
            "transitions": [
                kept(moves, transition_of(row, [task for at, task in tasks if at == row.cleaned_data["key"]]))
                for row in filled(self.transitions)
            ],
            "at_start": [task for at, task in tasks if not at],
            "on_change": [task for at, task in tasks if at == ANSWERED],
            "otherwise": self.whole.cleaned_data["otherwise"].split(),
        }

    def _name(self, table: Any) -> None:
        """Give new rows keys from their words, so that other tables can point at them in the same post."""
        if not table.is_bound or not table.is_valid():
            return
        taken = {row.cleaned_data["key"] for row in filled(table) if row.cleaned_data["key"]}
        for row in filled(table):
            if not row.cleaned_data["key"]:
                row.cleaned_data["key"] = key_from(row.cleaned_data["label_en"], taken)
                taken.add(row.cleaned_data["key"])

    def _named(self, table: Any, stored: Iterable[Mapping[str, Any]], key: str) -> list[tuple[str, str]]:
        """(key, words) of the rows of a table, as posted or as stored."""
        if table.is_bound and table.is_valid():
            return [(row.cleaned_data["key"], row.cleaned_data["label_en"]) for row in filled(table)]
        return [(one[key], one.get("label", {}).get("en") or one[key]) for one in stored]
