"""Who paid stands on the page: the words, mark and disclaimer of the award, in the reader's language."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from knowledge.models import Award, HubImage
from knowledge.safeguarding.withdrawing import withdraw
from knowledge.starter import roles
from tests.factories import hub

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = {
    "donor_bn": "উদাহরণ তহবিল",
    "donor_en": "Example Fund",
    "acknowledgement_bn": "উদাহরণ তহবিলের টাকায় তৈরি।",
    "acknowledgement_en": "Made with money of the Example Fund.",
    "disclaimer_bn": "মতামত লেখকদের।",
    "disclaimer_en": "The views are those of the authors.",
}


def award(**more: Any) -> Award:
    values: dict[str, Any] = {"code": "EX-01", "url": "https://example.org/", **WORDS, **more}
    return Award.objects.create(**values)


def paid_item(one: Award) -> tuple[Any, Any]:
    """The same item in both languages, public."""
    page = hub.draft_item()
    page.awards = [one]
    page.save_revision()
    english = hub.translated(page, title="In English")
    return hub.publish(page), hub.publish(english)


def test_the_words_and_the_mark_of_an_award_stand_on_its_pages_in_their_language(client: Client) -> None:
    mark = hub.make_image(description="Mark of the Example Fund", kind="thing")
    bangla, english = (client.get(page.url).text for page in paid_item(award(logo=mark)))
    for text, language in ((bangla, "bn"), (english, "en")):
        assert WORDS[f"acknowledgement_{language}"] in text
        assert WORDS[f"disclaimer_{language}"] in text
        assert 'alt="Mark of the Example Fund"' in text
    assert WORDS["acknowledgement_en"] not in bangla


def test_an_edit_of_an_award_shows_at_once_on_pages_and_in_the_api(client: Client) -> None:
    one = award()
    _bangla, english = paid_item(one)
    client.get(english.url)
    one.acknowledgement_en = "Now paid in other words."
    one.save()
    assert "Now paid in other words." in client.get(english.url).text
    told = client.get(f"/api/v2/pages/{english.pk}/").json()["awards"]
    assert [(each["code"], each["acknowledgement"]) for each in told] == [
        ("EX-01", "Now paid in other words.")
    ]


def test_the_mark_of_an_award_survives_the_withdrawal_of_a_page_that_shows_it() -> None:
    mark = hub.make_image(kind="thing")
    award(logo=mark)
    page = hub.publish(hub.draft_news(body=[("picture", {"image": mark, "caption": ""})]))
    withdraw(page, None)
    assert HubImage.objects.filter(pk=mark.pk).exists()


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("acknowledgement_en", {"acknowledgement_en": "For rescued girls."}),
        ("disclaimer_bn", {"disclaimer_bn": ""}),
        ("code", {"code": ""}),
    ],
)
def test_an_award_with_labels_or_half_a_disclaimer_is_refused(field: str, more: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as problem:
        Award(**{"code": "EX-01", **WORDS, **more}).full_clean()
    assert field in problem.value.message_dict


def test_nobody_is_recognised_on_the_mark_of_an_award() -> None:
    mark = hub.make_image(kind="adult", consent=hub.make_consent())
    with pytest.raises(ValidationError, match="nobody can be recognised"):
        Award(code="EX-01", logo=mark, **WORDS).full_clean()


def test_a_publisher_writes_awards_and_a_writer_chooses_among_them() -> None:
    values = {"code": "EX-02", **WORDS, "logo": "", "url": ""}
    statuses = {}
    for role in (roles.PUBLISHER, roles.WRITER):
        client = Client()
        client.force_login(hub.make_member(role))
        client.post(reverse("awards:add"), {**values, "code": f"EX-{len(statuses)}"})
        statuses[role] = Award.objects.count()
    assert statuses == {roles.PUBLISHER: 1, roles.WRITER: 1}
