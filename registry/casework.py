"""What a record type means for casework: which of its questions say how to reach a child safely, what was agreed to
and what is shared. Set up as data, so that no other code names a question of any programme.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forms_builder.schema import Compartment, Sensitivity
from registry.models import RecordType


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(Part):
    """Of a type whose records say what somebody agreed to. The newest below a record counts; see `registry.consent`."""

    holds_when: str
    """Condition over all its answers: there is consent, not withdrawn, not run out."""
    withdrawn_when: str
    share: str
    """Key of the question whose answers are the kinds of recipients agreed to."""
    given_on: str = ""
    """Key of the question for the day it was given; the day it was entered where there is none."""
    withdrawn_on: str = ""
    """Key of the question for the day it was withdrawn. A withdrawal without a day ends no newer consent."""
    withdrawn_in: tuple[str, ...] = ()
    """States that mean that it was withdrawn."""
    decided_when: str = ""
    """Condition under which it stands in for somebody's consent, so that it holds only once it was decided."""
    decided_in: tuple[str, ...] = ()
    """States in which that decision was made."""


class Sharing(Part):
    """Of a type whose records tell others about the record above: referrals."""

    about: str
    """Key of the question that says what kind of help it is for."""
    kinds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Answer to it → kinds of recipients, all of which must have been agreed to: it may go to any of them."""
    inside_when: str = ""
    """Condition: the recipient is one of us, so nothing is shared. It counts only where the directory says so too."""
    recipient: str
    """Key of the question that names the recipient."""
    unsent: tuple[str, ...] = ()
    """States in which nothing was told yet."""
    allowed: tuple[str, ...] = ()
    """Those of them in which somebody let it be sent although consent does not cover it."""
    waiting: tuple[str, ...] = ()
    """States in which an answer is awaited."""
    cancel: str = ""
    """Key of the transition that is made from those when consent is withdrawn."""
    letter: tuple[str, ...] = ()
    """Keys of the questions whose answers stand in the letter: the least that the recipient needs."""
    identity_when: str = ""
    """Condition under which the letter also says `identity` of the record above."""
    identity: tuple[str, ...] = ()


class Transfer(Part):
    """Of a type whose records say that the one above went to somebody else altogether."""

    recipient: str
    """Key of the question that names who took it over."""
    when: str = ""
    """Condition under which a record says so."""
    states: tuple[str, ...] = ()
    """States of the record above in which it has gone there."""


class Conversion(Part):
    """Of a type that comes in from outside: what it becomes, and which answers are carried over."""

    to: str
    answers: dict[str, str] = Field(default_factory=dict)
    """Question of the new record → question of this one."""
    values: dict[str, str] = Field(default_factory=dict)
    """Question of the new record → what is answered in any case."""
    reference: str = ""
    """Question of the new record that takes this record's reference."""
    acknowledge: str = ""
    """Key of the transition that this record makes first, where nobody has taken it up yet."""
    transition: str = ""
    """Key of the transition that it then makes, where its state allows it. What it became is the reason."""


class Needs(Part):
    """Where the open needs of a case stand: in rows of the newest record of a type below it."""

    record_type: str
    rows: str
    """Key of the repeat."""
    about: str
    """Key of the question in a row that names the need."""
    level: str
    """Key of the question in a row that says how pressing it is."""
    over: tuple[str, ...] = ()
    """Answers to it that mean that nothing is needed."""


class Conference(Part):
    """Of a type whose records are conferences about the case above: what was agreed becomes tasks."""

    rows: str
    """Key of the repeat with what was agreed, one action a row."""
    who: str
    """Key of the question in a row that names the colleague who sees to it, one who may see the conference; the case's own
    worker where nobody is named."""
    due: str
    """Key of the question in a row for the day by which it is done."""
    status: str
    """Key of the question in a row that tells how far it is."""
    done: tuple[str, ...] = ()
    """Answers to it that mean it is done."""
    dropped: tuple[str, ...] = ()
    """Answers to it that mean it is not to be done any more."""
    needs: Needs | None = None
    """What the agenda lists as open needs."""


class Directory(Part):
    """Of a type whose records are organisations that other forms offer as answers: a directory of providers."""

    kind: str
    """The kind of organisation that they are."""
    name: str
    """Key of the question for its name, in whatever language it was written."""
    ours_when: str = ""
    """Condition over its open answers: it is one of ours, so that what goes there is not told to others."""


class Relation(Part):
    """How a record of the type may have to do with another one: siblings, a mother and her child."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: dict[str, str]
    """Read from the record that it begins at: “parent of”."""
    inverse: dict[str, str] = Field(default_factory=dict)
    """Read from the other one: “child of”. Blank where both are the same to each other."""
    to: str = ""
    """Key of the other record's type; the same type where blank."""
    one: bool = False
    """Whether a record has at most one such relation."""
    one_back: bool = False
    """Whether the other record is in at most one such relation."""
    beside: tuple[str, ...] = ()
    """Keys of relations that two records may be in besides this one. Of all others they are in one only: nobody is
    both the sister and the mother of somebody."""


class Signing(Part):
    """Of a type whose records are signed by whoever wrote them. What is signed changes no more; it is added to."""

    countersign: tuple[str, ...] = ()
    """Keys of the roles of which somebody may sign after the author; nobody where there are none."""
    sensitivity: Sensitivity = Sensitivity.RESTRICTED
    compartment: Compartment = Compartment.NONE
    """How secret an addendum is: like the most sensitive answers that it may correct."""


class AttemptsBelow(Part):
    """Records of a type below say whether the person was reached, so they count as attempts to make contact."""

    record_type: str
    question: str
    """Key of the question that says it."""
    day: str
    """Key of the question for the day of it."""
    vain: tuple[str, ...]
    """Answers that mean that nobody was reached."""
    reached: tuple[str, ...] = ()
    """Answers that mean that the person was."""


class Casework(Part):
    """All of it for one type; what is left out does not concern the type."""

    safe_contact: str = ""
    """Key of the question for the safe way and time to make contact."""
    free_when: str = ""
    """Condition under which nobody who controls the person is with them; telephone numbers may be called."""
    category: str = ""
    """Key of the question whose changes are told with their days."""
    attempts: bool = False
    """Whether attempts to reach the person are counted."""
    attempts_below: tuple[AttemptsBelow, ...] = ()
    """What counts as an attempt besides those noted with one tap."""
    born: str = ""
    """Key of the question for the date of birth: the record above gets a task on the eighteenth birthday."""
    age: str = ""
    """Key of the question for an estimated age, where the date of birth is not known."""
    age_on: str = ""
    """Key of the question for the day on which that was the age."""
    adult_opens: str = ""
    """Key of the record type that the task opens."""
    consent: Consent | None = None
    sharing: Sharing | None = None
    transfer: Transfer | None = None
    becomes: Conversion | None = None
    directory: Directory | None = None
    relations: tuple[Relation, ...] = ()
    signing: Signing | None = None
    conference: Conference | None = None
    intake: bool = False
    """Whether its records come in from outside and wait in the queue."""


def casework_of(record_type: RecordType) -> Casework:
    return Casework.model_validate(record_type.casework)
