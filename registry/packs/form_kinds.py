"""How choice lists and forms look in a pack and in the database. Forms go live through their own gate only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from forms_builder import schema
from forms_builder.models import ChoiceItem, ChoiceList, FormDefinition
from forms_builder.publishing import Installation, candidate
from forms_builder.schema import Document
from registry.packs.blocks_first import blocks_first
from registry.packs.parts import ListPart
from registry.packs.problems import PackError, PackProblem
from registry.packs.states import State, States


@dataclass
class ChoiceLists:
    """A value that left the pack's list is retired, never deleted: old answers keep their label."""

    parts: list[ListPart]
    name: str = "choice lists"

    def wanted(self) -> States:
        present = self._stored()
        return {part.key: _wanted_list(part, present.get(part.key)) for part in self.parts}

    def present(self) -> States:
        return self._stored()

    def _stored(self) -> dict[str, State]:
        lists = ChoiceList.objects.prefetch_related("items")
        return {
            one.key: {"name": one.name, "choices": [_choice(item) for item in one.items.all()]}
            for one in lists
        }

    def write(self, key: str, state: State) -> None:
        choice_list, _new = ChoiceList.objects.update_or_create(key=key, defaults={"name": state["name"]})
        for position, choice in enumerate(state["choices"]):
            ChoiceItem.objects.update_or_create(
                list=choice_list,
                value=choice["value"],
                defaults={
                    "sort_order": position,
                    "label_bn": choice["bn"],
                    "label_en": choice["en"],
                    "retired": choice["retired"],
                    "exclusive": choice["exclusive"],
                    "filters": choice["filters"],
                },
            )


def _wanted_list(part: ListPart, stored: State | None) -> State:
    choices = [choice.model_dump(mode="json") for choice in part.choices]
    values = {choice["value"] for choice in choices}
    gone = [choice for choice in (stored or {}).get("choices", []) if choice["value"] not in values]
    return {"name": part.name, "choices": choices + [choice | {"retired": True} for choice in gone]}


def _choice(item: ChoiceItem) -> State:
    return {
        "value": item.value,
        "bn": item.label_bn,
        "en": item.label_en,
        "retired": item.retired,
        "exclusive": item.exclusive,
        "filters": item.filters,
    }


@dataclass
class Forms:
    """The state of a form is its newest draft, so that somebody's unpublished work counts as a change of theirs."""

    documents: Mapping[str, Document]
    files: Mapping[str, str]
    """Form key → file, for telling where something is wrong."""
    user: Any = None
    source: str = "pack"
    """What the versions say they were installed from."""
    name: str = "forms"
    published: set[str] = field(default_factory=set)

    def wanted(self) -> States:
        return {key: schema.to_json(document) for key, document in blocks_first(self.documents).items()}

    def present(self) -> States:
        """The pack's own, and all others that were ever published."""
        named = Q(key__in=self.documents) | Q(live_version__isnull=False)
        forms = FormDefinition.objects.filter(named).order_by("key").select_related("latest_revision")
        return {form.key: _newest_draft(form) for form in forms}

    def write(self, key: str, state: State) -> None:
        form = FormDefinition.objects.filter(key=key).first()
        if form is None:
            form = FormDefinition.objects.create(key=key, live=False, document=state)
        form.document = state
        self.publish(form)

    def publish(self, form: FormDefinition) -> None:
        """Send the draft through the gate; `PackError` with what it says when it does not pass."""
        try:
            revision = form.save_revision(user=self.user)
            form.publish(revision, user=self.user, behalf=Installation(self.source))
        except ValidationError as error:
            problems = [PackProblem(self.files[form.key], message) for message in error.messages]
            raise PackError(problems) from error
        self.published.add(form.key)

    def publish_with_new_lists(self) -> set[str]:
        """Publish forms whose draft is the pack's but whose live version has older choices, or an older block's questions.

        Gives their keys.
        """
        again: set[str] = set()
        found = FormDefinition.objects.filter(key__in=self.documents).select_related("live_version")
        forms = {form.key: form for form in found}
        for key, document in blocks_first(self.documents).items():
            form = forms.get(key)
            if form is None or key in self.published or _newest_draft(form) != schema.to_json(document):
                continue
            if form.live_version is None or candidate(form, document).is_news:
                self.publish(form)
                again.add(form.key)
        return again


def _newest_draft(form: FormDefinition) -> dict[str, Any]:
    """The document of the latest revision, brought into its one canonical form."""
    latest = form.get_latest_revision_as_object() if form.latest_revision else form
    try:
        return schema.to_json(schema.from_json(latest.document))
    except schema.DocumentError:
        return dict(latest.document)
