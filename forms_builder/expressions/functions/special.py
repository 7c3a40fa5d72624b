"""The signatures of the functions that the compiler writes itself (see `forms`)."""

from forms_builder.expressions.functions.registry import form
from forms_builder.expressions.values import ValueType

form("if", "boolean any any", ValueType.ANY)
form("coalesce", "any any*", ValueType.ANY)
form("once", "any", ValueType.ANY)
form("position", "nodes?", ValueType.NUMBER)
form("last", "", ValueType.NUMBER)
form("current", "", ValueType.NODES)
form("instance", "text", ValueType.NODES)
form("indexed-repeat", "nodes nodes number nodes? number? nodes? number?", ValueType.ANY)
