"""What the Wagtail admin learns of the registry: its set-up, and nothing else."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from registry.admin.grant_views import ProposalView
from registry.admin.pages import CheckView, MapView, TypeVersionsView
from registry.admin.registers import RegistrySetup
from registry.admin.workflow_views import WorkflowEditView

modeladmin_register(RegistrySetup)


@hooks.register("register_admin_urls")
def setup_pages() -> list[URLPattern]:
    return [
        path("registry/type/<int:pk>/check/", CheckView.as_view(), name="registry_type_check"),
        path("registry/type/<int:pk>/versions/", TypeVersionsView.as_view(), name="registry_type_versions"),
        path("registry/flow/<int:pk>/map/", MapView.as_view(), name="registry_workflow_map"),
        path("registry/flow/<int:pk>/", WorkflowEditView.as_view(), name="registry_workflow_edit"),
        path("registry/grant/proposal/<int:pk>/", ProposalView.as_view(), name="registry_grant_proposal"),
        path("registry/flow/new/", WorkflowEditView.as_view(), name="registry_workflow_new"),
    ]


@hooks.register("insert_global_admin_css")
def setup_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("registry/setup.css"))
