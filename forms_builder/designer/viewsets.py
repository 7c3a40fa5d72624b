"""Forms and choice lists in the Wagtail admin: listings, editors, and their place in the menu."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forms_builder.designer import logic_task, views  # noqa: F401 - the task registers itself
from forms_builder.designer.panels import form_panels
from forms_builder.designer.printing import print_form
from forms_builder.designer.rule_views import KeyView, OfferedView, RuleCheckView
from forms_builder.designer.task_views import HomeView
from forms_builder.designer.tasks import all_tasks
from forms_builder.models import ChoiceList, FormDefinition


def live_version(definition: FormDefinition) -> str:
    """For the listing: what people get now, and whether a draft waits. (Wagtail's own tag asks for each row.)"""
    if definition.live_version is None:
        return _("Nothing is live")
    number = definition.live_version.number
    if definition.has_unpublished_changes:
        return _("Version %(number)d is live, version %(next)d is a draft") % {
            "number": number,
            "next": number + 1,
        }
    return _("Version %(number)d is live") % {"number": number}


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
        UpdatedAtColumn(),
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

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, the form's home, the page of each task, its prints, and what the editor asks."""
        home = path("home/<int:pk>/", HomeView.as_view(), name="home")
        tasks = [
            path(f"task/{task.slug}/<int:pk>/", task.view.as_view(), name=f"task_{task.slug}")
            for task in all_tasks()
        ]
        prints = [
            path("print/<int:pk>/", print_form, name="print"),
            path("print/<int:pk>/<int:number>/", print_form, name="print_version"),
        ]
        asked = [
            path("rule/check/", RuleCheckView.as_view(), name="rule_check"),
            path("rule/offered/", OfferedView.as_view(), name="rule_offered"),
            path("key/", KeyView.as_view(), name="key"),
        ]
        return [*super().get_urlpatterns(), home, *tasks, *prints, *asked]


class ChoiceListViewSet(SnippetViewSet):
    model = ChoiceList
    icon = "list-ul"
    menu_label = gettext_lazy("Choice lists")
    menu_name = "choice-lists"
    add_to_admin_menu = False
    list_per_page = 100
    list_display = ["name", Column("key", label=gettext_lazy("Key"), sort_key="key")]
    search_fields = ["name", "key"]
    delete_view_class = views.KeptOnceUsedDeleteView
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("key"),
            InlinePanel(
                "items",
                heading=gettext_lazy("Choices"),
                label=gettext_lazy("Choice"),
                panels=[
                    FieldPanel("value"),
                    FieldPanel("label_en"),
                    FieldPanel("label_bn"),
                    FieldPanel("exclusive"),
                    FieldPanel("retired"),
                ],
            ),
        ]
    )


class FormsGroup(SnippetViewSetGroup):
    items = (FormViewSet, ChoiceListViewSet)
    menu_label = gettext_lazy("Forms")
    menu_icon = "form"
    menu_name = "forms-group"
    menu_order = 150
