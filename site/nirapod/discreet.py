"""Errors told without their messages, which may quote somebody's answers: the kind of error and where it happened."""

import logging
import traceback
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def kind_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def way_of(error: BaseException) -> str:
    """The lines of code an error passed through, without what stood in them."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


class DiscreetFormatter(logging.Formatter):
    """Formats exceptions, and those behind them, as kinds and ways."""

    def formatException(self, ei: ExceptionInfo) -> str:
        told = []
        error = ei[1]
        while error is not None:
            told.append(f"{way_of(error)}\n{kind_of(error)}")
            error = error.__cause__ or error.__context__
        return "\n-- because of --\n".join(told)
