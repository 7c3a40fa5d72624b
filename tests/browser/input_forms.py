"""Forms whose inputs the browser tries out, and made-up places to choose from."""

from forms_builder.schema import Document, Layout, Required
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
