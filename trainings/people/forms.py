"""The form of a person: names in both scripts, where they work, how to reach them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_builder.models import ChoiceList
from forms_builder.questions.cleaning import one_line
from registry.models import Place
from trainings.models import Person
from trainings.people.finding import normal_phone
from trainings.people.writing import PLAIN, Details

AGENCIES = "agency"
"""Key of the choice list of kinds of agency; an installation has it, or asks nothing."""


POSITIONS = "com_role"
"""Key of the choice list of positions in committees."""


def kinds_of_agency(language: str) -> list[tuple[str, str]]:
    """Value and label of each kind of agency in use."""
    return _offered(AGENCIES, language)


def positions(language: str) -> list[tuple[str, str]]:
    """Value and label of each position in a committee."""
    return _offered(POSITIONS, language)


def _offered(key: str, language: str) -> list[tuple[str, str]]:
    found = ChoiceList.objects.filter(key=key).first()
    offered = found.items.filter(retired=False) if found else ()
    return [(one.value, one.label_bn if language == "bn" else one.label_en) for one in offered]


class PersonForm(forms.Form):
    """What is asked about a person of the directory. `details` once it is valid."""

    use_required_attribute = False

    name_bn = forms.CharField(label=_("Name in Bangla"), max_length=200, required=False)
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        help_text=_("One of the two names is enough; with both, the person is found in either script."),
    )
    designation = forms.CharField(label=_("Designation"), max_length=200, required=False)
    agency_kind = forms.ChoiceField(label=_("Kind of agency"), required=False)
    agency = forms.CharField(label=_("Office or agency"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        help_text=_("It tells two people of one name apart. It is kept sealed."),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off", "spellcheck": "false"}),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Person.Sex.choices, widget=forms.RadioSelect)
    age_band = forms.ChoiceField(
        label=_("Age band"), choices=Person.AgeBand.choices, widget=forms.RadioSelect
    )
    disability = forms.ChoiceField(
        label=_("Disability"), choices=Person.Disability.choices, widget=forms.RadioSelect
    )
    district = forms.ModelChoiceField(
        label=_("District"), queryset=Place.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, language: str = "bn", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sex": "x", "age_band": "x", "disability": "dk"})
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["agency_kind"].choices = [("", "–"), *kinds_of_agency(language)]  # type: ignore[attr-defined]
        order = "name_bn" if language == "bn" else "name_en"
        districts = Place.objects.filter(level=Place.Level.DISTRICT).order_by(order)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        for name in ("name_bn", "name_en"):
            self.fields[name].widget.attrs |= {
                "autocomplete": "off",
                "spellcheck": "false",
                "lang": name[-2:],
            }

    def clean_phone(self) -> str:
        return normal_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        for name in ("name_bn", "name_en", "designation", "agency"):
            self.cleaned_data[name] = one_line(self.cleaned_data.get(name, ""))
        if not self.cleaned_data["name_bn"] and not self.cleaned_data["name_en"]:
            self.add_error(
                "name_bn", ValidationError(_("Give the name in at least one script."), code="name")
            )
        return self.cleaned_data

    @property
    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in (*PLAIN, "phone")})


def initial_of(person: Person) -> dict[str, Any]:
    """What the form starts with for somebody who is there already."""
    phone = person.phone
    home = f"0{phone[4:]}" if phone.startswith("+880") else phone
    return {name: getattr(person, name) for name in PLAIN} | {"phone": home}
