"""Addresses of the read API."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from knowledge.api.description import openapi
from knowledge.api.endpoints import Documents, Images, Pages
from knowledge.api.previews import Previews

router = WagtailAPIRouter("hub_api")
router.register_endpoint("pages", Pages)
router.register_endpoint("images", Images)
router.register_endpoint("documents", Documents)
router.register_endpoint("page_preview", Previews)

urlpatterns = [path("v2/", router.urls), path("openapi.json", openapi, name="hub_openapi")]
