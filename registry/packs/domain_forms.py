"""Turns a catalogue of forms (one JSON file) into pack files. A maintainer's tool: `manage.py pack import-forms`.

The catalogue has `lists`, `blocks` and `forms`; what it leaves open is decided in the `domain_*` tables beside this
module. Rules are taken over letter for letter. Running it again gives the same files.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from registry.packs.domain_calculations import CALCULATIONS, DEFAULTS, SET_BY_STEPS
from registry.packs.domain_compartments import compartment_of
from registry.packs.domain_pages import BLOCK_PAGES, GENERAL, PageName, breaks_of
from registry.packs.domain_scores import ADDED, CHANGED, POINTS, SCORES
from registry.packs.domain_texts import NOTES_IN_BANGLA, check_message, list_name
from registry.packs.domain_types import type_of
from registry.packs.writing import Flow, dump

PREFILLS = {"record_no": "reference", "office": "office", "date_rec": "today", "staff": "user"}
"""What the system knows by itself, in the block that heads every form."""

PLACES = {
    "district": Flow(level="district"),
    "upz": Flow(level="upazila", within="district"),
    "ward": Flow(level="ward", within="upz"),
    "home_dist": Flow(level="district"),
    "home_upz": Flow(level="upazila", within="home_dist"),
    "p_dist": Flow(level="district"),
}

ORGANISATION_KINDS = {
    "who": "provider",
    "a_who": "provider",
    "provider": "provider",
    "to_org": "provider",
    "committee": "committee",
    "cbcpc": "committee",
    "group": "group",
    "training": "training",
    "material": "publication",
    "outputs": "publication",
    "evidence": "publication",
    "page": "publication",
}

# Shown as columns and offered as filters in lists. Never anything sealed: restricted answers, confidential free text.
_EVERYWHERE = {"date_rec", "case_ref", "district", "place_type"}
LISTED = {
    "F01": {"id_source", "sex", "age_est", "category", "risk", "elig"},
    "F10": {"next_due"},
    "F23": {"committee", "meet_no", "meet_type", "held_at", "n_present", "quorum_met", "next_on"},
    "F32": {"training", "day_no"},
}
Json = dict[str, Any]

PUBLIC: dict[str, Json] = {
    "F21": {
        "left_out": ["date_rec", "staff", "about_staff", "answer", "answered_on"],
        "answers": {"channel": "web"},
    },
    "F34": {"left_out": ["date_rec", "staff", "training"], "by_link": True},
}
"""Forms that people without an account fill in, and what only staff are asked."""
RETIRED = {("com_role", "survivor"), ("aud", "survivor")}
"""Values that nobody is offered: beside a list of members or of those who came they would tell who is a survivor."""
NOT_FILTERABLE = {"quorum_met"}  # the same for every meeting until a quorum is set

NONE_ALONE = "not(selected(., 'none') and count-selected(.) > 1)"
SHARED = "shared"
"""Stands for the form where a question is in a shared block."""


def import_forms(catalogue: Path, folder: Path) -> list[Path]:
    """Write lists.yaml, blocks.yaml and one file a form below `folder`; gives the files written."""
    data = json.loads(catalogue.read_text(encoding="utf-8"))
    files = {
        "lists.yaml": dump(
            convert_lists(data), "Choice lists that several questions share. Values never change."
        ),
        "blocks.yaml": dump(
            convert_blocks(data), "Questions that many forms share; a form says `include: name`."
        ),
    }
    for form in data["forms"]:
        name = f"forms/{form['id']}_{slug(form['en'])}.yaml"
        files[name] = dump(convert_form(form))
    return [write(folder / name, text) for name, text in files.items()]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower().split("(")[0]).strip("_")


def both(item: Json | PageName) -> Flow:
    bn, en = (item.bn, item.en) if isinstance(item, PageName) else (item["bn"], item["en"])
    return Flow(bn=unicodedata.normalize("NFC", bn), en=unicodedata.normalize("NFC", en))


# -- Lists and blocks ------------------------------------------------------------------------------------------------


def convert_lists(data: Json) -> list[Json]:
    alone = set(lists_where_none_stands_alone(data))
    return [
        {"key": key, "name": list_name(key), "choices": [choice(key, item, key in alone) for item in items]}
        for key, items in data["lists"].items()
    ]


def choice(key: str, item: Json, none_stands_alone: bool) -> Flow:
    found = Flow({"value": item["code"], **both(item)})
    if points := POINTS.get(key, {}).get(item["code"]):
        found["filters"] = Flow(score=points)
    if (key, item["code"]) in RETIRED:
        found["retired"] = True
    if none_stands_alone and item["code"] == "none":
        found["exclusive"] = True
    return found


def lists_where_none_stands_alone(data: Json) -> Iterator[str]:
    """Lists of questions whose own check says so."""
    for items in [*data["blocks"].values(), *(form["items"] for form in data["forms"])]:
        for item in items:
            if item["kind"] == "field" and rule(item, "con") == NONE_ALONE:
                yield item["list"]


def convert_blocks(data: Json) -> Json:
    return {
        name.lower(): [question(SHARED, item) for item in items] for name, items in data["blocks"].items()
    }


# -- Forms -----------------------------------------------------------------------------------------------------------


def convert_form(form: Json) -> Json:
    return {
        "key": form["id"].lower(),
        "title": both(form),
        "sensitivity": form["s"],
        "about": Flow(who=form["who"], when=form["when"], link=form["link"]),
        **_public(form["id"]),
        "pages": [without_default(page, form["s"]) for page in pages(form)],
    }


def _public(form_id: str) -> Json:
    public = PUBLIC.get(form_id)
    return (
        {
            "public": {
                name: Flow(value) if isinstance(value, dict) else value for name, value in public.items()
            }
        }
        if public
        else {}
    )


def pages(form: Json) -> list[Json]:
    """Cut the items into pages: at headings, at the blocks with a page of their own, and where the table says."""
    cuts = breaks_of(form["id"])
    found = [page(GENERAL)]
    for item, inside in with_repeats(with_added(form)):
        name = page_name(item, cuts)
        if name and name.en != found[-1]["label"]["en"]:
            found.append(page(name))
        if item["kind"] != "section":
            found[-1]["items"].append(convert_item(form["id"], item, inside))
    return [one for one in found if one["items"]]


def with_added(form: Json) -> Iterator[Json]:
    for item in form["items"]:
        place = form["id"], item.get("key", "")
        yield item | CHANGED.get(place, {})
        if added := ADDED.get(place):
            yield added


def page(name: PageName) -> Json:
    return {"page": f"page_{slug(name.en.replace('(', ' '))}"[:63], "label": both(name), "items": []}


def page_name(item: Json, cuts: dict[str, PageName]) -> PageName | None:
    if item["kind"] == "section":
        return PageName(item["bn"], item["en"])
    if item["kind"] == "block":
        return BLOCK_PAGES.get(item["name"])
    return cuts.get(item["key"])


def with_repeats(items: Iterable[Json]) -> Iterator[tuple[Json, list[Json]]]:
    """Each item with, for a repeat, the items up to its end."""
    remaining = iter(items)
    for item in remaining:
        inside: list[Json] = []
        if item["kind"] == "repeat":
            for inner in remaining:
                if inner["kind"] == "end":
                    break
                inside.append(inner)
        yield item, inside


def convert_item(form: str, item: Json, inside: list[Json]) -> Json:
    if item["kind"] == "block":
        return {"include": item["name"].lower()}
    if item["kind"] == "repeat":
        return {
            "repeat": item["key"],
            "label": both(item),
            **({"show_if": rule(item, "rel")} if rule(item, "rel") else {}),
            "items": [question(form, inner) for inner in inside],
        }
    return question(form, item)


def question(form: str, item: Json) -> Json:
    """One question, with everything said; what the form's default says too is taken out later."""
    calculation = CALCULATIONS.get((form, item["key"]))
    check = rule(item, "con")
    note = rule(item, "note")
    parts: Json = {
        "question": item["key"],
        "type": type_of(form, item),
        "label": both(item),
        "hint": Flow(bn=NOTES_IN_BANGLA[note], en=note) if note else None,
        "required": item["req"] in ("R", "C") and item["type"] not in ("calc", "note"),
        "show_if": rule(item, "rel"),
        "check": check,
        "check_message": Flow(check_message(check, rule(item, "msg"))),
        "calculate": calculation.expression if calculation else rule(item, "calc"),
        "default": DEFAULTS.get((form, item["key"])),
        "read_only": (form, item["key"]) in SET_BY_STEPS
        or (form == SHARED and PREFILLS.get(item["key"]) == "user"),
        "prefill": PREFILLS.get(item["key"]) if form == SHARED else None,
        "sensitivity": item["s"],
        "compartment": compartment(form, item),
        **listing(form, item["key"]),
        "list": "" if item.get("list") == "yesno" else item.get("list"),
        "settings": settings(form, item),
        "waits_for": calculation.waits_for if calculation else None,
    }
    return {name: value for name, value in parts.items() if value}


