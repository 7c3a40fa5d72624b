"""Lists of consents, topics and reach in the admin. They hold codes and numbers, never names of people."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from knowledge.admin.bulk import BulkUploadViewSet
from knowledge.admin.reach import paste_reach
from knowledge.admin.views import take_consent_back
from knowledge.models import Award, CampaignReach, MediaConsent, Topic


class KnownOnly:
    """A list opens for those who may see or change, not for those who may only add."""

    any_permission_required = ["view", "change"]


class ConsentList(KnownOnly, generic.IndexView):
    pass


class ConsentEdit(generic.EditView):
    @property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.object.withdrawn_on is None:
            address = reverse("media_consents:take_back", args=[self.object.pk])
            buttons.append(HeaderButton(_("Withdraw the consent"), address, icon_name="warning"))
        return buttons


class ConsentViewSet(ModelViewSet):
    model = MediaConsent
    name = "media_consents"
    icon = "signature"
    menu_label = _("Media consents")
    list_display = ["code", "person", "valid_until", "withdrawn_on"]
    list_filter = ["person"]
    index_view_class = ConsentList
    edit_view_class = ConsentEdit
    copy_view_enabled = False
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("take-back/<int:pk>/", take_consent_back, name="take_back")]


class TopicViewSet(ModelViewSet):
    model = Topic
    name = "topics"
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["key", "name_bn", "name_en"]
    copy_view_enabled = False


class AwardViewSet(ModelViewSet):
    model = Award
    name = "awards"
    icon = "tag"
    menu_label = _("Awards")
    list_display = ["code", "donor_bn", "donor_en"]
    copy_view_enabled = False


class ReachList(KnownOnly, generic.IndexView):
    @property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm("knowledge.add_campaignreach"):
            buttons.append(
                HeaderButton(
                    _("Paste from a spreadsheet"), reverse("campaign_reach:paste"), icon_name="table"
                )
            )
        return buttons


class ReachViewSet(ModelViewSet):
    model = CampaignReach
    index_view_class = ReachList
    name = "campaign_reach"
    icon = "view"
    menu_label = _("Reach of campaigns")
    list_display = ["campaign", "channel", "starts_on", "ends_on", "direct", "unique", "impressions"]
    list_filter = ["channel", "method"]
    list_export = [
        "campaign",
        "channel",
        "starts_on",
        "ends_on",
        "events",
        "method",
        "direct",
        "impressions",
        "unique",
    ]
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("paste/", paste_reach, name="paste")]


class HubGroup(ModelViewSetGroup):
    menu_label = _("Knowledge hub")
    menu_icon = "openquote"
    menu_order = 250
    items = (ConsentViewSet, TopicViewSet, AwardViewSet, ReachViewSet, BulkUploadViewSet)


viewsets = [HubGroup()]
