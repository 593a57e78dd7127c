"""One JSON object per log record on stdout, as the pipeline of fraiseql-loki reads it.

Copy this file into your application and call `configure()` once, at its start. It needs Python 3.9
or later and nothing else. Where OpenTelemetry is installed, lines of an active span carry its ids.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, Optional

try:
    from opentelemetry import trace
except ImportError:
    trace = None

_Raised = tuple[type[BaseException], BaseException, Optional[TracebackType]]

_bound: ContextVar[Mapping[str, Any]] = ContextVar("fraiseql_log_context", default={})

# The words that the pipeline knows, by the number from which each counts.
_LEVELS = (
    (logging.CRITICAL, "critical"),
    (logging.ERROR, "error"),
    (logging.WARNING, "warning"),
    (logging.INFO, "info"),
    (logging.DEBUG, "debug"),
)

# What every record has, so that the rest is what a caller gave in `extra`.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_FIELDS = frozenset({"context", "fingerprint", "trace_id", "span_id"})

_TRACE_ID = re.compile(r"(?!0{32})[0-9a-f]{32}")
_SPAN_ID = re.compile(r"(?!0{16})[0-9a-f]{16}")


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON.

    `extra` may have `fingerprint`, `context` (a dictionary), `trace_id` and `span_id`; every other
    name in it becomes a part of the context.
    """

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, timezone.utc)
        line: dict[str, Any] = {
            "timestamp": time.isoformat(timespec="microseconds"),
            "level": _level(record.levelno),
            "message": record.getMessage(),
            "logger": record.name,
            **_ids(record),
        }
        fingerprint = getattr(record, "fingerprint", None) or _fingerprint(record)
        if fingerprint is not None:
            line["fingerprint"] = str(fingerprint)
        context = _context(record)
        if context:
            line["context"] = context
        line.update(self._exception(record))
        return _json(line)

    def _exception(self, record: logging.LogRecord) -> dict[str, str]:
        raised = _raised(record)
        if raised is not None:
            return {
                "exception_type": raised[0].__name__,
                "stack_trace": self.formatException(raised),
            }
        if record.stack_info:
            return {"stack_trace": self.formatStack(record.stack_info)}
        return {}


def configure(level: int = logging.INFO) -> None:
    """Sends every record of `level` or above to stdout, warnings and uncaught exceptions too.

    Handlers that the root logger has are removed: each line would be stored twice.
    """
    # A container may have no locale; lines are UTF-8 all the same.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # Otherwise a crash is printed to stderr as many lines that are no JSON.
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


@contextmanager
def log_context(**context: Any) -> Iterator[None]:
    """Adds to the context of every line that is logged inside, in this task or thread."""
    token = _bound.set({**_bound.get(), **context})
    try:
        yield
    finally:
        _bound.reset(token)


def _level(number: int) -> str:
    return next((word for least, word in _LEVELS if number >= least), "trace")


def _ids(record: logging.LogRecord) -> dict[str, str]:
    """The ids of the active span, else those of the record. Only such as W3C prescribes."""
    if trace is not None:
        span = trace.get_current_span().get_span_context()
        if span.is_valid:  # without an active span both are zero
            return {
                "trace_id": format(span.trace_id, "032x"),
                "span_id": format(span.span_id, "016x"),
            }
    given = {
        "trace_id": (_TRACE_ID, getattr(record, "trace_id", None)),
        "span_id": (_SPAN_ID, getattr(record, "span_id", None)),
    }
    return {
        name: value
        for name, (form, value) in given.items()
        if isinstance(value, str) and form.fullmatch(value)
    }


def _context(record: logging.LogRecord) -> dict[str, Any]:
    own = getattr(record, "context", None)
    others = {name: value for name, value in vars(record).items() if name not in _OWN | _FIELDS}
    given = own if isinstance(own, Mapping) else {} if own is None else {"context": own}
    return {**_bound.get(), **others, **given}


def _raised(record: logging.LogRecord) -> Optional[_Raised]:
    """The record's exception. `exc_info=True` outside of an exception makes a tuple of None."""
    info = record.exc_info
    return info if isinstance(info, tuple) and info[0] is not None else None


def _fingerprint(record: logging.LogRecord) -> Optional[str]:
    """The exception's class and the function that raised it: the same for each of its kind."""
    raised = _raised(record)
    if raised is None:
        return None
    kind, _, step = raised
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None:
        return kind.__name__
    frame = step.tb_frame
    # No @, which would make it look like a mail address to the agent's redaction.
    return f"{kind.__name__} in {frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}"


def _json(line: dict[str, Any]) -> str:
    """JSON in one line, letters as they are, so that a filter for a name finds it."""
    try:
        text = json.dumps(line, ensure_ascii=False, allow_nan=False, default=str)
    except Exception:
        # A key that is no text, a number that JSON has not, a circle: the line itself is kept.
        context = {"unprintable": repr(line.get("context"))}
        text = json.dumps({**line, "context": context}, ensure_ascii=False)
    # Half a surrogate pair is no UTF-8; written as an escape it is JSON.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _log_uncaught(
    kind: type[BaseException], exception: BaseException, traceback: Optional[TracebackType]
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, exception, traceback)
    elif not issubclass(kind, SystemExit):
        logging.critical("uncaught exception", exc_info=(kind, exception, traceback))
