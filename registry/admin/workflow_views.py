"""Making and changing a workflow in the admin: a page of three tables, saved by `registry.workflow.configuring` alone."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from registry.admin.pages import SetupPage
from registry.admin.workflow_editor import Editor
from registry.models import Workflow
from registry.workflow.configuring import save_workflow


class NameForm(forms.ModelForm[Workflow]):
    """Key and names; the key stays once it is given."""

    class Meta:
        model = Workflow
        fields = ("name_en", "name_bn", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if self.instance.pk:
            self.fields["key"].disabled = True


class WorkflowEditView(SetupPage):
    """GET shows the tables, POST saves them whole or says what is wrong and keeps what was typed."""

    model = Workflow
    template_name = "registry_admin/workflow.html"

    @cached_property
    def thing(self) -> Any:
        return super().thing if "pk" in self.kwargs else Workflow(document={})

    def get_page_title(self) -> str:
        return str(self.thing) if self.thing.pk else _("New workflow")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(NameForm(instance=self.thing), Editor(self.thing.document))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.thing.pk and not request.user.has_perm("registry.add_workflow"):
            raise PermissionDenied
        name, editor = NameForm(request.POST, instance=self.thing), Editor(self.thing.document, request.POST)
        if not all([name.is_valid(), editor.is_valid()]):
            return self.page(name, editor, [_("Some rows are not complete.")])
        stored: Workflow = name.instance
        before, stored.document = stored.document, editor.document
        try:
            save_workflow(stored, request.user)
        except ValidationError as error:
            stored.document = before
            return self.page(name, editor, error.messages)
        messages.success(request, _("The workflow is saved."))
        return redirect("registry_workflow_map", stored.pk)

    def page(self, name: NameForm, editor: Editor, faults: list[str] | None = None) -> HttpResponse:
        tables = [
            (_("States"), _("State"), _("The first one is where records begin."), editor.states),
            (
                _("Transitions"),
                _("Transition"),
                _("How a record gets from one state to another."),
                editor.transitions,
            ),
            (_("Tasks"), _("Task"), _("What is to be done after that, and by when."), editor.tasks),
        ]
        context = self.get_context_data(name=name, whole=editor.whole, tables=tables, faults=faults or [])
        return self.render_to_response(context, status=400 if faults else 200)
