"""Forms and people to fill them in. A version is made the real way: by publishing a document."""

from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from forms_builder import schema
from forms_builder.models import FormDefinition, FormVersion
from forms_builder.schema import Choice, Document, Group, Item, Page, Question, Repeat

_numbers = count(1)


def make_user(**fields: Any) -> Any:
    """Somebody with an account and a visibly made-up name, reading English unless told otherwise."""
    number = next(_numbers)
    values = {"full_name": f"Example Person {number}", "language": "en", **fields}
    return get_user_model().objects.create_user(f"person{number}@example.org", "only-for-tests", **values)


def ask(key: str, kind: str = "text", label: str = "", **more: Any) -> Question:
    """A question labelled in both languages: "Name" and "Name (bn)"."""
    english = label or key.replace("_", " ").capitalize()
    return Question(
        id=f"id-{key}", key=key, type=kind, label={"en": english, "bn": f"{english} (bn)"}, **more
    )


def page(key: str, *items: Item, **more: Any) -> Page:
    return Page(id=f"id-{key}", key=key, label=both(key), items=items, **more)


def group(key: str, *items: Item, **more: Any) -> Group:
    return Group(id=f"id-{key}", key=key, label=both(key), items=items, **more)


def repeat(key: str, *items: Item, **more: Any) -> Repeat:
    return Repeat(id=f"id-{key}", key=key, label=both(key), items=items, **more)


def both(key: str) -> dict[str, str]:
    english = key.replace("_", " ").capitalize()
    return {"en": english, "bn": f"{english} (bn)"}


def choices(*values: str, exclusive: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(value=value, label=both(value), exclusive=value == exclusive) for value in values)


def document(*pages: Page, **more: Any) -> Document:
    return Document(title={"en": "Small form", "bn": "ছোট ফরম"}, pages=pages, **more)


def early_version(form: Document) -> FormVersion:
    """A version from the time when a type was still to come: it takes no answers."""
    published = publish(form)
    closed = FormVersion.objects.create(
        definition=published.definition,
        number=published.number + 1,
        document=published.document,
        sha256=published.sha256,
        order=published.order,
        takes_answers=False,
    )
    published.definition.live_version = closed
    published.definition.save(update_fields=["live_version"])
    return closed


def publish(form: Document, key: str = "") -> FormVersion:
    """Publish a document as the next version of the form `key`, a new one if there is none."""
    definition, _ = FormDefinition.objects.get_or_create(key=key or f"form_{next(_numbers)}")
    definition.document = schema.to_json(form)
    definition.save_revision().publish()
    definition.refresh_from_db()
    assert definition.live_version is not None
    return definition.live_version
