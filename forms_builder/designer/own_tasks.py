"""Registers the tasks around a form that need nothing but the form itself. Imported before addresses are made."""

from forms_builder.designer import preview_views, public_task, question_views, setting_views, tasks
from forms_builder.designer.access import views as access_views
from forms_builder.designer.translations import views as translation_views

for task in (
    question_views.task,
    translation_views.task,
    access_views.task,
    public_task.task,
    setting_views.retention_task,
    setting_views.print_task,
    preview_views.task,
):
    tasks.register(task)
