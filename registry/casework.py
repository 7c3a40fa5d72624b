"""What a record type means for casework: which of its questions say how to reach a child safely, what was agreed to
and what is shared. Set up as data, so that no other code names a question of any programme.
"""

from pydantic import BaseModel, ConfigDict, Field

from forms_builder.schema import Compartment, Sensitivity
from registry.models import RecordType


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(Part):
    """Of a type whose records say what somebody agreed to. The newest below a record counts."""

    holds_when: str
    """Condition over all its answers: there is consent, not withdrawn, not run out."""
    withdrawn_when: str
    share: str
    """Key of the question whose answers are the kinds of recipients agreed to."""


class Sharing(Part):
    """Of a type whose records tell others about the record above: referrals."""

    about: str
    """Key of the question that says what kind of help it is for."""
    kinds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Answer to it → kinds of recipients, one of which must have been agreed to."""
    inside_when: str = ""
    """Condition: the recipient is one of us, so nothing is shared."""
    recipient: str
    """Key of the question that names the recipient."""
    unsent: tuple[str, ...] = ()
    """States in which nothing was told yet."""
    cancel: str = ""
    """Key of the transition that is made from those when consent is withdrawn."""
    letter: tuple[str, ...] = ()
    """Keys of the questions whose answers stand in the letter: the least that the recipient needs."""
    identity_when: str = ""
    """Condition under which the letter also says `identity` of the record above."""
    identity: tuple[str, ...] = ()


class Conversion(Part):
    """Of a type that comes in from outside: what it becomes, and which answers are carried over."""

    to: str
    answers: dict[str, str] = Field(default_factory=dict)
    """Question of the new record → question of this one."""
    values: dict[str, str] = Field(default_factory=dict)
    """Question of the new record → what is answered in any case."""
    reference: str = ""
    """Question of the new record that takes this record's reference."""
    transition: str = ""
    """Key of the transition that this record then makes, where its state allows it."""


class Signing(Part):
    """Of a type whose records are signed by whoever wrote them. What is signed changes no more; it is added to."""

    countersign: tuple[str, ...] = ()
    """Keys of the roles of which somebody may sign after the author; nobody where there are none."""
    sensitivity: Sensitivity = Sensitivity.RESTRICTED
    compartment: Compartment = Compartment.NONE
    """How secret an addendum is: like the most sensitive answers that it may correct."""


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
    born: str = ""
    """Key of the question for the date of birth: the record above gets a task on the eighteenth birthday."""
    adult_opens: str = ""
    """Key of the record type that the task opens."""
    consent: Consent | None = None
    sharing: Sharing | None = None
    becomes: Conversion | None = None
    signing: Signing | None = None
    intake: bool = False
    """Whether its records come in from outside and wait in the queue."""


def casework_of(record_type: RecordType) -> Casework:
    return Casework.model_validate(record_type.casework)
