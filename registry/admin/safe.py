"""The guarded base of everything we register through modeladmin, which by itself leaves four doors open:

its list follows any look-up in the address, its history asks for no permission, its list opens for any permission on
the model, and its delete page names protected objects, records among them. `SafeModelAdmin` closes them.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, EditView, HistoryView, IndexView

PLAIN_PARAMETERS = frozenset({"q", "p", "o", "ot"})
"""Search, page and order: all that an address may say besides the filters of the list."""


class SafePermissionHelper(PermissionHelper):
    """Lists open for those who may see or change; the rest needs its own permission, asked for each object."""

    def user_can_list(self, user: Any) -> bool:
        return any(
            self.user_has_specific_permission(user, self.get_perm_codename(action))
            for action in ("view", "change")
        )

    def user_can_inspect_obj(self, user: Any, obj: models.Model) -> bool:
        return bool(self.inspect_view_enabled) and self.user_can_list(user)


class SafeIndexView(IndexView):
    """A list whose address can only say what the list itself offers."""

    plain_parameters = PLAIN_PARAMETERS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        named = self.model_admin.get_list_filter(request) or ()
        offered = {one if isinstance(one, str) else one[0] for one in named}
        asked = {
            parameter.split("__")[0] for parameter in request.GET if parameter not in self.plain_parameters
        }
        if asked - offered:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SafeHistoryView(HistoryView):
    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_list(user))


class WholeOrNothing:
    """Saving in one transaction; what a rule outside the form refuses is said on the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]  # a mixin of modeladmin's form views
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SafeCreateView(WholeOrNothing, CreateView):
    pass


class SafeEditView(WholeOrNothing, EditView):
    pass


class InUse(Exception):
    """Something that others point at was to be deleted."""


class SafeDeleteView(DeleteView):
    """What is in use stays, and the page does not tell by what: that may be somebody's record."""

    def needed_by(self) -> Iterable[str]:
        """What of the set-up needs it still, in words that name no record. For subclasses that know."""
        return ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Says so before anybody is asked whether they are sure."""
        needed = list(self.needed_by()) if self.check_action_permitted(request.user) else []
        if needed:
            messages.error(request, " ".join([_("This is in use, so it cannot be deleted."), *needed]))
            return redirect(self.index_url)
        return super().dispatch(request, *args, **kwargs)

    def delete_instance(self) -> None:
        try:
            super().delete_instance()
        except models.ProtectedError as error:
            raise InUse from error

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except InUse:
            messages.error(request, _("This is in use, so it cannot be deleted."))
            return redirect(self.index_url)


class NoDjangoAdmin:
    """What filters by a relation ask for the order of its choices. There is no Django admin here to know one."""

    def get_model_admin(self, model: type[models.Model]) -> "NoDjangoAdmin":
        return self

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()


class SafeModelAdmin(ModelAdmin):
    """Base of our registers in the admin: set-up only, never protected records."""

    index_view_class = SafeIndexView
    create_view_class = SafeCreateView
    edit_view_class = SafeEditView
    delete_view_class = SafeDeleteView
    history_view_class = SafeHistoryView
    permission_helper_class = SafePermissionHelper
    list_per_page = 50
    list_export: tuple[str, ...] = ()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.admin_site = NoDjangoAdmin()

    def in_use(self, thing: Any) -> str:
        """Column for `active`, in words: the drawing that modeladmin puts there comes with the Django admin."""
        return _("yes") if thing.active else _("no")

    in_use.short_description = gettext_lazy("active")  # type: ignore[attr-defined]  # names the column
