"""What the editor asks while one types: how a rule looks now, what a question offers, a key. Changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.generic import View
from pydantic import BaseModel, Field, ValidationError
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from forms_builder import copied_in
from forms_builder.designer.draft_names import PartOnPage, of_document, offered, with_copies
from forms_builder.designer.keys import free, proposed
from forms_builder.designer.rule_check import RuleName, look_at
from forms_builder.models import FormDefinition
from forms_builder.schema.document import text_in

MOST_BYTES = 512 * 1024
MOST_PARTS = 3_000


class RuleOnPage(BaseModel):
    """A rule as it is typed, with the names around it."""

    rule: RuleName
    expression: str = Field(max_length=20_000)
    owner: str = Field(default="", max_length=100)
    parts: list[PartOnPage] = Field(default_factory=list, max_length=MOST_PARTS)


class TextsOnPage(BaseModel):
    """The texts of a part that has no key yet, and the keys of the others."""

    english: str = Field(default="", max_length=5_000)
    bangla: str = Field(default="", max_length=5_000)
    taken: list[str] = Field(default_factory=list, max_length=MOST_PARTS)


class FormOnPage(BaseModel):
    """The key of another form, as it is typed."""

    block: str = Field(max_length=100)


class AskedByEditor(PermissionCheckedMixin, View):
    """JSON in, JSON out, for those who may build forms; refused when it is large or odd."""

    permission_policy = ModelPermissionPolicy(FormDefinition)
    any_permission_required = ["add", "change"]
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            return JsonResponse({"error": "too large"}, status=413)
        try:
            return JsonResponse(self.answer(request.body))
        except ValidationError:
            return JsonResponse({"error": "not understood"}, status=400)

    def answer(self, body: bytes) -> dict[str, Any]:
        raise NotImplementedError


class RuleCheckView(AskedByEditor):
    """Where a rule is wrong, its rows, and what it means."""

    def answer(self, body: bytes) -> dict[str, Any]:
        asked = RuleOnPage.model_validate_json(body)
        language = get_language() or "bn"
        parts = with_copies(asked.parts, language)
        seen = look_at(asked.rule, asked.expression, asked.owner, parts, language)
        return seen.as_json()


class OfferedView(AskedByEditor):
    """The choices of a question on the page by value and label, and the columns they can be filtered by."""

    def answer(self, body: bytes) -> dict[str, Any]:
        choices = offered(PartOnPage.model_validate_json(body))
        language = get_language() or "bn"
        return {
            "choices": [
                {"value": choice.value, "label": text_in(choice.label, language, choice.value)}
                for choice in choices
            ],
            "columns": sorted({column for choice in choices for column in choice.filters}),
        }


class CopiedView(AskedByEditor):
    """The questions of another form that stand in this one too: names for its rules."""

    def answer(self, body: bytes) -> dict[str, Any]:
        asked = FormOnPage.model_validate_json(body)
        document = copied_in.live({asked.block}).get(asked.block)
        parts = of_document(document, get_language() or "bn").values() if document else ()
        return {"parts": [part.model_dump() for part in parts if part.type]}


class KeyView(AskedByEditor):
    """A key for a part, from its texts."""

    def answer(self, body: bytes) -> dict[str, Any]:
        texts = TextsOnPage.model_validate_json(body)
        wish = proposed(texts.english, texts.bangla)
        return {"key": free(wish, texts.taken) if wish else ""}
