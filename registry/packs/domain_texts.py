"""Words that a form catalogue lacks: what is wrong when a check fails, names of lists, hints. In both languages."""

from forms_builder.schema import Text

_PHONE = r"regex(., '^(\+?880|0)1[3-9][0-9]{8}$')"
_FUTURE = {"bn": "তারিখ আজকের পরে হতে পারে না।", "en": "The date cannot lie after today."}
_SINCE = {
    "bn": "তারিখ এই ফরমের তারিখের আগে হতে পারে না।",
    "en": "The date cannot lie before the date of this form.",
}
_AFTER = {"bn": "তারিখ এই ফরমের তারিখের পরে হতে হবে।", "en": "The date must lie after the date of this form."}
_MUST_BE_YES = {"bn": "এগিয়ে যেতে উত্তর “হ্যাঁ” হতে হবে।", "en": "The answer must be “Yes” to go on."}
_NONE_ALONE = {
    "bn": "“নেই” বেছে নিলে অন্য কিছু বাছা যাবে না।",
    "en": "“None” cannot be chosen together with others.",
}
_PER_CENT = {"bn": "০ থেকে ১০০-এর মধ্যে লিখুন।", "en": "Write a number from 0 to 100."}
_ENDS_AFTER_START = {"bn": "শেষ তারিখ শুরুর আগে হতে পারে না।", "en": "The end cannot lie before the start."}


def _between(low: str, high: str, low_bn: str, high_bn: str) -> Text:
    return {"bn": f"{low_bn} থেকে {high_bn}-এর মধ্যে লিখুন।", "en": f"Write a number from {low} to {high}."}


MESSAGES_BY_RULE: dict[str, Text] = {
    ". >= 0": {"bn": "০ বা তার বেশি লিখুন।", "en": "Write 0 or more."},
    ". >= 1": {"bn": "১ বা তার বেশি লিখুন।", "en": "Write 1 or more."},
    ". > 0": {"bn": "০-এর বেশি লিখুন।", "en": "Write more than 0."},
    ". = 'y'": _MUST_BE_YES,
    ". <= today()": _FUTURE,
    ". > today()": {"bn": "তারিখ আজকের পরে হতে হবে।", "en": "The date must lie after today."},
    ". >= ${date_rec}": _SINCE,
    ". > ${date_rec}": _AFTER,
    ". > ${date_rec} and . <= date(decimal-date-time(${date_rec}) + 366)": {
        "bn": "মেয়াদ এই ফরমের তারিখ থেকে সর্বোচ্চ এক বছর।",
        "en": "At most one year from the date of this form.",
    },
    ". > ${date_rec} and . <= date(decimal-date-time(${date_rec}) + 92)": {
        "bn": "পর্যালোচনা এই ফরমের তারিখ থেকে তিন মাসের মধ্যে হতে হবে।",
        "en": "The review must be within three months of the date of this form.",
    },
    ". > today() and . <= date(decimal-date-time(today()) + 1096)": {
        "bn": "মেয়াদ আজ থেকে সর্বোচ্চ তিন বছর।",
        "en": "At most three years from today.",
    },
    ". >= ${start} and . <= date(decimal-date-time(${start}) + 30)": {
        "bn": "শেষ তারিখ শুরুর দিন থেকে ৩০ দিনের মধ্যে হতে হবে।",
        "en": "The end must be within 30 days of the start.",
    },
    ". >= ${start}": _ENDS_AFTER_START,
    ". >= ${m_from}": _ENDS_AFTER_START,
    ". >= ${g_from}": _ENDS_AFTER_START,
    ". >= ${sent_on}": {
        "bn": "তারিখ প্রেরণের তারিখের আগে হতে পারে না।",
        "en": "The date cannot lie before the date of sending.",
    },
    ". <= ${age}": {"bn": "বর্তমান বয়সের বেশি হতে পারে না।", "en": "Cannot be more than the present age."},
    ". >= 0 and . <= ${impr}": {
        "bn": "ইমপ্রেশনের সংখ্যার বেশি হতে পারে না।",
        "en": "Cannot be more than the impressions.",
    },
    ". >= 0 and . <= ${n_f_u18} + ${n_m_u18} + ${n_f_18} + ${n_m_18} + ${n_t}": {
        "bn": "মোট অংশগ্রহণকারীর বেশি হতে পারে না।",
        "en": "Cannot be more than all participants together.",
    },
    ". >= 0 and . <= 10": _between("0", "10", "০", "১০"),
    ". >= 0 and . <= 100": _PER_CENT,
    ". >= 1 and . <= 3": _between("1", "3", "১", "৩"),
    ". >= 1 and . <= 5": _between("1", "5", "১", "৫"),
    ". >= 1 and . <= 30": _between("1", "30", "১", "৩০"),
    ". >= 7 and . <= 366": _between("7", "366", "৭", "৩৬৬"),
    ". >= 10 and . <= 180": _between("10", "180", "১০", "১৮০"),
    ". >= 15 and . <= 480": _between("15", "480", "১৫", "৪৮০"),
    ". >= 20 and . <= 240": _between("20", "240", "২০", "২৪০"),
    ". > 0 and . <= 240": {"bn": "০-এর বেশি, সর্বোচ্চ ২৪০ লিখুন।", "en": "Write more than 0 and at most 240."},
    "not(selected(., 'none') and count-selected(.) > 1)": _NONE_ALONE,
    _PHONE: {
        "bn": "১১ সংখ্যার মোবাইল নম্বর লিখুন, যেমন 01700000000।",
        "en": "Write a mobile number of 11 digits, like 01700000000.",
    },
    r"regex(., '^((\+?880|0)[0-9]{8,10}|[0-9]{3,5})$')": {
        "bn": "একটি টেলিফোন নম্বর বা ছোট কোড লিখুন।",
        "en": "Write a telephone number or a short code.",
    },
    r"regex(., '^[^@ ]+@[^@ ]+\.[^@ ]+$')": {
        "bn": "একটি সঠিক ইমেইল ঠিকানা লিখুন।",
        "en": "Write a complete e-mail address.",
    },
    "regex(., '^[A-Z]{2}-[0-9]{2}$')": {
        "bn": "কোডটি এভাবে লিখুন: HS-01।",
        "en": "Write the code like this: HS-01.",
    },
    "regex(., '^[A-Z]{3}-G[0-9]{2}$')": {
        "bn": "কোডটি এভাবে লিখুন: DHK-G01।",
        "en": "Write the code like this: DHK-G01.",
    },
}
"""Check, letter for letter → what a person is told when it fails."""

