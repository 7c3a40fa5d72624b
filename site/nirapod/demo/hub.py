"""The hub of the demo: made-up pages, and the demo's people in the roles of the hub."""

from pathlib import Path

import typst
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from forms_builder import printing
from knowledge.starter import ensure_home_pages, roles
from knowledge.starter.examples import fill_hub

PEOPLE = {
    "communications@demo.invalid": (roles.WRITER, roles.TRANSLATOR),
    "safeguarding.focal@demo.invalid": (roles.REVIEWER,),
    "programme.lead@demo.invalid": (roles.PUBLISHER,),
}
LEAFLET = """
#set document(title: sys.inputs.title)
#set text(font: ("Noto Sans", "Noto Sans Bengali"), size: 12pt, lang: sys.inputs.language)
#set page(paper: "a4", margin: 3cm)
= #sys.inputs.title
#sys.inputs.words
"""


def prepare_hub() -> None:
    """Fill the hub and give the demo's people their part in it. What is there already stays."""
    fill_hub(ensure_home_pages(), leaflet)
    for email, wanted in PEOPLE.items():
        user = get_user_model().objects.filter(email=email).first()
        if user:
            user.groups.add(*Group.objects.filter(name__in=[role.name for role in wanted]))


def leaflet(language: str, title: str, words: str) -> bytes:
    """A tagged PDF of one page. The words are handed over as data, never as typst code."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(printing.__file__).parent / "fonts")],
    )
    made = typst.compile(
        LEAFLET.encode(), font_paths=fonts, sys_inputs={"language": language, "title": title, "words": words}
    )
    return made if isinstance(made, bytes) else made[0]
