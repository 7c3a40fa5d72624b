"""The group "Registry set-up" in the Wagtail admin's menu: record types, grants, offices, places, organisations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from registry.admin.forms import GrantForm, PlaceForm, RecordTypeForm
from registry.admin.safe import SafeModelAdmin
from registry.models import Action, Grant, Office, OfficeMembership, Organisation, Place, RecordType

NAMES = FieldRowPanel([FieldPanel("name_bn"), FieldPanel("name_en")])


class RecordTypeAdmin(SafeModelAdmin):
    model = RecordType
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
                [FieldPanel("id_pattern"), FieldPanel("statuses"), FieldPanel("parent_type")],
                heading=_("Numbers and statuses"),
            ),
            MultiFieldPanel(
                [FieldPanel("list_keys"), FieldPanel("filter_keys"), FieldPanel("sort")],
                heading=_("The list"),
            ),
            MultiFieldPanel([FieldPanel("profile_keys")], heading=_("The record's own page")),
            FieldRowPanel([FieldPanel("icon"), FieldPanel("menu_order"), FieldPanel("active")]),
        ],
        base_form_class=RecordTypeForm,
    )


class GrantAdmin(SafeModelAdmin):
    model = Grant
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
        ],
        base_form_class=GrantForm,
    )

    def may(self, grant: Grant) -> str:
        labels = dict(Action.choices)
        return ", ".join(str(labels.get(action, action)) for action in grant.actions)

    may.short_description = _("What the role may do")  # type: ignore[attr-defined]  # how modeladmin names a column


class OfficeAdmin(SafeModelAdmin):
    model = Office
    menu_label = _("Offices")
    menu_icon = "home"
    list_display = ("name_en", "name_bn", "code")
    search_fields = ("key", "name_en", "name_bn", "code")
    edit_handler = ObjectList([NAMES, FieldRowPanel([FieldPanel("key"), FieldPanel("code")])])


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
    items = (RecordTypeAdmin, GrantAdmin, OfficeAdmin, OfficeMembershipAdmin, PlaceAdmin, OrganisationAdmin)
