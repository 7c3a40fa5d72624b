"""Importing this registers all question types that come with the product, in the order the designer offers them."""

from importlib import import_module

FAMILIES = ("texts", "numbers", "choices", "dates", "outside", "files", "computed", "standins")

for family in FAMILIES:
    import_module(f"forms_builder.questions.{family}")
