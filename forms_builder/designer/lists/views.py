"""The pages of a choice list in the admin: its choices a page at a time, and pasting many."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder.designer.lists import editing, using
from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceItem, ChoiceList
from forms_builder.spreadsheets import workbook_response

AT_ONCE = 100
"""Choices on one page."""
MOST_PARENTS = 200
"""A list above in a cascade with more choices is typed instead of chosen from."""


def list_address(name: str, choice_list: ChoiceList) -> str:
    return reverse(choice_list.snippet_viewset.get_url_name(name), args=[choice_list.pk])


class AroundList(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one choice list. Who may view lists may look; whatever is posted needs the right to change them."""

    permission_policy = ModelPermissionPolicy(ChoiceList)
    any_permission_required = ("view", "change")
    header_icon = "list-ul"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") and not self.may_change:
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def may_change(self) -> bool:
        return bool(self.user_has_permission("change"))

    @cached_property
    def choice_list(self) -> ChoiceList:
        return get_object_or_404(ChoiceList, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.choice_list)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse(self.choice_list.snippet_viewset.get_url_name("list"))
        here = {"url": list_address("edit", self.choice_list), "label": str(self.choice_list)}
        return [*self.breadcrumbs_items, {"url": listing, "label": _("Choice lists")}, here, *self.crumbs()]

    def crumbs(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "choice_list": self.choice_list,
            "may_change": self.may_change,
            "paste_url": list_address("paste", self.choice_list),
            "edit_url": list_address("edit", self.choice_list),
        }


