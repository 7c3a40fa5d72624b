"""Monthly figures of a campaign, pasted from a spreadsheet. All rows are kept or none; a wrong one is named by its line."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_builder.digits import in_readers_digits
from knowledge.models import CampaignPage, CampaignReach
from knowledge.models.campaign import Channel, ReachMethod
from knowledge.searching.spellings import latin_digits

MOST_ROWS = 200
COLUMNS = (
    gettext_lazy("channel"), gettext_lazy("from"), gettext_lazy("to"), gettext_lazy("events or posts"),
    gettext_lazy("impressions"), gettext_lazy("unique reach"), gettext_lazy("engagements"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    number: int
    cells: list[str]


class PastedReach(forms.Form):
    campaign: Any = forms.ModelChoiceField(
        CampaignPage.objects.filter(locale__language_code="bn"), label=gettext_lazy("campaign")
    )
    rows = forms.CharField(
        label=gettext_lazy("rows of the spreadsheet"), max_length=40_000, widget=forms.Textarea, strip=False
    )

    def clean_rows(self) -> list[CampaignReach]:
        lines = [
            Line(number, latin_digits(text).replace(",", "").split("\t"))
            for number, text in enumerate(self.cleaned_data["rows"].splitlines(), start=1)
            if text.strip()
        ]
        if lines and not any(sign.isdigit() for cell in lines[0].cells for sign in cell):
            lines = lines[1:]  # the names of the columns
        if not 0 < len(lines) <= MOST_ROWS:
            raise ValidationError(
                _("Paste between 1 and %(most)s rows.") % {"most": in_readers_digits(MOST_ROWS)}
            )
        problems: list[str] = []
        made = [row for line in lines if (row := _read(line, problems))]
        if problems:
            raise ValidationError(problems)
        return made

    @transaction.atomic
    def save(self) -> int:
        """Commits all rows together."""
        for row in self.cleaned_data["rows"]:
            row.campaign = self.cleaned_data["campaign"]
            row.save()
        return len(self.cleaned_data["rows"])


def _read(line: Line, problems: list[str]) -> CampaignReach | None:
    try:
        row = _row([cell.strip() for cell in line.cells])
        row.full_clean(exclude=["campaign"])
    except ValidationError as error:
        for message in error.messages:
            problems.append(
                _("Line %(number)s: %(problem)s")
                % {"number": in_readers_digits(line.number), "problem": message}
            )
        return None
    return row


def _row(cells: list[str]) -> CampaignReach:
    if len(cells) != len(COLUMNS):
        raise ValidationError(
            _("%(found)s columns instead of %(wanted)s.")
            % {"found": in_readers_digits(len(cells)), "wanted": in_readers_digits(len(COLUMNS))}
        )
    channel, first, last, *numbers = cells
    events, impressions, unique, engagements = (_number(cell) for cell in numbers)
    return CampaignReach(
        channel=_channel(channel),
        starts_on=_date(first),
        ends_on=_date(last),
        events=events,
        method=ReachMethod.PLATFORM,
        impressions=impressions,
        unique=unique,
        engagements=engagements,
    )


def _channel(text: str) -> str:
    known = {str(label).casefold(): value for value, label in Channel.choices} | {
        name: name for name in Channel.values
    }
    if text.casefold() not in known:
        raise ValidationError(_("“%(text)s” is no channel.") % {"text": text[:40]})
    return str(known[text.casefold()])


def _date(text: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValidationError(_("“%(text)s” is no date such as 05/11/2026.") % {"text": text[:40]})


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise ValidationError(_("“%(text)s” is no whole number.") % {"text": text[:40]})
    return int(text)


def paste_reach(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("knowledge.add_campaignreach"):
        raise PermissionDenied
    form = PastedReach(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Rows kept: %(count)s.") % {"count": in_readers_digits(form.save())})
        return redirect("campaign_reach:index")
    context = {"form": form, "columns": COLUMNS, "channels": Channel.choices}
    return render(request, "knowledge/admin/paste_reach.html", context)
