"""How forms change from version to version: what changed and how far it may go, and what becomes of old answers.

Pure functions over documents and answers; words for them are in `evolution.wording`.
"""

from forms_builder.evolution.carrying import Carried, Note, NoteKind, carry_over
from forms_builder.evolution.changes import changes
from forms_builder.evolution.classes import Change, ChangeClass, strongest

__all__ = ["Carried", "Change", "ChangeClass", "Note", "NoteKind", "carry_over", "changes", "strongest"]
