"""Importing this registers all question types that come with the product; and the order they are offered in."""

from importlib import import_module

from forms_builder.questions.base import QuestionType, types

FAMILIES = (
    *("texts", "contacts", "numbers", "money", "choices", "scales", "ranking", "dates", "periods", "ages"),
    *("outside", "geopoints", "files", "signatures", "consents", "computed", "scores"),
)

for family in FAMILIES:
    import_module(f"forms_builder.questions.{family}")


def in_order() -> list[QuestionType]:
    """All types, family by family; those of other apps come last. (Modules may be imported in any order.)"""
    place = {f"forms_builder.questions.{family}": number for number, family in enumerate(FAMILIES)}
    return sorted(types, key=lambda one: place.get(type(one).__module__, len(FAMILIES)))
