"""Both halves in one process, for development and the demo."""

from nirapod.urls.public import hub_urlpatterns
from nirapod.urls.shared import urlpatterns as shared_urlpatterns
from nirapod.urls.staff import staff_urlpatterns

urlpatterns = shared_urlpatterns + staff_urlpatterns + hub_urlpatterns
