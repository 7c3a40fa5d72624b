"""What was agreed to decides what is shared: sending, overriding, withdrawing."""

from typing import Any

import pytest
from django.utils import timezone

from registry import bulk, consent, directory, withdrawing
from registry.models import Organisation, Record, RecordType
from registry.sealing import KeyRing
from registry.workflow import historic
from registry.workflow.moving import Refused, changed, reason_of
from registry.workflow.offers import locked, offers
from tests.factories.forms import ask, choices, document, page
from tests.factories.registry import change_record, make_record, make_type
from tests.factories.workflows import make_workflow, state, transition
from tests.registry_pages.conftest import signed_in
from tests.workflow.agreements import agree, allow, day, refer, send, step
from tests.workflow.conftest import World

pytestmark = pytest.mark.django_db


def test_nothing_is_sent_without_consent(world: World, agreement: RecordType, referral: RecordType) -> None:
    record = refer(world, referral, world.new_case())
    with pytest.raises(Refused, match="no consent"):
        send(world, record)
    offered = next(one for one in offers(world.worker, record, "en") if one.transition.key == "send")
    assert "no consent" in offered.missing


def test_consent_covers_the_kinds_agreed_to_and_no_other(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    agree(world, agreement, case)
    assert consent.covers(refer(world, referral, case))
    assert not consent.covers(refer(world, referral, case, domain="court"))
    assert not consent.covers(refer(world, referral, case, domain="bank"))


def test_consent_that_ran_out_or_was_refused_covers_nothing(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    for answers in ({"until": "2020-01-01"}, {"agreed": "no"}):
        case = world.new_case()
        agree(world, agreement, case, **answers)
        assert not consent.covers(refer(world, referral, case)), answers


def test_every_kind_that_it_may_go_to_has_to_be_agreed_to(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    agree(world, agreement, case, share=["legal"])
    record = refer(world, referral, case, domain="court")
    assert not consent.covers(record)
    agree(world, agreement, case, share=["legal", "police"])
    assert consent.covers(record)
    assert not consent.covers(refer(world, referral, case, domain=None))


def test_help_of_our_own_needs_none_where_the_directory_says_that_it_is_ours(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    assert not consent.covers(refer(world, referral, world.new_case(), inside="yes")), "nobody else says so"
    entry = provider_entry(world, "ours")
    ours = directory.key_of(entry)
    assert consent.covers(refer(world, referral, world.new_case(), inside="yes", provider=ours))
    assert not consent.covers(refer(world, referral, world.new_case(), inside="no", provider=ours))
    change_record(entry, world.supervisor, kind="others")
    assert not consent.covers(refer(world, referral, world.new_case(), inside="yes", provider=ours))


def provider_entry(world: World, kind: str) -> Record:
    form = document(page("p", ask("name"), ask("kind", "choose_one", choices=choices("ours", "others"))))
    config = {"kind": "provider", "name": "name", "ours_when": "${kind} = 'ours'"}
    entries = make_type(form, key="entry", casework={"directory": config})
    record = make_record(
        entries, {"name": "Example centre", "kind": kind}, by=world.supervisor, office=world.office
    )
    directory.follow(record)
    assert Organisation.objects.filter(key=directory.key_of(record)).exists()
    return record


def test_a_supervisor_allows_it_with_a_reason_never_their_own_and_the_worker_sends_it(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    record = refer(world, referral, world.new_case())
    with pytest.raises(Refused, match="Say why"):
        step(world.supervisor, record, "override")
    allow(world, record)
    assert locked(record)
    assert consent.told(record.parent, [referral.pk]) == [], "nobody was told yet"  # type: ignore[arg-type]
    send(world, record)
    assert record.status == "sent"


def test_withdrawal_cancels_what_is_unsent_and_lists_who_was_told(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    given = agree(world, agreement, case)
    told, waiting = refer(world, referral, case), refer(world, referral, case)
    send(world, told)
    changed(change_record(given, world.worker, withdrawn=timezone.localdate().isoformat()), world.worker)
    waiting.refresh_from_db()
    told.refresh_from_db()
    assert (waiting.status, told.status) == ("cancelled", "sent")
    assert consent.standing_of(case).withdrawn
    assert [one.pk for one in consent.told(case, [referral.pk])] == [told.pk]
    assert consent.told(case, []) == []
    assert why(waiting) == f"Consent was withdrawn: {given.reference}"
    step(world.worker, told, "cancel")
    assert [one.pk for one in consent.told(case, [referral.pk])] == [told.pk], "telling cannot be taken back"


def why(record: Record) -> str:
    """The reason of its last step."""
    last = record.transitions.order_by("-at").first()
    assert last is not None
    return reason_of(last, KeyRing.of(record))


def test_what_was_allowed_and_not_sent_is_cancelled_too(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    given = agree(world, agreement, case, share=[])
    record = refer(world, referral, case)
    allow(world, record)
    changed(change_record(given, world.worker, withdrawn=day(0)), world.worker)
    record.refresh_from_db()
    assert record.status == "cancelled"


def test_an_approved_consent_is_withdrawn_by_a_step_with_a_reason(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    given, waiting = agree(world, agreement, case), refer(world, referral, case)
    step(world.supervisor, given, "approve")
    assert consent.covers(waiting)
    with pytest.raises(Refused, match="Say why"):
        step(world.worker, given, "withdraw_consent")
    step(world.worker, given, "withdraw_consent", "Example: the mother called")
    waiting.refresh_from_db()
    assert (waiting.status, consent.standing_of(case).withdrawn) == ("cancelled", True)
    assert consent.standing_of(case).withdrawn_on == timezone.localdate()
    assert locked(given)


def test_consent_is_withdrawn_one_by_one_and_never_for_several_at_once(
    world: World, agreement: RecordType
) -> None:
    assert "move-approve" in bulk.actions_for(world.supervisor, agreement, "en")
    assert "withdraw_consent" in {
        one.transition.key for one in offers(world.worker, agree(world, agreement, world.new_case()), "en")
    }
    assert "move-withdraw_consent" not in bulk.actions_for(world.worker, agreement, "en")


def test_the_page_of_a_withdrawal_says_what_it_ends(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    given, told, waiting = (
        agree(world, agreement, case),
        refer(world, referral, case),
        refer(world, referral, case),
    )
    send(world, told)

    def page_of(rule: str, who: Any) -> str:
        page = signed_in(who).get(f"/workspace/records/agreement/{given.pk}/move/{rule}/")
        return str(page.content.decode())

    ending = "Nobody outside is told anything more"
    assert ending not in page_of("approve", world.supervisor)
    shown = page_of("withdraw_consent", world.worker)
    assert ending in shown
    assert f"What has not been sent yet is cancelled: {waiting.reference}." in shown
    assert told.reference not in shown


def test_who_lets_it_be_sent_after_a_withdrawal_knows_of_it(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    agree(world, agreement, case, withdrawn=day(-1))
    record = refer(world, referral, case)
    with pytest.raises(Refused, match="withdrawn"):
        send(world, record)
    allow(world, record)
    send(world, record)
    assert record.status == "sent"


class TestSeveralConsents:
    @pytest.fixture(autouse=True)
    def case_of_today(self, world: World, agreement: RecordType, referral: RecordType) -> None:
        self.world, self.agreement, self.referral = world, agreement, referral
        self.case = world.new_case()

    def agree(self, given: int, **answers: Any) -> Record:
        return agree(self.world, self.agreement, self.case, day=day(given), **answers)

    def covered(self) -> bool:
        return consent.covers(refer(self.world, self.referral, self.case))

    def test_a_newer_one_takes_the_place_of_a_withdrawal(self) -> None:
        self.agree(-30, withdrawn=day(-10))
        self.agree(-9)
        assert self.covered()

    def test_a_withdrawal_noted_in_an_older_one_ends_the_newer(self) -> None:
        old = self.agree(-30)
        self.agree(-10)
        assert self.covered()
        change_record(old, self.world.worker, withdrawn=day(-10))
        assert not self.covered()
        assert consent.standing_of(self.case).withdrawn

    def test_one_that_was_given_before_counts_less_whenever_it_is_entered(self) -> None:
        self.agree(-10, agreed="no")
        self.agree(-30)
        assert not self.covered()

    def test_taking_the_newest_back_revives_no_older_one(self) -> None:
        self.agree(-30)
        newest = self.agree(-10)
        withdrawing.withdraw(self.world.supervisor, newest.pk, "Example: of another child")
        assert not self.covered()
        assert not consent.standing_of(self.case).withdrawn
        self.agree(-20)
        assert self.covered(), "another was recorded since"

    def test_taking_an_older_one_back_changes_nothing(self) -> None:
        old = self.agree(-30)
        self.agree(-10)
        withdrawing.withdraw(self.world.supervisor, old.pk, "Example: entered twice")
        assert self.covered()

    def test_a_withdrawal_that_is_brought_back_stops_what_waits(self) -> None:
        given = self.agree(-10, withdrawn=day(-1))
        withdrawing.withdraw(self.world.supervisor, given.pk, "Example: a mistake")
        waiting = refer(self.world, self.referral, self.case)
        withdrawing.bring_back(self.world.supervisor, given.pk, "Example: no mistake")
        waiting.refresh_from_db()
        assert waiting.status == "cancelled"

    def test_a_decision_in_place_of_consent_counts_once_it_was_made(self) -> None:
        given = self.agree(-1, instead="yes")
        assert not self.covered()
        step(self.world.supervisor, given, "approve")
        assert self.covered()


def test_a_step_of_the_case_itself_can_need_consent(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    content = {
        "states": [state("open"), state("gone", end=True)],
        "transitions": [transition("leave", "open", "gone", roles=["worker"], consent=True)],
    }
    make_workflow("leaving", content, world.case)
    case = world.new_case()
    with pytest.raises(Refused, match="consent form"):
        step(world.worker, case, "leave")
    given = agree(world, agreement, case, withdrawn=day(0))
    with pytest.raises(Refused, match="withdrawn"):
        step(world.worker, case, "leave")
    change_record(given, world.worker, withdrawn=None)
    step(world.worker, case, "leave")
    assert case.status == "gone"


def test_a_withdrawal_of_the_past_leaves_alone_what_waits_for_its_own(
    world: World, agreement: RecordType, referral: RecordType
) -> None:
    case = world.new_case()
    given, waiting = agree(world, agreement, case), refer(world, referral, case)
    past = historic.Step("withdraw_consent", "open", timezone.localdate(), "Example: on paper")
    historic.enter(world.supervisor, given.pk, past)
    waiting.refresh_from_db()
    assert waiting.status == "draft"
    assert not consent.covers(waiting)
