"""Choice lists as the tests of their pages have them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from forms_builder.models import ChoiceItem, ChoiceList
from tests.factories.forms import ask, document, page, publish


def a_list(key: str = "sides", *values: str) -> ChoiceList:
    made = ChoiceList.objects.create(key=key, name=key.title())
    for place, value in enumerate(values):
        ChoiceItem.objects.create(
            list=made, value=value, label_en=value.title(), label_bn=f"{value} (bn)", sort_order=place
        )
    return made


def address(name: str, choice_list: ChoiceList) -> str:
    return reverse(f"wagtailsnippets_forms_builder_choicelist:{name}", args=[choice_list.pk])


def values(choice_list: ChoiceList) -> list[str]:
    return list(choice_list.items.order_by("sort_order", "pk").values_list("value", flat=True))


def paste(client: Client, choice_list: ChoiceList, text: str, **more: str) -> Any:
    return client.post(address("paste", choice_list), {"lines": text, **more})


def used(choice_list: ChoiceList) -> None:
    publish(document(page("about", ask("side", "choose_one", choice_list=choice_list.key))))