def rule(item: Json, name: str) -> str:
    return str((item.get("rule") or {}).get(name, ""))


def compartment(form: str, item: Json) -> str | None:
    if item["s"] not in ("C", "R"):
        return None
    found = compartment_of(form, item["key"])
    return None if found == "none" else found.value


def listing(form: str, key: str) -> Json:
    shown = key in (_EVERYWHERE if form == SHARED else LISTED.get(form, set()))
    return {"listed": shown, "filterable": shown and key not in NOT_FILTERABLE}


def settings(form: str, item: Json) -> Flow | None:
    kind, key = item["type"], item["key"]
    if (form, key) in SCORES:
        return Flow(SCORES[form, key]) or None
    if kind == "one" and item["list"] == "yesno":
        return Flow(yes="y", no="n")
    if kind == "geo":
        return PLACES[key]
    if kind == "case":
        return Flow(record_type="identification")
    if kind == "org":
        return Flow(kind=ORGANISATION_KINDS[key])
    if kind == "calc" and (form, key) in CALCULATIONS:
        return Flow(result=result) if (result := CALCULATIONS[form, key].result) != "text" else None
    return Flow(result="number") if kind == "calc" and key in ("n_total", "n_present") else None


def without_default(part: Json, sensitivity: str) -> Json:
    """Leave out the sensitivity that the form says for all its questions."""
    if "items" in part:
        return part | {"items": [without_default(item, sensitivity) for item in part["items"]]}
    if part.get("sensitivity") == sensitivity:
        return {name: value for name, value in part.items() if name != "sensitivity"}
    return part
