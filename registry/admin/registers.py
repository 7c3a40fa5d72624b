"""The group "Registry set-up" in the Wagtail admin's menu: record types, grants, offices, places, organisations."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdminGroup

from registry.admin.deleting import what_needs_type, what_needs_workflow
from registry.admin.forms import GrantForm, OfficeForm, PlaceForm, RecordTypeForm
from registry.admin.grant_views import GrantCreateView, GrantDeleteView, GrantEditView, GrantIndexView
from registry.admin.safe import SafeCreateView, SafeDeleteView, SafeEditView, SafeModelAdmin
from registry.models import (
    Grant,
    Office,
    OfficeMembership,
    Organisation,
    Place,
    RecordType,
    Workflow,
)


class ToTheCheck:
    """After saving one sees what is missing still, and what people will see."""

    def get_success_url(self) -> str:
        return reverse("registry_type_check", args=[self.instance.pk])  # type: ignore[attr-defined]  # of the views


class TypeCreateView(ToTheCheck, SafeCreateView):
    def form_valid(self, form: Any) -> HttpResponse:
        """Begins out of use: the check page puts it into use, once nothing is missing."""
        form.instance.active = False
        self.instance = form.instance
        answer: HttpResponse = super().form_valid(form)
        return answer


class TypeEditView(ToTheCheck, SafeEditView):
    pass


class TypeDeleteView(SafeDeleteView):
    """A type made by mistake can go, with its grants; one that has records or is named elsewhere stays."""

    def needed_by(self) -> Iterable[str]:
        return what_needs_type(self.instance)


class FlowDeleteView(SafeDeleteView):
    def needed_by(self) -> Iterable[str]:
        return what_needs_workflow(self.instance)


NAMES = FieldRowPanel([FieldPanel("name_bn"), FieldPanel("name_en")])


class TypeButtons(ButtonHelper):
    """Besides changing and deleting: the check, and what was changed when."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        look = self.finalise_classname(["button-small", "button-secondary"])
        for label, name in ((_("Check"), "registry_type_check"), (_("Changes"), "registry_type_versions")):
            url = reverse(name, args=[obj.pk])
            buttons.append({"url": url, "label": str(label), "classname": look, "title": f"{label}: {obj}"})
        return buttons


class RecordTypeAdmin(SafeModelAdmin):
    model = RecordType
    button_helper_class = TypeButtons
    create_view_class = TypeCreateView
    edit_view_class = TypeEditView
    delete_view_class = TypeDeleteView
    menu_label = _("Record types")
    menu_icon = "list-ul"
    list_display = ("name_en", "name_bn", "key", "form", "in_use")
    list_filter = ("active",)
    search_fields = ("key", "name_en", "name_bn")
    list_select_related = ("form",)
    edit_handler = ObjectList(
        [
            NAMES,
            FieldRowPanel([FieldPanel("key"), FieldPanel("form")]),
            MultiFieldPanel(
                [FieldPanel("id_pattern"), FieldPanel("workflow"), FieldPanel("statuses")],
                heading=_("Numbers and statuses"),
            ),
            MultiFieldPanel(
                [FieldPanel("parent_type"), FieldPanel("parent_key")], heading=_("Where it belongs")
            ),
            MultiFieldPanel(
                [FieldPanel("list_keys"), FieldPanel("filter_keys"), FieldPanel("sort")],
                heading=_("The list"),
            ),
            MultiFieldPanel(
                [FieldPanel("profile_keys"), FieldPanel("rollups")], heading=_("The record's own page")
            ),
            MultiFieldPanel(
                [FieldPanel("signed"), FieldPanel("countersign"), FieldPanel("addenda_about")],
                heading=_("Signing"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("office_keys"),
                    FieldPanel("duplicate_keys"),
                    FieldPanel("print_keys"),
                    FieldPanel("retention_months"),
                ],
                heading=_("Rules"),
            ),
            MultiFieldPanel(
                [FieldPanel("guard_when"), FieldPanel("guard_names")], heading=_("Guarded records")
            ),
            FieldRowPanel([FieldPanel("icon"), FieldPanel("menu_order")]),
            FieldPanel("test_only"),
        ],
        base_form_class=RecordTypeForm,
    )


