"""Public forms for programs: what a form asks, and sending answers by the same rules as on the pages."""

import json
from typing import Any

import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_builder.filling import sending
from forms_builder.models import Draft, FormVersion, Submission, VisitCount
from forms_builder.public import limits
from forms_builder.questions import types
from forms_builder.schema import PublicUse
from registry import taking_in
from tests.factories.forms import ask, choices, document, group, page, publish, repeat
from tests.public_forms.conftest import SECRET, complaint_form
from tests.questions.samples import ANSWERS, sample
from tests.support.json_schema import complaints

pytestmark = pytest.mark.django_db

ADDRESS = "/api/forms/complaint/"
GOOD = {"office": "dhk", "anonymous": "no", "contact": "Example contact", "said": SECRET}


def send(answers: Any, key: str = "", address: str = ADDRESS, **headers: str) -> Any:
    more = {"Idempotency-Key": key} if key else {}
    body = json.dumps({"answers": answers})
    return Client().post(
        address, body, "application/json", headers={"Accept-Language": "en", **more, **headers}
    )


def errors(response: Any) -> dict[str, str]:
    """Pointer → code."""
    assert response["Content-Type"] == "application/problem+json"
    return {error["pointer"]: error["code"] for error in response.json()["errors"]}


def test_a_form_that_is_not_public_is_not_there_in_either_way(form: FormVersion) -> None:
    publish(document(page("p", ask("name"))), key="inside")
    for response in (Client().get("/api/forms/inside/"), send({}, address="/api/forms/inside/")):
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
    publish(complaint_form(public=None), key="complaint")
    assert send(GOOD).status_code == 404
    assert not Draft.objects.exists()


def test_a_form_is_described_with_what_visitors_are_asked_and_nothing_else(form: FormVersion) -> None:
    response = Client().get(ADDRESS, headers={"Accept-Language": "en-GB,en;q=0.8"})
    told = response.json()
    asked = told["answers"]["properties"]
    assert list(asked) == ["office", "anonymous", "contact", "said", "photo"]
    assert asked["said"]["title"] == "Said"
    assert asked["said"]["x-ui"]["label"] == {"en": "Said", "bn": "Said (bn)"}
    assert told["version"] == form.number
    assert complaints(told["answers"], GOOD) == []
    assert not response.cookies


def test_the_description_is_kept_by_caches_until_the_form_changes(form: FormVersion) -> None:
    first = Client().get(ADDRESS)
    assert (first["Content-Language"], "max-age" in first["Cache-Control"]) == ("bn", True)
    again = Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(ADDRESS, headers={"Accept-Language": "en"})["ETag"] != first["ETag"]
    publish(complaint_form(description={"en": "Other"}), key="complaint")
    assert Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_answers_that_are_right_become_a_record(form: FormVersion) -> None:
    response = send(GOOD)
    assert (response.status_code, response["Cache-Control"]) == (201, "no-store")
    submission = Submission.objects.get()
    assert response.json()["reference"].replace("-", "") == submission.pk.hex[:8].upper()
    assert sending.answers_of(submission) == {**GOOD, "channel": "web"}
    record = taking_in.take_in(submission.pk)
    assert record.office.key == "dhk"
    assert SECRET not in str(record.data)


def test_everything_that_is_wrong_is_told_with_its_place(form: FormVersion) -> None:
    response = send({"office": "mars", "said": 7, "answer": "Solved", "channel": "phone", "nothing": 1})
    assert response.status_code == 422
    assert errors(response) == {
        "/answers/office": "shape",
        "/answers/said": "shape",
        "/answers/answer": "unknown",
        "/answers/channel": "unknown",
        "/answers/nothing": "unknown",
    }
    assert errors(send({"office": "dhk"})) == {
        "/answers/anonymous": "required",
        "/answers/said": "required",
    }
    assert not Submission.objects.exists()


def test_a_retired_choice_is_no_choice_any_more(db: None) -> None:
    def offer(*values: str) -> None:
        asked = (
            ask("one", "choose_one", choices=choices(*values)),
            ask("many", "choose_many", choices=choices(*values)),
        )
        publish(document(page("p", *asked), public=PublicUse()), key="choosing")

    offer("town", "village")
    offer("village")
    told = send({"one": "town", "many": ["village", "town"]}, address="/api/forms/choosing/")
    assert errors(told) == {"/answers/one": "choice", "/answers/many": "choice"}
    assert "no longer offered" in told.json()["errors"][0]["detail"]


def test_it_is_told_in_the_reader_s_language(form: FormVersion) -> None:
    bangla, english = send({}, **{"Accept-Language": "bn"}), send({})
    assert (bangla["Content-Language"], english["Content-Language"]) == ("bn", "en")
    assert bangla.json()["title"] != english.json()["title"]
    assert bangla.json()["errors"][0]["detail"] != english.json()["errors"][0]["detail"]


def test_answers_that_do_not_apply_are_left_out_and_named(form: FormVersion) -> None:
    response = send({**GOOD, "anonymous": "yes"})
    assert response.json()["dropped"] == ["/answers/contact"]
    assert "contact" not in sending.answers_of(Submission.objects.get())


