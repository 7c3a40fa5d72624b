"""The tasks around a form: what its home lists, each with a state and a page of its own.

A task registers itself here; the form's home, its addresses and the links between them follow from the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from forms_builder.designer.task_views import TaskView
    from forms_builder.models import FormDefinition


class Tone(StrEnum):
    """How a state reads at a glance; the words say it too."""

    PLAIN = "plain"
    DONE = "done"
    TODO = "todo"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class State:
    """How far a task is, in a few words in the reader's language: "12 questions", "3 texts lack Bangla"."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Task:
    """One entry of a form's home.

    `slug` names it in addresses: its page is at `task/<slug>/<pk>/`, under the URL name `task_<slug>`.
    """

    slug: str
    title: str | Promise
    summary: str | Promise
    icon: str
    state: Callable[["FormDefinition"], State]
    view: type["TaskView"]
    order: int
    """Place on the home; by tens, so that later ones fit between."""


_tasks: dict[str, Task] = {}


def register(task: Task) -> None:
    if task.slug in _tasks:
        raise ValueError(f"There is a task {task.slug!r} already.")
    _tasks[task.slug] = task
    task.view.task = task


def all_tasks() -> list[Task]:
    """In the order of the home."""
    return sorted(_tasks.values(), key=lambda task: task.order)