class FlowButtons(ButtonHelper):
    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        url, label = reverse("registry_workflow_map", args=[obj.pk]), str(_("Map"))
        look = self.finalise_classname(["button-small", "button-secondary"])
        return [*buttons, {"url": url, "label": label, "classname": look, "title": f"{label}: {obj}"}]


class GrantAdmin(SafeModelAdmin):
    """The grants in force. Each change of one is a proposal that another person confirms (`granting`)."""

    model = Grant
    index_view_class = GrantIndexView
    index_template_name = "registry_admin/grants.html"
    create_view_class = GrantCreateView
    edit_view_class = GrantEditView
    delete_view_class = GrantDeleteView
    menu_label = _("Who may do what")
    menu_icon = "lock"
    list_display = ("group", "record_type", "may", "scope", "tier")
    list_filter = ("group", "record_type")
    list_select_related = ("group", "record_type")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("group"), FieldPanel("record_type")]),
            FieldPanel("actions"),
            FieldRowPanel([FieldPanel("scope"), FieldPanel("tier")]),
            FieldPanel("compartments"),
            FieldPanel("watch"),
        ],
        base_form_class=GrantForm,
    )

    def may(self, grant: Grant) -> str:
        return grant.may

    may.short_description = _("What the role may do")  # type: ignore[attr-defined]  # how modeladmin names a column


class WorkflowAdmin(SafeModelAdmin):
    """The list only: making and changing one has a page of its own."""

    model = Workflow
    delete_view_class = FlowDeleteView
    menu_label = _("Workflows")
    menu_icon = "tasks"
    list_display = ("name_en", "name_bn", "key", "followed_by")
    search_fields = ("key", "name_en", "name_bn")
    button_helper_class = FlowButtons

    def followed_by(self, workflow: Workflow) -> str:
        return ", ".join(str(one) for one in workflow.record_types.all())

    followed_by.short_description = _("Record types")  # type: ignore[attr-defined]  # names the column

    def create_view(self, request: HttpRequest) -> HttpResponseBase:
        return redirect("registry_workflow_new")

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return redirect("registry_workflow_edit", instance_pk)


class OfficeAdmin(SafeModelAdmin):
    model = Office
    menu_label = _("Offices")
    menu_icon = "home"
    list_display = ("name_en", "name_bn", "code")
    search_fields = ("key", "name_en", "name_bn", "code")
    edit_handler = ObjectList(
        [NAMES, FieldRowPanel([FieldPanel("key"), FieldPanel("code")])], base_form_class=OfficeForm
    )


class OfficeMembershipAdmin(SafeModelAdmin):
    model = OfficeMembership
    menu_label = _("Who works where")
    menu_icon = "group"
    list_display = ("user", "office")
    list_filter = ("office",)
    list_select_related = ("user", "office")
    search_fields = ("user__full_name", "user__email")
    edit_handler = ObjectList([FieldPanel("user"), FieldPanel("office")])


class PlaceAdmin(SafeModelAdmin):
    model = Place
    menu_label = _("Places")
    menu_icon = "site"
    list_display = ("name_en", "name_bn", "level", "parent", "code")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name_en", "name_bn")
    edit_handler = ObjectList(
        [
            NAMES,
            FieldRowPanel([FieldPanel("code"), FieldPanel("level")]),
            FieldPanel("parent"),
            FieldPanel("aliases"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ],
        base_form_class=PlaceForm,
    )


class OrganisationAdmin(SafeModelAdmin):
    model = Organisation
    menu_label = _("Organisations")
    menu_icon = "openquote"
    list_display = ("name_en", "name_bn", "kind", "office", "in_use")
    list_filter = ("kind", "active")
    list_select_related = ("office",)
    search_fields = ("key", "name_en", "name_bn")
    edit_handler = ObjectList(
        [
            NAMES,
            FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("office"), FieldPanel("active")]),
        ]
    )


class RegistrySetup(ModelAdminGroup):
    menu_label = _("Registry set-up")
    menu_icon = "cogs"
    menu_order = 250
    items = (
        RecordTypeAdmin,
        WorkflowAdmin,
        GrantAdmin,
        OfficeAdmin,
        OfficeMembershipAdmin,
        PlaceAdmin,
        OrganisationAdmin,
    )
