"""Accounts in the admin: the list of people, and adding and changing them."""

from typing import Any

from django.db.models import QuerySet
from wagtail.users.views.users import IndexView, UserViewSet

from nirapod.accounts.wagtail.forms import AddAccountForm, ChangeAccountForm


class AccountIndexView(IndexView):
    """Searches and sorts by the full name, which is one field here."""

    search_fields = ("full_name", "email")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering.replace("name", "full_name"))
        return super().order_queryset(queryset)


class AccountViewSet(UserViewSet):
    index_view_class = AccountIndexView
    # Wagtail's page for adding always shows the superuser box; the one for changing only where there is one.
    create_template_name = "wagtailusers/users/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[AddAccountForm] | type[ChangeAccountForm]:
        return ChangeAccountForm if for_update else AddAccountForm
