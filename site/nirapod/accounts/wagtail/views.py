"""A person's own settings in the Wagtail admin."""

from typing import Any

from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
)


class OwnSettingsView(AccountView):
    """Without name, address and picture: administrators keep the first two, and faces of staff are not kept."""

    left_out = (NameEmailSettingsPanel, AvatarSettingsPanel)

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, self.left_out)]