MESSAGES_IN_BANGLA: dict[str, str] = {
    "Above 25 is not a child case": "২৫ বছরের বেশি হলে এটি শিশুর কেস নয়",
    "Explain before asking": "জিজ্ঞাসার আগে বুঝিয়ে বলুন",
    "Under 18 by Children Act 2013; project participants are under 17": "শিশু আইন ২০১৩ অনুযায়ী ১৮-এর কম; প্রকল্পের অংশগ্রহণকারীর বয়স ১৭-এর কম",
    "17 digits (older: 16)": "১৭ সংখ্যা (পুরোনো হলে ১৬)",
    "Required before case details are shared": "কেসের তথ্য বিনিময়ের আগে আবশ্যক",
    "High risk cannot be closed, only transferred": "উচ্চ ঝুঁকির কেস বন্ধ করা যায় না, শুধু স্থানান্তর করা যায়",
    "Cannot be published": "প্রকাশ করা যাবে না",
    "Use composite story": "একাধিক ঘটনা মিলিয়ে লেখা গল্প ব্যবহার করুন",
}
"""Messages that came in English only."""

NOTES_IN_BANGLA: dict[str, str] = {
    "never asked here; see F39": "এখানে কখনও জিজ্ঞাসা করা হয় না; এফ৩৯ দেখুন",
    "The same code on both tests. Left empty, the name is asked.": "দুটি পরীক্ষায় একই কোড লিখুন। ফাঁকা রাখলে নাম চাওয়া হবে।",
}

LIST_NAMES: dict[str, str] = {
    "yesno": "Yes or no",
    "yndk": "Yes, no or unknown",
    "id_source": "Who identified the child",
    "imm_need": "Immediate need",
    "elig": "Eligibility decision",
    "wg": "Washington Group difficulty",
    "edu_level": "Education level",
    "edu_now": "School status",
    "doc_held": "Document held",
    "act_status": "Status of an action",
    "conf_reason": "Reason for a case conference",
    "conf_outcome": "Outcome of a case conference",
    "ref_status": "Status of a referral",
    "satisf": "Satisfaction",
    "mse_appear": "MSE: appearance",
    "mse_behav": "MSE: behaviour",
    "mse_speech": "MSE: speech",
    "mse_mood": "MSE: mood",
    "mse_affect": "MSE: affect",
    "mse_form": "MSE: form of thought",
    "mse_content": "MSE: content of thought",
    "mse_percep": "MSE: perception",
    "consc": "Consciousness",
    "intact": "Intact or impaired",
    "sui": "Suicide risk",
    "sess_type": "Kind of counselling session",
    "place_stage": "Kind of stay",
    "admit_auth": "Legal basis of admission",
    "disch_reason": "Reason for discharge",
    "std_score": "Score of a standard",
    "inc_type": "Kind of incident",
    "inc_status": "Status of an incident",
    "home_rec": "Recommendation after a home visit",
    "reint_kind": "Kind of reintegration",
    "fu_point": "Follow-up point",
    "fu_result": "Follow-up result",
    "likert5": "Five steps, very poor to very good",
    "retraf": "Sign of re-trafficking risk",
    "fb_channel": "Feedback channel",
    "com_status": "Status of a committee",
    "com_role": "Position in a committee",
    "meet_type": "Kind of meeting",
    "ap_status": "Status of an action point",
    "aud": "Audience",
    "train_status": "Status of a training",
    "present": "Attendance",
    "dialogue": "Kind of dialogue",
    "chan": "Channel",
    "pub_type": "Kind of publication",
    "rev_status": "Status of a review",
    "subject_kind": "Who is shown",
    "cap_level": "Capacity level",
    "sup": "Supervisor decision",
    "eng_kind": "Kind of engagement",
    "strat": "Stage of the strategy",
}
"""Names of lists for the designer, where the key alone says too little."""


def list_name(key: str) -> str:
    return LIST_NAMES.get(key) or key.replace("_", " ").capitalize()


def check_message(rule: str, message: str) -> Text:
    """What to say when a check fails: the catalogue's own words first, else words for the rule, else nothing."""
    if message:
        return (
            {"bn": MESSAGES_IN_BANGLA[message], "en": message}
            if message in MESSAGES_IN_BANGLA
            else {"en": message}
        )
    return MESSAGES_BY_RULE.get(rule, {})
