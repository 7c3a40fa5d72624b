"""Forms whose inputs the browser tries out, and made-up places to choose from."""

from forms_builder.schema import Document, Layout, Required, Sensitivity
from registry.models import Place
from tests.factories.forms import ask, choices, document, page, repeat

DISTRICTS = [
    "Alphapur",
    "Betapur",
    "Betagram",
    "Gammapur",
    "Deltapur",
    "Epsilonpur",
    "Zetapur",
    "Etapur",
    "Thetapur",
]
BANGLA = ["আলফাপুর", "বিটাপুর", "বিটাগ্রাম", "গামাপুর", "ডেল্টাপুর", "এপসিলনপুর", "জিটাপুর", "ইটাপুর", "থিটাপুর"]


def places() -> None:
    for number, (english, bangla) in enumerate(zip(DISTRICTS, BANGLA, strict=True)):
        code = f"d{number}"
        district = Place.objects.create(code=code, level="district", name_bn=bangla, name_en=english)
        Place.objects.create(
            code=f"{code}u",
            level="upazila",
            parent=district,
            name_bn=f"{bangla} সদর",
            name_en=f"{english} Sadar",
        )


def place_form() -> Document:
    return document(
        page(
            "where",
            ask("district", "place", settings={"level": "district"}, required=Required.YES),
            ask("upazila", "place", settings={"level": "upazila", "within": "district"}),
            ask("colour", "choose_one", choices=choices(*[f"colour_{n}" for n in range(10)])),
            ask("day", "date"),
        ),
        page("more", ask("name")),
    )


def sheet_form() -> Document:
    return document(
        page(
            "attending",
            repeat(
                "people",
                ask("p_name", label="Name", required=Required.YES),
                ask("p_age", "integer", label="Age"),
                ask("p_came", "yes_no", label="Came"),
            ),
        ),
        page("more", ask("remark")),
        layout=Layout.SHEET,
    )


def whole_form() -> Document:
    """Questions of many kinds on three pages: a condition, a reason for no answer, a photo, a signature, rows, a sum."""
    return document(
        page(
            "child",
            ask("name", required=Required.YES, decline=True, sensitivity=Sensitivity.CONFIDENTIAL),
            ask("age", "integer", required=Required.YES),
            ask("seen_on", "date", label="Seen on"),
            ask("in_school", "yes_no", label="In school"),
            ask("school", label="Which school", show_if="${in_school} = 'yes'", required=Required.YES),
            ask("district", "place", settings={"level": "district"}),
            ask("needs", "choose_many", choices=choices("food", "health", "nothing", exclusive="nothing")),
            ask("story", "long_text"),
        ),
        page("papers", ask("hall", "image", label="Photo of the hall"), ask("signed", "signature")),
        page(
            "family",
            repeat("members", ask("m_name", label="Member name", required=Required.YES)),
            ask("double", "calculated", label="Twice the age", calculate="${age} * 2"),
        ),
    )
