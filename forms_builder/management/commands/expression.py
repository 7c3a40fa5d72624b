"""`manage.py expression cases FILE`: runs recorded expression cases and prints what became of each.

Reading and running live in `forms_builder.expressions`; here are only the options, the output and the exit code:
0 in order, 1 too many cases fail, 2 the file or an option cannot be used.
"""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_builder.expressions.recorded import BadRecording, read_recording
from forms_builder.expressions.replaying import Status, Verdict, replay

RECORDED_IN = "America/Phoenix"
RECORDED_AT = "2026-11-23T13:58:13"
"""When the recording was made that the default is for: cases with `today()` hold on that day only."""


class Command(BaseCommand):
    help = "Run recorded expression cases through the evaluator of forms."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _cases_arguments(actions.add_parser("cases", help="Run the cases of a file (JSON)."))

    def handle(
        self, *args: Any, file: Path, as_json: bool, time_zone: ZoneInfo, now: datetime, **options: Any
    ) -> None:
        try:
            verdicts = replay(read_recording(file), now.replace(tzinfo=now.tzinfo or time_zone))
        except BadRecording as error:
            raise CommandError(str(error), returncode=2) from error
        counts = Counter(verdict.status for verdict in verdicts)
        self.stdout.write(as_object(verdicts, counts) if as_json else as_lines(verdicts, counts))
        if not enough(counts, options["at_least"]):
            raise SystemExit(1)


def enough(counts: Counter[Status], at_least: float | None) -> bool:
    """Whether so many per cent of the cases that ran hold; without a limit, whether none failed."""
    passed, ran = counts[Status.PASSED], counts[Status.PASSED] + counts[Status.FAILED]
    return passed == ran if at_least is None else passed * 100 >= at_least * ran


def as_object(verdicts: list[Verdict], counts: Counter[Status]) -> str:
    cases = [
        {
            "number": verdict.case.number,
            "expression": verdict.case.expression,
            "status": verdict.status.value,
            "expected": verdict.case.expected,
            "got": verdict.got,
            "reason": verdict.reason,
        }
        for verdict in verdicts
    ]
    return json.dumps({**{status.value: counts[status] for status in Status}, "cases": cases})


def as_lines(verdicts: list[Verdict], counts: Counter[Status]) -> str:
    """Counts, then the failing cases, one a line."""
    failed = [
        f"{verdict.case.number}: {verdict.case.expression!r}: expected {verdict.case.expected!r}, "
        f"got {verdict.got!r} ({verdict.reason})"
        for verdict in verdicts
        if verdict.status is Status.FAILED
    ]
    return "\n".join([", ".join(f"{counts[status]} {status.value}" for status in Status), *failed])


def _cases_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="The recorded cases")
    parser.add_argument("--json", action="store_true", dest="as_json", help="Print one JSON object")
    parser.add_argument(
        "--at-least", type=_percent, metavar="PERCENT", help="Succeed when so many of the cases that ran hold"
    )
    parser.add_argument(
        "--time-zone",
        type=_zone,
        default=RECORDED_IN,
        help="Time zone of the recording (default: %(default)s)",
    )
    parser.add_argument(
        "--now",
        type=_moment,
        default=RECORDED_AT,
        help="The moment of the recording, as YYYY-MM-DDTHH:MM:SS (default: %(default)s)",
    )


def _percent(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 100:
        raise ArgumentTypeError(f"{text!r} is not a number from 0 to 100")
    return number


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (LookupError, ValueError, OSError) as error:
        raise ArgumentTypeError(f"there is no time zone {text!r}") from error


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a moment") from error
