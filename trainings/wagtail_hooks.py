"""What the Wagtail admin learns of this app: its set-up, and nothing of people."""

from wagtail_modeladmin.options import modeladmin_register

from trainings.admin.registers import TrainingsSetup

modeladmin_register(TrainingsSetup)
