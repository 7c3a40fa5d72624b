"""The four roles of the hub and the way of a page through their hands. Set-up calls it; doing it again changes nothing."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from knowledge.models import HomePage, PublishingTask, SafeguardingTask, TranslationTask

WORKFLOW = "Before the public / প্রকাশের আগে"
CLOSED = "Working papers / কাজের কাগজপত্র"
AWARDS = ("view_award", "add_award", "change_award")


@dataclass(frozen=True)
class HubRole:
    """A group with its rights on pages, on pictures and files, and on the hub's own tables."""

    name: str
    pages: tuple[str, ...]
    media: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


WRITER = HubRole(
    "Hub: writer / লেখক",
    ("add_page", "change_page"),
    (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ),
    ("view_campaignreach", "add_campaignreach", "change_campaignreach", "view_topic", "view_award"),
)
TRANSLATOR = HubRole(
    "Hub: translator / অনুবাদক", ("add_page", "change_page"), ("choose_image", "choose_document")
)
REVIEWER = HubRole(
    "Hub: safeguarding reviewer / সেফগার্ডিং পর্যালোচক",
    ("change_page", "publish_page"),
    ("choose_image", "choose_document"),
    ("view_mediaconsent", "add_mediaconsent", "change_mediaconsent"),
)
PUBLISHER = HubRole(
    "Hub: publisher / প্রকাশক",
    ("add_page", "change_page", "publish_page", "bulk_delete_page"),
    ("choose_image", "choose_document"),
    ("view_campaignreach", "view_topic", "add_topic", "change_topic", "view_mediaconsent", *AWARDS),
)
ROLES = (WRITER, TRANSLATOR, REVIEWER, PUBLISHER)


def ensure_hub_roles() -> None:
    """Make what is missing of groups, rights and the workflow. What an admin changed since stays."""
    for role in ROLES:
        group, made = Group.objects.get_or_create(name=role.name)
        if made:
            give_rights(group, role)
            let_into_closed_collection(group)
    homes = HomePage.objects.all()
    for role in ROLES:
        group = Group.objects.get(name=role.name)
        give_media(group, role)
        give_pages(group, role, list(homes))
    ensure_workflow(list(homes))


def give_rights(group: Group, role: HubRole) -> None:
    codes = {*role.models, "access_admin"}
    group.permissions.add(
        *Permission.objects.filter(
            codename__in=codes, content_type__app_label__in=("knowledge", "wagtailadmin")
        )
    )
    # Translating begins with a right of its own; writers ask for a translation too.
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    )


def give_media(group: Group, role: HubRole) -> None:
    """Rights on pictures and files. Wagtail asks for those of its own models, also where ours replace them."""
    held = GroupCollectionPermission.objects.filter(group=group)
    without_effect = held.filter(permission__content_type__app_label="knowledge")
    if held.exists() and not without_effect.exists():
        return
    without_effect.delete()
    permissions = Permission.objects.filter(
        codename__in=role.media, content_type__app_label__in=("wagtailimages", "wagtaildocs")
    )
    for permission in permissions:
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def let_into_closed_collection(group: Group) -> None:
    """A place for files that readers never get, such as working papers. Made with the first role of the hub."""
    root = Collection.get_first_root_node()
    closed = root.get_children().filter(name=CLOSED).first() or root.add_child(name=CLOSED)
    restriction, _made = CollectionViewRestriction.objects.get_or_create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(group)


def give_pages(group: Group, role: HubRole, homes: list[HomePage]) -> None:
    permissions = Permission.objects.filter(codename__in=role.pages, content_type__app_label="wagtailcore")
    for home in homes:
        if not GroupPagePermission.objects.filter(group=group, page_id=home.pk).exists():
            for permission in permissions:
                GroupPagePermission.objects.create(group=group, page_id=home.pk, permission=permission)


def ensure_workflow(homes: list[HomePage]) -> None:
    """Writer → safeguarding review → translation check → publisher, on everything below the front pages."""
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if made:
        steps: tuple[tuple[type[GroupApprovalTask], str, HubRole], ...] = (
            (SafeguardingTask, "Safeguarding review / সেফগার্ডিং পর্যালোচনা", REVIEWER),
            (TranslationTask, "Translation check / অনুবাদ যাচাই", TRANSLATOR),
            (PublishingTask, "Publishing / প্রকাশ", PUBLISHER),
        )
        for order, (model, name, role) in enumerate(steps):
            task = model.objects.create(name=name)
            task.groups.add(Group.objects.get(name=role.name))
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    for home in homes:
        WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})
