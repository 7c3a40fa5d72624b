"""Which key seals each confidential or restricted answer of a form catalogue, form by form.

Chosen one by one: who a person is (identity), where a child can be found (location), health, counselling and signs of
risk (clinical), police, court, consent and incidents (legal). `none` is written out too: the converter refuses a
confidential answer that nobody has thought about.
"""

from forms_builder.schema import Compartment

IDENTITY, LOCATION, CLINICAL, LEGAL, NONE = (
    Compartment.IDENTITY,
    Compartment.LOCATION,
    Compartment.CLINICAL,
    Compartment.LEGAL,
    Compartment.NONE,
)

_BLOCKS = {NONE: "case_ref sup_note", LOCATION: "place_code"}  # the case code says nothing about the child

_FORMS: dict[str, dict[Compartment, str]] = {
    "F01": {
        IDENTITY: "alias",
        # These tell where the child is or was sent, and with whom.
        LOCATION: "with_controller safe_contact elig_note",
        CLINICAL: "indicators imm_need risk",
        LEGAL: "id_source_ref police_told",  # the number of a police diary entry leads to the case
        NONE: "id_source sex age_est category elig",
    },
    "F02": {
        IDENTITY: "consent_by_name witness",
        LEGAL: "explained lang child_assent consent_by bi_reason mode c_service c_share c_withhold valid_to "
        "withdrawn_on sign",
    },
    "F03": {
        IDENTITY: "name_bn name_en nick dob docs brn religion marital f_name f_rel f_alive f_contact f_phone",
        LOCATION: "home_dist home_upz addr_now phone_safe care f_safe",
        CLINICAL: "own_child wg_see wg_hear wg_walk wg_remember wg_care wg_comm disab pathway age_first still debt "
        "internal vuln risk",
        LEGAL: "legal_case",
        NONE: "sex age age_basis over_age category lang edu_now edu_level works",
    },
    "F04": {
        LOCATION: "s_home",
        CLINICAL: "child_view seen_alone domain level finding strength want_help h_injury h_srh h_assault72 h_drug "
        "h_drug_ready s_threat s_online s_self score risk risk_why",
    },
    "F05": {
        IDENTITY: "sign_child",
        LOCATION: "safety_plan",  # where to go, whom to call
        NONE: "child_part domain goal_txt action who_kind who due status done_on",
    },
    "F06": {CLINICAL: "risk", NONE: "mode seen purpose note plan_item"},
    "F07": {
        IDENTITY: "p_name",
        LEGAL: "p_need p_signed",  # who may know, and the signed promise
        NONE: "reason p_org summary child_view options decision dissent a_txt a_who a_staff a_due "
        "a_status outcome told_child",
    },
    "F08": {
        LOCATION: "e_kind",  # the school a child joined
        CLINICAL: "h_kind d_kind",
        LEGAL: "consent_ok override_why identity_shared l_kind",
        NONE: "domain provider urgency info_min how_sent accompany status sent_on reply_on reject_why service_on "
        "result satisf",
    },
    "F09": {IDENTITY: "received_by", NONE: "domain item"},
    "F10": {
        CLINICAL: "reason with_whom appear behav eye rapport speech mood_words mood mood10 affect congruent form "
        "content percep consc orient attention memory intellect insight judg sui selfharm harm_other acute_risk risk_plan "
        "impression plan refer_psy",
    },
    "F11": {
        CLINICAL: "sess_type mode present_issue observed tech progress wellbeing tr_phase tr_suds_b tr_suds_a "
        "tr_ground sui plan supv ended",
    },
    "F12": {CLINICAL: "m_part m_flag process", NONE: "m_case"},
    "F13": {
        IDENTITY: "brought_by visitors_ok visitors_no",
        LOCATION: "centre stage admit_at room exit_target",
        CLINICAL: "h_check allergy",
        LEGAL: "auth auth_ref",
        NONE: "belong rules_exp",
    },
    "F14": {
        IDENTITY: "to_whom",
        LOCATION: "disch_at disch_reason los",
        CLINICAL: "health emot relations wish",
        NONE: "edu irp_ok package",
    },
    "F16": {
        IDENTITY: "children",
        LOCATION: "inc_place",
        LEGAL: "inc_at inc_type staff_inv accused facts first_act reported_to status closed_on",
    },
    "F17": {
        IDENTITY: "local_focal",
        LOCATION: "district upz",
        CLINICAL: "debt complicit violence trafficker_near",  # signs of risk
        NONE: "child_wish result visit_on adults income accept commun school_near rec support",
    },
    "F18": {
        IDENTITY: "local_focal",
        LOCATION: "safety",
        CLINICAL: "risk",
        LEGAL: "child_agree agree_why family_agree cwb_told",
        NONE: "kind conf_ref prep domain what who start handover escort fu_sched",
    },
    "F19": {
        LOCATION: "lives",
        CLINICAL: "d_safe d_health d_emot d_family d_commun d_econ retraf reexploited risk action",
        NONE: "point due mode result attempt edu_now child_says next_due",
    },
    "F20": {CLINICAL: "risk", NONE: "reason goals_met attempts to_org to_ok child_ok feedback"},
    "F21": {IDENTITY: "contact", LEGAL: "text sensitive about_staff answer", NONE: "anon"},
    "F22": {IDENTITY: "m_name m_phone"},
    "F23": {IDENTITY: "t_name t_phone t_sign scan"},  # the scanned sheet shows names and telephone numbers
    "F26": {IDENTITY: "s_member sheet", NONE: "concerns"},
    "F27": {
        IDENTITY: "who_says reporter",
        LEGAL: "alert_type text n_child urgent",
        NONE: "status first_resp case_ref",
    },
    "F28": {
        IDENTITY: "alias phone",
        CLINICAL: "support_need",
        LEGAL: "guardian_ok consent public_ok",
        NONE: "age_band is_adult sex left_on",
    },
    "F29": {
        IDENTITY: "leader",
        NONE: "k_rights k_lead k_speak k_adv k_me k_digital k_money k_care avg goal plan",
    },
    "F30": {NONE: "input"},
    "F32": {IDENTITY: "p_name p_desig p_office p_phone p_email p_sign scan", NONE: "p_dis"},
    "F33": {IDENTITY: "p_ref"},
    "F39": {IDENTITY: "c_name c_name_use", LEGAL: "c_uses c_gap c_seen c_until c_file", NONE: "subject"},
    "F40": {IDENTITY: "focal"},
    "F41": {IDENTITY: "g_name g_phone", LEGAL: "g_ok", NONE: "g_sex g_band g_dis"},
}


class NotThoughtAbout(LookupError):
    """A confidential or restricted answer that the table does not name."""


def compartment_of(form: str, key: str) -> Compartment:
    """The compartment of a confidential or restricted answer; `NotThoughtAbout` where nobody chose one."""
    for table in (_FORMS.get(form, {}), _BLOCKS):
        for compartment, keys in table.items():
            if key in keys.split():
                return compartment
    raise NotThoughtAbout(f"{form}.{key}: choose a compartment in domain_compartments.py")
