"""The OpenAPI description of the read API. Written by hand, since Wagtail's v2 has none; a test compares both."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

LISTS = {
    "pages": "Published pages",
    "images": "Pictures of published pages",
    "documents": "Files of published pages",
}
COMMON = {"limit": "integer", "offset": "integer", "fields": "string", "order": "string"}
ONLY_PAGES = {
    "type": "string",
    "locale": "string",
    "search": "string",
    "slug": "string",
    "child_of": "string",
    "descendant_of": "string",
    "translation_of": "string",
}
OF_DRAFTS = {"token": "string"}
"""With the token of a preview: the pictures and files of that draft instead."""


def description(server: str) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for name, summary in LISTS.items():
        asked = COMMON | (ONLY_PAGES if name == "pages" else OF_DRAFTS)
        paths[f"/api/v2/{name}/"] = {
            "get": _operation(f"list_{name}", summary, [_asked(*one) for one in asked.items()])
        }
        more = {} if name == "pages" else OF_DRAFTS
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        paths[f"/api/v2/{name}/{{id}}/"] = {
            "get": _operation(
                f"get_{name}", summary, [key, *(_asked(*one) for one in {"fields": "string", **more}.items())]
            )
        }
    paths["/api/v2/page_preview/"] = {
        "get": _operation(
            "get_preview", "A draft, for the holder of a preview token", [_asked("token", "string")]
        )
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nirapod knowledge hub",
            "version": "2",
            "description": "Read only. No key needed.",
        },
        "servers": [{"url": server}],
        "paths": paths,
    }


def _asked(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": kind}}


def _operation(key: str, summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "operationId": key,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "Found", **answer},
            "400": {"description": "A parameter is unknown or does not fit"},
            "404": {"description": "Not public, or not there"},
        },
    }


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(description(request.build_absolute_uri("/").rstrip("/")))
