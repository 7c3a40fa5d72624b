"""What a form admin may do: build, change, publish and lock forms, and keep choice lists. Never see an answer."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from forms_builder.models import ChoiceList, FormDefinition

FORM_ACTIONS = ("add", "change", "delete", "view", "publish", "lock", "unlock")
LIST_ACTIONS = ("add", "change", "delete", "view")


def grant_form_admin(group: Group) -> None:
    """Give `group` everything a form admin needs in the Wagtail admin. Safe to repeat."""
    wanted: list[tuple[type[Model], tuple[str, ...]]] = [
        (FormDefinition, FORM_ACTIONS),
        (ChoiceList, LIST_ACTIONS),
    ]
    for model, actions in wanted:
        codenames = [f"{action}_{model._meta.model_name}" for action in actions]
        content_type = ContentType.objects.get_for_model(model)
        group.permissions.add(*Permission.objects.filter(content_type=content_type, codename__in=codenames))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
