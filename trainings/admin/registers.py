"""The group "Trainings and committees" in the Wagtail admin: kinds, their rules, bodies, and what record types are used for.

Names of people are not here: events, members and people open in the workspace, where access is checked.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdminGroup

from registry.admin.registers import NAMES
from registry.admin.safe import (
    PLAIN_PARAMETERS,
    SafeCreateView,
    SafeIndexView,
    SafeModelAdmin,
    SafePermissionHelper,
)
from trainings.admin.forms import CapabilityForm, RuleForm
from trainings.models import Body, BodyKind, BodyRule, Capability


class OpenInWorkspace(ButtonHelper):
    """A row's way into the workspace, beside the usual ones."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        address = self.model_admin_address(obj)
        label = _("Open in the workspace")
        return [
            {"url": address, "label": label, "classname": self.finalise_classname([]), "title": label},
            *buttons,
        ]

    def model_admin_address(self, obj: Any) -> str:
        return reverse("trainings:body", args=[obj.pk])


class ExportedIndexView(SafeIndexView):
    """A list that may be taken along as CSV or XLSX: set-up only, no names of people."""

    plain_parameters = PLAIN_PARAMETERS | {"export"}


class BodyAdmin(SafeModelAdmin):
    model = Body
    menu_label = gettext_lazy("Committees and groups")
    menu_icon = "group"
    list_display = ("organisation", "kind", "place", "formed_on", "dissolved_on")
    list_filter = ("kind",)
    list_select_related = ("organisation", "kind", "place")
    search_fields = ("organisation__name_en", "organisation__name_bn", "order_reference")
    list_export = ("organisation", "kind", "place", "formed_on", "dissolved_on", "order_reference")
    button_helper_class = OpenInWorkspace
    index_view_class = ExportedIndexView
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("organisation"), FieldPanel("kind")]),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("formed_on"), FieldPanel("dissolved_on")]),
            FieldPanel("order_reference"),
        ]
    )


class BodyKindAdmin(SafeModelAdmin):
    model = BodyKind
    menu_label = gettext_lazy("Kinds")
    menu_icon = "list-ul"
    list_display = ("name_en", "name_bn", "family", "in_use")
    list_filter = ("family", "active")
    search_fields = ("key", "name_en", "name_bn")
    edit_handler = ObjectList(
        [
            NAMES,
            FieldRowPanel([FieldPanel("key"), FieldPanel("family")]),
            FieldRowPanel([FieldPanel("restricted"), FieldPanel("active")]),
        ]
    )


class WrittenOncePermissions(SafePermissionHelper):
    """Rules are added, never changed or taken away."""

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False


class RuleCreateView(SafeCreateView):
    """Notes who entered the rule."""

    def form_valid(self, form: Any) -> Any:
        if not self.request.user.is_authenticated:
            raise PermissionDenied
        form.instance.entered_by = self.request.user
        return super().form_valid(form)


class BodyRuleAdmin(SafeModelAdmin):
    model = BodyRule
    menu_label = gettext_lazy("Rules by day")
    menu_icon = "calendar"
    list_display = ("kind", "since", "law", "quorum_members", "quorum_percent", "interval_days")
    list_filter = ("kind",)
    list_select_related = ("kind",)
    list_export = (
        "kind",
        "since",
        "law",
        "chair",
        "secretary",
        "quorum_members",
        "quorum_percent",
        "interval_days",
    )
    permission_helper_class = WrittenOncePermissions
    index_view_class = ExportedIndexView
    create_view_class = RuleCreateView
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("since")]),
            FieldPanel("law"),
            FieldRowPanel([FieldPanel("chair"), FieldPanel("secretary")]),
            FieldPanel("composition"),
            MultiFieldPanel(
                [FieldPanel("quorum_members"), FieldPanel("quorum_percent")], heading=gettext_lazy("Quorum")
            ),
            FieldPanel("interval_days"),
        ],
        base_form_class=RuleForm,
    )


class CapabilityAdmin(SafeModelAdmin):
    model = Capability
    menu_label = gettext_lazy("Sheets and meetings")
    menu_icon = "table"
    list_display = ("record_type", "kind")
    list_filter = ("kind",)
    list_select_related = ("record_type",)
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("record_type"), FieldPanel("kind")]), FieldPanel("document")],
        base_form_class=CapabilityForm,
    )


class TrainingsSetup(ModelAdminGroup):
    menu_label = gettext_lazy("Trainings and committees")
    menu_icon = "group"
    menu_order = 260
    items = (BodyAdmin, BodyKindAdmin, BodyRuleAdmin, CapabilityAdmin)
