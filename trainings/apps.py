"""The trainings app: gives forms the directory of people to choose from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings and committees")

    def ready(self) -> None:
        from registry import extending
        from trainings import learning, numbers, offering, options
        from trainings.committees import meetings, preparing, reminding
        from trainings.packs import kinds
        from trainings.sheets import attendance, by_hand, commitments, opening

        options.register()
        preparing.register()
        kinds.register()
        numbers.register()
        learning.register()
        extending.add_links(offering.links)
        extending.add_ways(offering.ways)
        extending.add_notices(reminding.notices)
        extending.follow(opening.follow)
        extending.follow(by_hand.follow)
        extending.follow(commitments.follow)
        extending.follow(meetings.follow)
        extending.follow(reminding.follow)
        extending.add_figure("sheet_days_open", attendance.days_open)
        extending.add_figure("later_meetings", meetings.later_meetings)
