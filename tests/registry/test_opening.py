"""One record: who finds it, and how far it opens for them."""

import uuid

import pytest
from django.http import Http404

from forms_builder.schema import Sensitivity
from forms_builder.sealing import SealingError
from registry import audit, sealing
from registry.models import AccessEvent, Action, Record, RecordType, Scope
from registry.query import NotVisible, get_record, opened
from tests.factories.forms import document, make_user, page, publish
from tests.factories.registry import ANSWERS, case_form, make_office, make_record, make_type, make_worker
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    return make_record(make_type())


class TestFinding:
    @pytest.mark.parametrize("record_id", ["", "x", "1", uuid.UUID(int=0)])
    def test_nothing_is_a_404(self, record: Record, record_id: object) -> None:
        with pytest.raises(Http404):
            get_record(make_worker(record.type), record_id)

    def test_another_offices_record_is_a_404_like_nothing(self, record: Record) -> None:
        worker = make_worker(record.type, make_office(), scope=Scope.OFFICE)
        with pytest.raises(NotVisible):
            get_record(worker, record.pk)

    def test_an_action_one_may_not_do_is_a_404(self, record: Record) -> None:
        worker = make_worker(record.type, actions=[Action.VIEW])
        assert get_record(worker, record.pk) == record
        with pytest.raises(NotVisible):
            get_record(worker, record.pk, Action.EDIT)


class TestOpening:
    def test_shows_all_to_somebody_who_may_see_all(self, record: Record) -> None:
        worker = make_worker(record.type)
        found = opened(worker, get_record(worker, record.pk))
        assert found.answers == ANSWERS
        assert found.withheld == ()
        assert list(found.questions)[:3] == ["district", "visits", "met_on"]

    def test_shows_a_compartment_only_to_those_in_it(self, record: Record) -> None:
        worker = make_worker(record.type, tier="R", compartments=["clinical"])
        found = opened(worker, record)
        assert found.answers["diagnosis"] == "Example finding"
        assert set(found.withheld) == {"full_name", "alias", "contact_name"}
        assert "Aunt" not in str(found.answers)

    def test_shows_confidential_and_not_restricted_answers_of_one_compartment(self, record: Record) -> None:
        worker = make_worker(record.type, tier="C", compartments=["identity"])
        found = opened(worker, record)
        assert found.answers["full_name"] == "Example Child"
        assert {"alias", "diagnosis"} <= set(found.withheld)
        assert "alias" not in found.answers

    def test_needs_no_key_for_what_it_does_not_show(self, record: Record) -> None:
        sealing.erase(record)
        found = opened(make_worker(record.type, tier="I"), record)
        assert found.answers["district"] == "dhaka"

    def test_raises_when_a_key_is_gone_and_shows_nothing(self, record: Record) -> None:
        worker = make_worker(record.type)
        sealing.erase(record)
        with pytest.raises(SealingError):
            opened(worker, record)
        assert not AccessEvent.objects.exists()

    def test_is_written_down_with_what_it_revealed(self, record: Record) -> None:
        worker = make_worker(record.type, tier="C", compartments=["identity"])
        opened(worker, record, address="2001:db8::1", purpose="Visit tomorrow")
        event = AccessEvent.objects.get()
        assert (event.action, event.tiers, event.purpose) == ("view", "IC", "Visit tomorrow")
        assert (event.records, event.address) == ([str(record.pk)], "2001:db8::1")
        assert "Example" not in str(vars(event))

    def test_costs_few_queries(self, record: Record) -> None:
        worker = make_worker(record.type)
        worker = type(worker).objects.get(pk=worker.pk)
        with at_most(7):
            opened(worker, get_record(worker, record.pk))

    def test_a_question_that_became_more_secret_is_withheld_in_older_records_too(
        self, record: Record
    ) -> None:
        items = [
            item.model_copy(update={"sensitivity": Sensitivity.RESTRICTED, "filterable": False})
            if item.key == "venue"
            else item
            for item in case_form().pages[0].items
        ]
        publish(document(page("about", *items)), record.type.form.key)
        worker = make_worker(RecordType.objects.get(), tier="I")
        found = opened(worker, get_record(worker, record.pk))
        assert "venue" in found.withheld
        assert "venue" not in found.answers


class TestAudit:
    def test_an_event_outside_a_transaction_is_a_mistake(self, transactional_db: None) -> None:
        with pytest.raises(RuntimeError):
            audit.record_access(make_user(), "view", "t", [], [])

    def test_a_reading_that_fails_leaves_no_event(self) -> None:
        def read() -> None:
            with audit.reading(make_user(), "view", "t") as seen:
                seen.add(["a"], "R")
                raise LookupError

        with pytest.raises(LookupError):
            read()
        assert not AccessEvent.objects.exists()
