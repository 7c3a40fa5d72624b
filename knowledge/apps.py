"""The public hub: pages that anybody may read."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def order_changed(**kwargs: Any) -> None:
    """A page moved in the tree, which its `save` does not hear of: menus and lists are worked out anew."""
    from knowledge.models import PublicState

    PublicState.changed()


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge hub")

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        post_page_move.connect(order_changed, dispatch_uid="public_state")
