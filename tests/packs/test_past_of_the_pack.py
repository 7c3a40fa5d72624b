"""The first months of the programme arrive: a case worker brings the cases of a file in, the supervisor answers for them."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from registry.models import Record
from tests.factories.survivor import DHAKA, Journey
from tests.importing.conftest import Importer, as_csv, committing

pytestmark = pytest.mark.django_db

START = "/workspace/records/identification/import/"
NOW = datetime(2025, 11, 5, 10, 0, tzinfo=DHAKA)
HEAD = (
    "তারিখ", "জেলা", "উপজেলা / সিটি কর্পোরেশন / পৌরসভা", "কে শিশুকে শনাক্ত করেছেন", "আপাতত ব্যবহৃত নাম বা ছদ্মনাম",
    "লিঙ্গ", "বয়স (পূর্ণ বছর)", "উপকারভোগীর ধরন", "লক্ষিত ঝুঁকি", "তাৎক্ষণিক চাহিদা",
    "শিশু কি এখন নিয়ন্ত্রণকারী কারও সঙ্গে আছে?", "দ্বৈত নথি যাচাই করা হয়েছে", "প্রাথমিক ঝুঁকি মাত্রা",
    "যোগ্যতার সিদ্ধান্ত", "বাছাই শেষ করুন", "নিবন্ধন করুন",
)  # fmt: skip
CASE = (
    "যশোর", "যশোর সদর", "ডিএএম আউটরিচ", "ডেমো শিশু", "নারী/মেয়ে", "১৪", "সিএসইসি-ঝুঁকিতে থাকা শিশু", "দারিদ্র্য", "নেই",
    "না", "হ্যাঁ", "মধ্যম", "যোগ্য – নিবন্ধন",
)  # fmt: skip


@pytest.fixture
def journey(applied_pack: None) -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield Journey(clock)


def test_the_past_of_a_file_is_answered_for_by_the_supervisor_of_whoever_sent_it(
    journey: Journey, django_capture_on_commit_callbacks: Any
) -> None:
    worker, supervisor = journey.worker, journey.supervisor
    importer = Importer(committing(worker, django_capture_on_commit_callbacks), journey.office, START)
    days = (("০৫/০৯/২০২৪", "১০/০৯/২০২৪", "১২/০৯/২০২৪"), ("০৬/০৯/২০২৪", "১১/০৯/২০২৪", ""))
    importer.send(as_csv(HEAD, *((own, *CASE, *steps) for own, *steps in days)))
    importer.check()
    importer.do("apply")
    cases = Record.objects.exclude(pk=journey.case.pk).order_by("reference")
    assert [(one.status, one.owner) for one in cases] == [("identified", worker)] * 2
    past = f"{importer.address}past/"
    assert importer.client.get(past).status_code == 404
    supervised = committing(supervisor, django_capture_on_commit_callbacks)
    assert f'href="{past}"' in supervised.get("/workspace/").content.decode()
    assert past not in importer.client.get("/workspace/").content.decode()
    supervised.post(past, {"reason": "ডেমো – কাগজের ফাইল"})
    assert past not in supervised.get("/workspace/").content.decode()
    assert [one.status for one in cases.all()] == ["enrolled", "screened"]
    enrolled = cases[0].transitions.get(to_status="enrolled")
    assert (enrolled.by, enrolled.day, enrolled.historic) == (supervisor, date(2024, 9, 12), True)
