"""Scores of a form catalogue: points of choices, which questions count, bands, and one score the catalogue asks for in
words only. Ends of bands are a beginning for people who know the field to change in the designer.
"""

from collections.abc import Mapping
from typing import Any

from registry.packs.domain_calculations import CAPACITIES, STANDARDS
from registry.packs.writing import Flow

POINTS: Mapping[str, Mapping[str, str]] = {
    "std_score": {"s0": "0", "s1": "1", "s2": "2", "s3": "3"},  # "na" has none, so it leaves the item out
    "cap_level": {"c1": "1", "c2": "2", "c3": "3", "c4": "4"},
    "sui": {"none": "0", "passive": "1", "active": "2", "plan": "3", "attempt": "4"},
    "yndk": {"n": "0", "y": "1"},
}
"""List → choice → points."""


def _band(low: float, high: float, en: str, bn: str, tone: str) -> Flow:
    return Flow(low=low, high=high, label=Flow(bn=bn, en=en), tone=tone)


SHELTER_BANDS = [
    _band(0, 59.9, "Below the standard", "মানের নিচে", "danger"),
    _band(60, 79.9, "Partly meets the standard", "মান আংশিক পূরণ", "caution"),
    _band(80, 100, "Meets the standard", "মান পূরণ", "good"),
]
COMMITTEE_BANDS = [
    _band(0, 59.9, "Not functional", "কার্যকর নয়", "danger"),
    _band(60, 100, "Functional", "কার্যকর", "good"),
]
CAPACITY_BANDS = [
    _band(1, 1.99, "Beginning", "শুরুর পর্যায়", "neutral"),
    _band(2, 2.99, "Growing", "বিকাশমান", "caution"),
    _band(3, 4, "Strong", "শক্তিশালী", "good"),
]
TEST_BANDS = [
    _band(0, 49.9, "Needs more support", "আরও সহায়তা প্রয়োজন", "caution"),
    _band(50, 79.9, "Fair", "মোটামুটি", "neutral"),
    _band(80, 100, "Good", "ভালো", "good"),
]
ACUTE_RISK_BANDS = [
    _band(0, 0, "No acute risk found", "তীব্র ঝুঁকি পাওয়া যায়নি", "good"),
    _band(1, 1, "Watch closely", "নিবিড় পর্যবেক্ষণ", "caution"),
    _band(2, 6, "Act today", "আজই ব্যবস্থা নিন", "danger"),
]

SCORES: Mapping[tuple[str, str], dict[str, Any]] = {
    ("F04", "score"): {},
    ("F15", "pct"): {"of": STANDARDS, "measure": "percent", "bands": SHELTER_BANDS},
    ("F25", "pct"): {
        "of": [f"c{number}" for number in range(1, 11)],
        "measure": "percent",
        "bands": COMMITTEE_BANDS,
    },
    ("F29", "avg"): {"of": CAPACITIES, "measure": "mean", "places": 2, "bands": CAPACITY_BANDS},
    ("F33", "score"): {"bands": TEST_BANDS},
    ("F10", "acute_risk"): {"of": ["sui", "selfharm", "harm_other"], "bands": ACUTE_RISK_BANDS},
}
"""(form, key) → settings of the score. Without `of` the form's own rule works it out."""

ADDED: Mapping[tuple[str, str], dict[str, Any]] = {
    ("F10", "harm_other"): {
        "kind": "field",
        "key": "acute_risk",
        "en": "Acute risk (computed from the three answers above; no diagnosis)",
        "bn": "তীব্র ঝুঁকি (উপরের তিনটি উত্তর থেকে গণনাকৃত; রোগ নির্ণয় নয়)",
        "type": "calc",
        "req": "R",
        "list": "",
        "rule": {},
        "s": "R",
    },
    ("F07", "a_who"): {
        "kind": "field",
        "key": "a_staff",
        "en": "Colleague who sees to it (a task is made for them)",
        "bn": "যে সহকর্মী এটি দেখবেন (তাঁর জন্য একটি কাজ তৈরি হবে)",
        "type": "staff",
        "req": "O",
        "list": "",
        "rule": {},
        "s": "C",
    },
    ("F33", "training"): {
        "kind": "field",
        "key": "p_code",
        "en": "Code without a name",
        "bn": "নাম ছাড়া কোড",
        "type": "text",
        "req": "O",
        "list": "",
        "rule": {"note": "The same code on both tests. Left empty, the name is asked."},
        "s": "I",
    },
    ("F16", "staff_inv"): {
        "kind": "field",
        "key": "accused",
        "en": "Member of staff it is about (who will never be able to see the report)",
        "bn": "যে কর্মীর কথা বলা হচ্ছে (তিনি কখনো প্রতিবেদনটি দেখতে পাবেন না)",
        "type": "staff",
        "req": "O",
        "list": "",
        "rule": {"rel": "${staff_inv} = 'y'"},
        "s": "R",
    },
    ("F21", "sensitive"): {
        "kind": "field",
        "key": "about_staff",
        "en": "Member of staff it is about (who will never be able to see it)",
        "bn": "যে কর্মীর কথা বলা হচ্ছে (তিনি কখনো এটি দেখতে পাবেন না)",
        "type": "staff",
        "req": "O",
        "list": "",
        "rule": {"rel": "${sensitive} = 'y'"},
        "s": "R",
    },
}
"""Items that stand behind another in the forms, though the catalogue has them in words only."""

REPLIED = " or ".join(
    f"${{status}} = '{one}'" for one in ("accepted", "rejected", "in_service", "completed", "no_show")
)
CHANGED: Mapping[tuple[str, str], dict[str, Any]] = {
    ("F08", "reply_on"): {"rule": {"rel": REPLIED, "con": ". >= ${sent_on}"}},
    ("F33", "p_ref"): {"rule": {"rel": "${p_code} = ''"}},
    ("F26", "pres"): {"rule": {"rel": "${group_kind} != 'anirban'"}},
    ("F41", "member"): {"rule": {"rel": "${kind} != 'anirban'"}},
    ("F24", "new_due"): {
        "req": "O",
        "rule": {
            "rel": "${status} != 'done' and ${status} != 'verified' and ${status} != 'dropped'",
            "con": ". > ${date_rec}",
        },
    },
    ("F31", "lessons"): {
        "req": "O",
        "rule": {"rel": "${status} = 'reported' or (${end} != '' and ${end} <= today())"},
    },
}
"""Items that ask less than the catalogue says: one of ours stands in for them, or nobody may be named there. Survivor
leaders are on restricted records and sheets only. The day of a reply stays when a referral goes on to its next state.
And two that a step of the workflow asks for: they can be written before it, whatever the form's own status says."""