def test_rows_are_read_and_their_mistakes_located(db: None) -> None:
    rows = repeat("members", ask("name", required="yes"), group("g", ask("age", "integer", check=". < 18")))
    publish(document(page("p", rows), public=PublicUse()), key="complaint")
    wrong = send({"members": [{"name": "Example", "age": 5}, {"age": 20, "size": 1}]})
    assert errors(wrong) == {"/answers/members/1/size": "unknown"}
    wrong = send({"members": [{"name": "Example", "age": 5}, {"age": 20}]})
    assert errors(wrong) == {"/answers/members/1/name": "required", "/answers/members/1/age": "constraint"}
    assert send({"members": [{"name": "Example", "age": 5}]}).status_code == 201
    assert errors(send({"members": {"name": "x"}})) == {"/answers/members": "shape"}


def test_the_same_key_sends_once(form: FormVersion) -> None:
    first, second = send(GOOD, key="a-key-of-mine"), send(GOOD, key="a-key-of-mine")
    assert first.json() == second.json()
    assert Submission.objects.count() == 1
    assert send({**GOOD, "said": "Other"}, key="a-key-of-mine").status_code == 422
    assert send(GOOD, key="another").status_code == 201
    assert Submission.objects.count() == 2
    assert send(GOOD, key="ক").status_code == 400


def test_a_mistake_does_not_use_up_a_key(form: FormVersion) -> None:
    assert send({}, key="mine").status_code == 422
    assert send(GOOD, key="mine").status_code == 201


def test_files_are_sent_on_the_page_only(form: FormVersion) -> None:
    assert errors(send({**GOOD, "photo": "7b0a2a9e-5df4-4b4a-9d66-6f2a2f1f0f00"})) == {
        "/answers/photo": "file"
    }


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"answers": {"said": NaN}}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"answers": [], "more": 1}', "application/json", 422),
        (b"said=x", "application/x-www-form-urlencoded", 415),
        (b'{"answers": {}}', "text/plain", 415),
        (b'{"answers": {"said": "' + b"a" * 300_000 + b'"}}', "application/json", 413),
    ],
)
def test_a_body_that_is_none_is_refused_in_the_same_form(
    form: FormVersion, content: bytes, kind: str, status: int
) -> None:
    response = Client().post(ADDRESS, content, kind)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status


def test_other_methods_are_told_what_is_possible(form: FormVersion) -> None:
    response = Client().delete(ADDRESS)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_other_sites_may_read_it_only_where_they_are_named(form: FormVersion) -> None:
    origin = {"Origin": "https://example.org"}
    assert "Access-Control-Allow-Origin" not in Client().get(ADDRESS, headers=origin)
    with override_settings(NIRAPOD_API_ORIGINS=["https://example.org"]):
        assert Client().get(ADDRESS, headers=origin)["Access-Control-Allow-Origin"] == "https://example.org"
        preflight = Client().options(ADDRESS, headers=origin)
        assert "Idempotency-Key" in preflight["Access-Control-Allow-Headers"]
        stranger = Client().get(ADDRESS, headers={"Origin": "https://example.net"})
        assert "Access-Control-Allow-Origin" not in stranger
        assert "Access-Control-Allow-Credentials" not in preflight


def test_sending_is_limited(form: FormVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_limit", lambda act: 1)
    assert [send(GOOD).status_code for _try in range(2)] == [201, 429]


def all_types() -> Any:
    skipped = {"staff", "record", "person", "organisation"}
    asked = [sample(kind.name) for kind in types if kind.stored and kind.asked and kind.name not in skipped]
    named = [one.model_copy(update={"id": f"id{n}", "key": f"q{n}"}) for n, one in enumerate(asked)]
    return document(
        page(
            "p", *named, repeat("rows", ask("inner"), ask("many", "choose_many", choices=choices("a", "b")))
        ),
        public=PublicUse(),
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["value", "age", "on", "by", "_id", "inner"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def test_whatever_a_stranger_sends_gets_an_answer_and_never_a_fault_of_ours(db: None) -> None:
    version = publish(all_types(), key="complaint")
    keys = [question.key for question in version.parsed.pages[0].items]

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(answers=st.dictionaries(st.sampled_from(keys) | st.text(max_size=5), JSON, max_size=6))
    def anything(answers: Any) -> None:
        VisitCount.objects.all().delete()
        response = send(answers)
        assert response.status_code in (201, 422), response.content
        for pointer in errors(response) if response.status_code == 422 else ():
            assert pointer.startswith("/answers/")

    anything()


STAMPED = {"age_or_birth_date", "consent"}
"""Their day and language are what the server says, as on the page."""


@pytest.mark.parametrize(
    "kind", sorted((set(ANSWERS) & {kind.name for kind in types if kind.stored}) - STAMPED)
)
def test_every_type_takes_the_answers_it_stores(db: None, kind: str) -> None:
    publish(document(page("p", sample(kind)), public=PublicUse()), key="complaint")

    @settings(max_examples=3, suppress_health_check=list(HealthCheck))
    @given(answer=ANSWERS[kind])
    def taken(answer: Any) -> None:
        VisitCount.objects.all().delete()
        response = send({"q": answer})
        assert response.status_code == 201, (answer, response.content.decode())
        newest = Submission.objects.order_by("-submitted_at").first()
        assert newest is not None
        assert sending.answers_of(newest)["q"] == answer

    taken()
