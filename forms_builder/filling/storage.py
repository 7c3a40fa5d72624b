"""formtools' storage over a draft: bound to its owner, sealed, saved only against the revision it was read at."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.datastructures import MultiValueDict
from formtools.wizard.storage.base import BaseStorage

from forms_builder.filling import drafts
from forms_builder.filling.payload import PageStamp, Payload, Typed
from forms_builder.models import Draft


class DraftStorage(BaseStorage):
    """One request's hold on a draft. Reading never writes; `keep` and `finish` write at once."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.read()
        self.init_data()

    @property
    def place(self) -> dict[str, Any]:
        """What the addresses of this request have in common besides the draft."""
        return {
            name: value
            for name, value in self.request.resolver_match.kwargs.items()
            if name not in ("draft", "step")
        }

    def read(self) -> None:
        """Read the draft again, for somebody else may have saved it."""
        try:
            self.draft: Draft = self.find()
        except drafts.NotTheirs:  # its page says so, see `not_theirs`
            raise
        except Draft.DoesNotExist as error:
            raise Http404("There is no such draft for this person.") from error
        self.payload: Payload = drafts.opened(self.draft)

    def find(self) -> Draft:
        """The draft, for those who may have it; `Draft.DoesNotExist` for all others."""
        return drafts.get(self.request.user, self.request.resolver_match.kwargs["draft"])

    def init_data(self) -> None:
        """The draft's own fields are the data; only the step of this request lives here."""
        self.data: dict[str, Any] = {self.step_key: self.draft.step or None, self.extra_data_key: {}}

    def reset(self) -> None:
        """Does nothing: a draft is emptied by sending or deleting it, never by opening an address."""

    # -- What formtools asks -----------------------------------------------------------------------

    def get_step_data(self, step: str) -> MultiValueDict[str, str] | None:
        """What was typed on an unfinished page; None where the stored answers are all there is."""
        return self.payload.typed_on(step)

    def set_step_data(self, step: str, cleaned_data: dict[str, Any]) -> None:
        """A page is finished: its answers are all that is kept."""
        self.payload.answers = cleaned_data
        self.payload.raw.pop(step, None)
        self.save(step)

    def get_step_files(self, step: str) -> None:
        """Files are sealed and kept as they come in; the answers hold their ids."""
        return

    def set_step_files(self, step: str, files: Any) -> None:
        """See `get_step_files`."""

    # -- Unfinished pages --------------------------------------------------------------------------

    def is_behind(self, step: str, seen: int, tab: str) -> bool:
        """Whether another open page changed this step after the revision `seen`."""
        stamp = self.payload.stamps.get(step)
        return stamp is not None and stamp.revision > seen and (not tab or stamp.tab != tab)

    def keep(self, step: str, typed: Typed, tab: str) -> None:
        """Keep what was typed, whatever it is; `drafts.Stale` when the draft moved on meanwhile."""
        self.payload.raw[step] = typed
        self.payload.stamps[step] = PageStamp(self.draft.revision + 1, tab)
        self.save(step)

    def understand(self, step: str, answers: dict[str, Any], instead: Collection[str] = ()) -> None:
        """Note what could be read of an unfinished page, so that other pages follow it.

        `instead`: fields whose answers were set whatever was typed there.
        """
        self.payload.forget(instead)
        if answers != self.payload.answers:
            self.payload.answers = answers
            self.save(step)

    def save(self, step: str) -> None:
        drafts.save(self.draft, self.payload, step)
