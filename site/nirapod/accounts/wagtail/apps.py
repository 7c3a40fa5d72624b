"""Wagtail's app for people, with our pages for adding and changing them."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "nirapod.accounts.wagtail.viewsets.AccountViewSet"
