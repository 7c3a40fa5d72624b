"""The tables of people, sheets and committees, one idea a module. Nothing outside asks for a module by name."""

from trainings.models.capability import Capability
from trainings.models.person import Person, PersonMerge

__all__ = [
    "Capability",
    "Person",
    "PersonMerge",
]
