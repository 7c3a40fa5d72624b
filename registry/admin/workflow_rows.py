"""Between a workflow's document and the rows of its editor. Reading and writing are inverse."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.admin.workflow_forms import ANSWERED
from registry.admin.workflow_parts import assignment
from registry.workflow.document import Reason


def words(part: Mapping[str, Any], name: str = "label") -> dict[str, str]:
    said = part.get(name, {})
    return {f"{name}_bn": said.get("bn", ""), f"{name}_en": said.get("en", "")}


def state_row(state: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: state.get(name) for name in ("end", "locked")}
    return {"key": state["value"], **words(state), **kept, "open_for": list(state.get("open_for", ()))}


def state_of(row: Any) -> dict[str, Any]:
    data = row.cleaned_data
    kept = {name: data[name] for name in ("end", "locked", "open_for")}
    return {"value": data["key"], "label": row.label_words, **kept}


def transition_row(one: Mapping[str, Any]) -> dict[str, Any]:
    message = one.get("when_message", {})
    return {
        "key": one["key"],
        **words(one),
        "sources": list(one.get("sources", ())),
        "to": one.get("to", ""),
        "roles": list(one.get("roles", ())),
        "when": one.get("when", ""),
        "when_en": message.get("en", ""),
        "when_bn": message.get("bn", ""),
        "reason": one.get("reason", Reason.NO.value),
        "four_eyes": list(one.get("four_eyes", ())),
        "consent": one.get("consent", False),
        "sets": "\n".join(f"{key} = {source}" for key, source in one.get("sets", {}).items()),
        "automatic": one.get("automatic", False),
        "closes": " ".join(one.get("closes", ())),
        "waits_for": " ".join(one.get("waits_for", ())),
        "needs": list(one.get("needs", ())),
        "moves": " ".join(f"{task}={day}" for task, day in one.get("moves", {}).items()),
    }


def transition_of(row: Any, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    data = row.cleaned_data
    message = {"bn": data["when_bn"], "en": data["when_en"]}
    same = {
        name: data[name]
        for name in (
            "key",
            "to",
            "when",
            "reason",
            "automatic",
            "consent",
            "sources",
            "roles",
            "four_eyes",
            "needs",
        )
    }
    return {
        **same,
        "label": row.label_words,
        "when_message": message if any(message.values()) else {},
        "sets": dict(assignment(line) for line in data["sets"].splitlines() if line.strip()),
        "closes": data["closes"].split(),
        "waits_for": data["waits_for"].split(),
        "moves": dict(pair.split("=") for pair in data["moves"].split()),
        "tasks": tasks,
    }


def task_rows(document: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for one in document.get("at_start", ()):
        yield task_row(one, "")
    for one in document.get("on_change", ()):
        yield task_row(one, ANSWERED)
    for move in document.get("transitions", ()):
        for one in move.get("tasks", ()):
            yield task_row(one, move["key"])


def task_row(one: Mapping[str, Any], at: str) -> dict[str, Any]:
    names = ("after", "when", "role", "opens", "answered_when", "escalate_to", "below")
    plain = {name: one.get(name, "") for name in names}
    days = {"days": one.get("days", 0), "escalate_after": one.get("escalate_after")}
    days |= {name: one.get(name, False) for name in ("every_day", "by_sealed")}
    return {"key": one["key"], **words(one), "at": at, **plain, **days}


def task_of(row: Any) -> dict[str, Any]:
    data = row.cleaned_data
    names = ["key", "days", "every_day", "after", "when", "role", "opens", "answered_when"]
    names += ["escalate_after", "escalate_to"]
    names += ["below", "by_sealed"] if data["at"] == ANSWERED else []
    return {"label": row.label_words, **{name: data[name] for name in names}}
