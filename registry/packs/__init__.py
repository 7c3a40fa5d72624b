"""Packs: folders of YAML that set a programme up. Read, checked and applied here; `manage.py pack` calls it."""