class NameForm(forms.ModelForm):
    """Name and key. The key stays once a form names the list by it."""

    class Meta:
        model = ChoiceList
        fields = ["name", "key"]

    def __init__(self, *args: Any, used: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if used:
            self.fields["key"].disabled = True
            self.fields["key"].help_text = _("Forms use the list by this key, so it stays.")


class ListView(AroundList):
    template_name = "designer/choice_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            name = self.choice_list.key
            return workbook_response(name, name, self._sheet())
        return self._page(NameForm(instance=self.choice_list, used=self.used))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "rename" in request.POST:
            return self._rename()
        posted = {name: str(value) for name, value in request.POST.items()}
        outcome = editing.save(self.choice_list, posted, self.columns)
        if outcome.saved:
            messages.success(request, _("The choices are saved."))
            return redirect(request.get_full_path())
        count = len(outcome.faults) + len(outcome.conflicts)
        messages.error(
            request,
            _("Nothing is saved yet: look at what is marked (%(count)s).")
            % {"count": in_readers_digits(count)},
        )
        name_form = NameForm(instance=self.choice_list, used=self.used)
        return self._page(name_form, posted, outcome, status=409 if outcome.conflicts else 400)

    def _rename(self) -> HttpResponse:
        form = NameForm(self.request.POST, instance=self.choice_list, used=self.used)
        if not form.is_valid():
            return self._page(form, status=400)
        form.save()
        messages.success(self.request, _("The list is saved."))
        return redirect(self.request.get_full_path())

    @cached_property
    def used(self) -> bool:
        return using.is_used(self.choice_list)

    @cached_property
    def columns(self) -> list[str]:
        """Filter columns that choices have, and one that is being added."""
        known = using.filter_columns(self.choice_list)
        added = self.request.GET.get("column", "").strip()
        return [*known, added] if added and not editing.column_fault(added, known) else known

    def _items(self) -> QuerySet[ChoiceItem]:
        items = ChoiceItem.objects.filter(list=self.choice_list).order_by("sort_order", "pk")
        wanted, state = self.request.GET.get("q", "").strip(), self.request.GET.get("show", "")
        if wanted:
            said = Q(value__icontains=wanted) | Q(label_en__icontains=wanted) | Q(label_bn__icontains=wanted)
            items = items.filter(said)
        if state == "lacking":
            items = items.filter(Q(label_en="") | Q(label_bn=""))
        return items.filter(retired=state == "retired") if state in ("retired", "offered") else items

    def _page(
        self,
        name_form: NameForm,
        posted: dict[str, str] | None = None,
        outcome: editing.Outcome | None = None,
        status: int = 200,
    ) -> HttpResponse:
        page = Paginator(self._items(), AT_ONCE).get_page(self.request.GET.get("p"))
        places = {pk: place for place, pk in enumerate(self._all_keys(), start=1)}
        items = list(page.object_list)
        said = self._said(posted, outcome or editing.Outcome())
        context = {
            "name_form": name_form,
            "columns": self._columns_shown(),
            "rows": [self._row(item, places, said) for item in items],
            "new_rows": [self._new_row(prefix, said) for prefix in editing.NEW]
            if not page.has_next()
            else [],
            "shown": editing.shown(items, self.columns, places),
            "page": page,
            "turns": self._turns(page),
            "total": len(places),
            "used_in": using.forms_by_list().get(self.choice_list.key, []),
            "list_keys": ChoiceList.objects.exclude(pk=self.choice_list.pk).values_list("key", "name"),
            "column_fault": self._column_fault(),
            "list_fault": outcome.faults.get("list", "") if outcome else "",
            "query": self.request.GET,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _all_keys(self) -> QuerySet[ChoiceItem, int]:
        return self.choice_list.items.order_by("sort_order", "pk").values_list("pk", flat=True)

    def _column_fault(self) -> str:
        asked = self.request.GET.get("column", "").strip()
        return editing.column_fault(asked, using.filter_columns(self.choice_list)) if asked else ""

    def _columns_shown(self) -> list[dict[str, Any]]:
        lists = dict(ChoiceList.objects.filter(key__in=self.columns).values_list("key", "name"))
        return [{"name": column, "parent": lists.get(column, "")} for column in self.columns]

    @cached_property
    def _parents(self) -> dict[str, dict[str, str]]:
        return using.parent_values(self.columns)

    @cached_property
    def _fixed(self) -> frozenset[str]:
        return using.published_values(self.choice_list.key)

    def _said(self, posted: dict[str, str] | None, outcome: editing.Outcome) -> "_Said":
        return _Said(posted, outcome)

    def _row(self, item: ChoiceItem, places: dict[int, int], said: "_Said") -> dict[str, Any]:
        suffix = str(item.pk)
        values = {
            name.rpartition(":")[0]: value for name, value in editing.inputs_of(item, self.columns).items()
        }
        return {
            "title": item.label_en or item.label_bn or item.value,
            "fixed": item.value in self._fixed,
            "place": said.text("place", suffix, places[item.pk]),
            "delete": said.mark("delete", suffix, False),
            **self._boxes(suffix, values, said),
        }

    def _new_row(self, prefix: str, said: "_Said") -> dict[str, Any]:
        return {"title": _("New choice"), "fixed": False, **self._boxes(prefix, {}, said)}

    def _boxes(self, suffix: str, values: dict[str, Any], said: "_Said") -> dict[str, Any]:
        return {
            "suffix": suffix,
            **{name: said.text(name, suffix, values.get(name, "")) for name in ("value", *editing.TEXTS)},
            **{name: said.mark(name, suffix, values.get(name, False)) for name in editing.MARKS},
            "filters": [self._filter_box(column, suffix, values, said) for column in self.columns],
            "faults": said.faults(suffix),
            "conflicts": said.conflicts(suffix),
        }

    def _filter_box(self, column: str, suffix: str, values: dict[str, Any], said: "_Said") -> dict[str, Any]:
        name = f"{editing.FILTER}{column}"
        value = said.text(name, suffix, values.get(name, ""))
        options = self._parents.get(column, {})
        return {
            "name": f"{name}:{suffix}",
            "column": column,
            "value": value,
            "options": list(options.items()) if len(options) <= MOST_PARENTS else [],
            "unknown": bool(options) and bool(value) and value not in options,
        }

    def _turns(self, page: Page) -> dict[str, str]:
        """Addresses of the pages before and behind, with the filter kept."""
        kept: dict[str, str] = {
            name: str(value) for name, value in self.request.GET.items() if name in ("q", "show", "column")
        }
        turns = {}
        if page.has_previous():
            turns["before"] = "?" + urlencode({**kept, "p": str(page.previous_page_number())})
        if page.has_next():
            turns["behind"] = "?" + urlencode({**kept, "p": str(page.next_page_number())})
        return turns

    def _sheet(self) -> Any:
        columns = using.filter_columns(self.choice_list)
        yield ["value", "english", "bangla", "alone", "retired", *columns]
        for item in ChoiceItem.objects.filter(list=self.choice_list).order_by("sort_order", "pk").iterator():
            marks = ["yes" if mark else "" for mark in (item.exclusive, item.retired)]
            yield [
                item.value,
                item.label_en,
                item.label_bn,
                *marks,
                *(item.filters.get(c, "") for c in columns),
            ]


class _Said:
    """What the page shows in each input: what was typed where something was, else what the list has."""

    def __init__(self, posted: dict[str, str] | None, outcome: editing.Outcome) -> None:
        self.posted, self.outcome = posted, outcome

    def text(self, name: str, suffix: str, value: Any) -> str:
        return (self.posted or {}).get(f"{name}:{suffix}", str(value))

    def mark(self, name: str, suffix: str, value: bool) -> bool:
        if self.posted is None or f"label_en:{suffix}" not in self.posted:
            return value
        return f"{name}:{suffix}" in self.posted

    def faults(self, suffix: str) -> list[str]:
        return [words for name, words in self.outcome.faults.items() if name.endswith(f":{suffix}")]

    def conflicts(self, suffix: str) -> list[str]:
        return [words for name, words in self.outcome.conflicts.items() if name.endswith(f":{suffix}")]
