"""The group "Trainings and committees" in the Wagtail admin: bodies, their kinds and rules, kinds of trainings, partners.

Names of people are not here: events, members and people open in the workspace, where access is checked.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from registry.admin.registers import NAMES
from registry.admin.safe import (
    PLAIN_PARAMETERS,
    SafeCreateView,
    SafeIndexView,
    SafeModelAdmin,
    SafePermissionHelper,
)
from trainings.admin.buttons import BodyButtons, PartnerButtons, TypeButtons
from trainings.admin.forms import CapabilityForm, RuleForm
from trainings.models import Body, BodyKind, BodyRule, Capability, Facilitator, ServiceProvider


class ExportedIndexView(SafeIndexView):
    """A list that may be taken along as CSV or XLSX: set-up only, no names of people."""

    plain_parameters = PLAIN_PARAMETERS | {"export"}


class BodyAdmin(SafeModelAdmin):
    model = Body
    menu_label = gettext_lazy("Committees and groups")
    menu_icon = "group"
    list_display = ("organisation", "kind", "place", "formed_on", "dissolved_on")
    list_filter = ("kind", "organisation__office")
    list_select_related = ("organisation", "kind", "place")
    search_fields = ("organisation__name_en", "organisation__name_bn", "order_reference")
    list_export = ("organisation", "kind", "place", "formed_on", "dissolved_on", "order_reference")
    button_helper_class = BodyButtons
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
    list_export = ("key", "name_en", "name_bn", "family", "restricted", "active")
    index_view_class = ExportedIndexView
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
    menu_label = gettext_lazy("Kinds of trainings and meetings")
    menu_icon = "table"
    list_display = ("record_type", "kind", "is_used")
    list_filter = ("kind", "record_type__active")
    list_select_related = ("record_type",)
    search_fields = ("record_type__name_en", "record_type__name_bn", "record_type__key")
    list_export = ("record_type", "kind", "is_used")
    button_helper_class = TypeButtons
    index_view_class = ExportedIndexView
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("record_type"), FieldPanel("kind")]), FieldPanel("document")],
        base_form_class=CapabilityForm,
    )

    def is_used(self, one: Capability) -> str:
        return self.in_use(one.record_type)

    is_used.short_description = gettext_lazy("active")  # type: ignore[attr-defined]  # names the column


class PartnerCreateView(SafeCreateView):
    """What is added to a register is of the register's kind."""

    def form_valid(self, form: Any) -> Any:
        form.instance.kind = self.model.KIND
        return super().form_valid(form)


class PartnerAdmin(SafeModelAdmin):
    """Base of the two registers of partners."""

    list_display = ("name_en", "name_bn", "office", "in_use")
    list_filter = ("office", "active")
    list_select_related = ("office",)
    search_fields = ("key", "name_en", "name_bn")
    list_export = ("key", "name_en", "name_bn", "office", "active")
    button_helper_class = PartnerButtons
    index_view_class = ExportedIndexView
    create_view_class = PartnerCreateView
    edit_handler = ObjectList(
        [NAMES, FieldPanel("key"), FieldRowPanel([FieldPanel("office"), FieldPanel("active")])]
    )


class FacilitatorAdmin(PartnerAdmin):
    model = Facilitator
    menu_label = gettext_lazy("Facilitators")
    menu_icon = "user"


class ServiceProviderAdmin(PartnerAdmin):
    model = ServiceProvider
    menu_label = gettext_lazy("Service providers")
    menu_icon = "openquote"


class TrainingsSetup(ModelAdminGroup):
    menu_label = gettext_lazy("Trainings and committees")
    menu_icon = "group"
    menu_order = 260
    items = (
        BodyAdmin,
        BodyKindAdmin,
        BodyRuleAdmin,
        CapabilityAdmin,
        FacilitatorAdmin,
        ServiceProviderAdmin,
    )
