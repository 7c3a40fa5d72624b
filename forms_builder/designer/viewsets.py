"""Forms and choice lists in the Wagtail admin: listings, editors, and their place in the menu."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forms_builder.designer import logic_task, own_tasks, views  # noqa: F401 - the tasks register themselves
from forms_builder.designer.archive_views import ArchiveView, UnusedView
from forms_builder.designer.exchange_task import export_form
from forms_builder.designer.importing import ImportView
from forms_builder.designer.lists.paste_view import PasteView
from forms_builder.designer.lists.views import ListView
from forms_builder.designer.panels import form_panels
from forms_builder.designer.printing import print_form
from forms_builder.designer.rule_views import CopiedView, KeyView, OfferedView, RuleCheckView
from forms_builder.designer.task_views import HomeView
from forms_builder.designer.tasks import all_tasks
from forms_builder.digits import in_readers_digits
from forms_builder.models import ChoiceList, FormDefinition


def choices_told(choice_list: Any) -> str:
    """For the listing: how many choices a list has, as the view counted them."""
    return in_readers_digits(choice_list.choices)


def live_version(definition: FormDefinition) -> str:
    """For the listing: what people get now, and whether a draft waits. (Wagtail's own tag asks for each row.)"""
    if definition.live_version is None:
        return _("Nothing is live")
    number = definition.live_version.number
    if definition.has_unpublished_changes:
        return _("Version %(number)s is live, version %(next)s is a draft") % {
            "number": in_readers_digits(number),
            "next": in_readers_digits(number + 1),
        }
    return _("Version %(number)s is live") % {"number": in_readers_digits(number)}


class FormViewSet(SnippetViewSet):
    model = FormDefinition
    icon = "form"
    menu_label = gettext_lazy("Forms")
    menu_name = "forms"
    add_to_admin_menu = False
    copy_view_enabled = True
    list_per_page = 50
    list_display = [
        "__str__",
        Column("key", label=gettext_lazy("Key"), sort_key="key"),
        Column("live_version", label=gettext_lazy("What is live"), accessor=live_version),
        UpdatedAtColumn(label=gettext_lazy("Updated")),  # Wagtail's own is translated once for all
    ]
    edit_handler = form_panels
    index_view_class = views.FormIndexView
    add_view_class = views.FormCreateView
    copy_view_class = views.FormCopyView
    edit_view_class = views.FormEditView
    delete_view_class = views.KeptOnceUsedDeleteView
    workflow_action_view_class = views.FormWorkflowActionView

    def get_queryset(self, request: Any) -> Any:
        return FormDefinition.objects.all()

    @property
    def export_name(self) -> str:
        """URL name of the form as a file, for templates."""
        return self.get_url_name("export_file")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, the form's home and what is behind its dots, its tasks, its prints, its files, what the editor asks."""
        around = [
            path("home/<int:pk>/", HomeView.as_view(), name="home"),
            path("archive/<int:pk>/", ArchiveView.as_view(), name="archive"),
            path("unused/<int:pk>/", UnusedView.as_view(), name="unused"),
        ]
        tasks = [
            path(f"task/{task.slug}/<int:pk>/", task.view.as_view(), name=f"task_{task.slug}")
            for task in all_tasks()
        ]
        prints = [
            path("print/<int:pk>/", print_form, name="print"),
            path("print/<int:pk>/<int:number>/", print_form, name="print_version"),
        ]
        kinds = "<int:pk>/<str:kind>/"
        exchange = [
            path("import/", ImportView.as_view(), name="import"),
            path(f"exchange/{kinds}", export_form, name="export_file"),
            path(f"exchange/{kinds}<int:number>/", export_form, name="export_file"),
        ]
        asked = [
            path("rule/check/", RuleCheckView.as_view(), name="rule_check"),
            path("rule/offered/", OfferedView.as_view(), name="rule_offered"),
            path("rule/copied/", CopiedView.as_view(), name="rule_copied"),
            path("key/", KeyView.as_view(), name="key"),
        ]
        return [*super().get_urlpatterns(), *around, *tasks, *prints, *exchange, *asked]


class ChoiceListViewSet(SnippetViewSet):
    model = ChoiceList
    icon = "list-ul"
    menu_label = gettext_lazy("Choice lists")
    menu_name = "choice-lists"
    add_to_admin_menu = False
    list_per_page = 100
    list_display = [
        "name",
        Column("key", label=gettext_lazy("Key"), sort_key="key"),
        Column("choices", label=gettext_lazy("Choices"), accessor=choices_told),
        Column("used_in", label=gettext_lazy("Used in"), accessor="used_in"),
    ]
    search_fields = ["name", "key"]
    index_view_class = views.ListIndexView
    add_view_class = views.ListCreateView
    delete_view_class = views.ListDeleteView
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("key")])

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, with our own page in place of its editor: it would show all choices at once."""
        wagtails = [pattern for pattern in super().get_urlpatterns() if pattern.name != "edit"]
        return [
            *wagtails,
            path("edit/<int:pk>/", ListView.as_view(), name="edit"),
            path("paste/<int:pk>/", PasteView.as_view(), name="paste"),
        ]


class FormsGroup(SnippetViewSetGroup):
    items = (FormViewSet, ChoiceListViewSet)
    menu_label = gettext_lazy("Forms")
    menu_icon = "form"
    menu_name = "forms-group"
    menu_order = 150
