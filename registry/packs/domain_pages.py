"""Where the forms of a form catalogue are cut into pages. Headings inside a form begin a page by themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageName:
    bn: str
    en: str


GENERAL = PageName("সাধারণ তথ্য", "General")

BLOCK_PAGES = {
    "SUP": PageName("সুপারভাইজারের সিদ্ধান্ত", "Supervisor's decision"),
    "COUNT": PageName("লিঙ্গ ও বয়স অনুযায়ী অংশগ্রহণকারী", "Participants by sex and age"),
}
"""Shared blocks that have a page of their own. The others stand on the first page."""

# Form → first item of each further page. About a dozen questions fit a telephone without losing one's way; rows of
# people or actions have a page to themselves.
_BREAKS: dict[str, list[tuple[str, str, str]]] = {
    "F01": [
        ("id_source", "শনাক্তকরণ", "Identification"),
        ("indicators", "ঝুঁকি ও তাৎক্ষণিক চাহিদা", "Risk and immediate needs"),
        ("dup_check", "সিদ্ধান্ত", "Decision"),
    ],
    "F02": [
        ("explained", "সম্মতি", "Consent"),
        ("c_service", "তথ্য বিনিময়", "Sharing of information"),
        ("sign", "স্বাক্ষর", "Signature"),
    ],
    "F03": [
        ("docs", "কাগজপত্র ও পারিবারিক অবস্থা", "Documents and family status"),
        ("vuln", "ঝুঁকি ও দায়িত্ব", "Risk and responsibility"),
    ],
    "F04": [("round", "শিশুর মতামত", "The child's view"), ("need", "চাহিদা", "Needs")],
    "F05": [
        ("plan_ver", "পরিকল্পনা", "Plan"),
        ("goal", "লক্ষ্য ও কাজ", "Goals and actions"),
        ("safety_plan", "নিরাপত্তা ও পর্যালোচনা", "Safety and review"),
    ],
    "F07": [
        ("part", "অংশগ্রহণকারী", "Participants"),
        ("summary", "আলোচনা ও সিদ্ধান্ত", "Discussion and decision"),
        ("action", "গৃহীত পদক্ষেপ", "Agreed actions"),
        ("outcome", "ফলাফল", "Outcome"),
    ],
    "F08": [
        ("domain", "রেফারেল", "Referral"),
        ("consent_ok", "সম্মতি ও তথ্য", "Consent and information"),
        ("status", "অগ্রগতি", "Progress"),
    ],
    "F10": [
        ("reason", "বাহ্যিক রূপ, আচরণ ও কথা", "Appearance, behaviour and speech"),
        ("mood_words", "মেজাজ ও চিন্তা", "Mood and thought"),
        ("consc", "চেতনা ও বোধশক্তি", "Consciousness and cognition"),
    ],
    "F11": [("sess_no", "সেশন", "Session"), ("sui", "ঝুঁকি ও পরিকল্পনা", "Risk and plan")],
    "F12": [
        ("group_code", "সেশন", "Session"),
        ("member", "উপস্থিত সদস্য", "Members present"),
        ("process", "প্রক্রিয়া ও পরিকল্পনা", "Process and plan"),
    ],
    "F13": [
        ("centre", "ভর্তি", "Admission"),
        ("h_check", "স্বাস্থ্য, জিনিসপত্র ও অবস্থান", "Health, belongings and stay"),
    ],
    "F14": [("kind", "পর্যালোচনা", "Review"), ("disch_at", "ছাড়পত্র", "Discharge")],
    "F15": [("evid", "ফলাফল", "Result"), ("fix", "উন্নয়ন পদক্ষেপ", "Improvement actions")],
    "F16": [("inc_at", "ঘটনা", "Incident"), ("first_act", "পদক্ষেপ", "Action taken")],
    "F17": [
        ("child_wish", "অনুসন্ধান", "Tracing"),
        ("adults", "পরিবার ও বাড়ি", "Family and home"),
        ("rec", "সুপারিশ", "Recommendation"),
    ],
    "F18": [
        ("kind", "সম্মতি ও প্রস্তুতি", "Agreement and preparation"),
        ("support", "সহায়তা", "Support"),
        ("handover", "হস্তান্তর ও ফলোআপ", "Hand-over and follow-up"),
    ],
    "F19": [
        ("point", "ফলোআপ", "Follow-up"),
        ("d_safe", "সুস্থতা", "Wellbeing"),
        ("retraf", "ঝুঁকি ও পদক্ষেপ", "Risk and action"),
    ],
    "F20": [("reason", "সমাপ্তি", "Closure")],
    "F22": [("kind", "কমিটি", "Committee"), ("mem", "সদস্য", "Members")],
    "F23": [
        ("committee", "সভা", "Meeting"),
        ("att", "উপস্থিতি", "Attendance"),
        ("prev_ok", "আলোচনা", "Discussion"),
        ("ap", "করণীয়", "Action points"),
        ("cst_cases", "সারসংক্ষেপ", "Summary"),
    ],
    "F25": [("c1", "স্কোর", "Scores")],
    "F26": [
        ("group", "সেশন", "Session"),
        ("pres", "সদস্যদের উপস্থিতি", "Attendance of members"),
        ("first_time", "ফলাফল", "Outcome"),
    ],
    "F27": [("alert_type", "সতর্কবার্তা", "Alert"), ("status", "সাড়া", "Response")],
    "F28": [("group", "সদস্য", "Member"), ("consent", "সম্মতি ও সহায়তা", "Consent and support")],
    "F29": [("leader", "সক্ষমতা", "Capacity"), ("goal", "পরিকল্পনা", "Plan")],
    "F31": [("title", "প্রশিক্ষণ", "Training"), ("target_n", "মান ও প্রতিবেদন", "Standards and report")],
    "F32": [("row", "অংশগ্রহণকারী", "Participants"), ("scan", "কাগজের শিট", "Paper sheet")],
    "F33": [("ans", "উত্তর", "Answers")],
    "F35": [
        ("kind", "আয়োজন", "Event"),
        ("asks", "দাবি ও প্রতিশ্রুতি", "Asks and commitments"),
        ("survivor_in", "ফলাফল", "Outcome"),
    ],
    "F36": [("campaign", "প্রচারাভিযান", "Campaign"), ("method", "পৌঁছানো", "Reach")],
    "F37": [("title", "কর্মশালা", "Workshop"), ("implic", "তাৎপর্য ও পদক্ষেপ", "Implications and actions")],
    "F39": [("page", "পর্যালোচনা", "Review"), ("status", "সিদ্ধান্ত", "Decision")],
    "F40": [("name", "সেবাদাতা", "Provider")],
    "F41": [("kind", "দল", "Group"), ("member", "সদস্য", "Members")],
}


def breaks_of(form: str) -> dict[str, PageName]:
    """Item key → the page that begins with it."""
    return {key: PageName(bn, en) for key, bn, en in _BREAKS.get(form, [])}
