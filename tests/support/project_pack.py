"""How many forms the project's pack has, as its folder says: what goes over all of them must leave none out."""

from registry.packs.demo import DEMO_PACK

FORMS = len(list((DEMO_PACK / "forms").glob("*.yaml")))
