"""What the Wagtail admin learns of the registry: its set-up, and nothing else."""

from wagtail_modeladmin.options import modeladmin_register

from registry.admin.registers import RegistrySetup

modeladmin_register(RegistrySetup)
