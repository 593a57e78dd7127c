"""Prints lines of the formatter by name: the samples of fraiseql-loki's tests and pages.

python3 samples.py > samples.json
"""

import json
import logging
import sys
from typing import Any

from fraiseql_logging import JsonFormatter, log_context

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
OTHER_TRACE = "00f067aa0ba902b74bf92f3577b34da6"
SPAN = "00f067aa0ba902b7"
# 2026-01-10 12:00:00.123456 UTC
MOMENT = 1768046400.123456


class DatabaseConnectionError(Exception):
    pass


class ValidationError(Exception):
    pass


def raised(error: Exception, function: str = "connect") -> tuple:
    """The error as a function of `shop.db` raises it, without a path of this machine."""
    code = compile(f"def {function}(error):\n    raise error\n", "shop/db.py", "exec")
    module: dict[str, Any] = {"__name__": "shop.db"}
    exec(code, module)
    try:
        module[function](error)
    except Exception as caught:
        outer = caught.__traceback__
        return type(caught), caught, outer and outer.tb_next
    raise AssertionError("it did not raise")


def line(level: int, message: str, exc_info: Any = None, **extra: Any) -> str:
    record = logging.LogRecord("fraiseql", level, "shop/db.py", 1, message, None, exc_info)
    record.created = MOMENT
    vars(record).update({"trace_id": OTHER_TRACE, "span_id": SPAN, **extra})
    return JsonFormatter().format(record)


def error(kind: type[Exception], fingerprint: str, **extra: Any) -> str:
    caught = raised(kind("no answer"))
    message = f"failed with {kind.__name__}"
    return line(logging.ERROR, message, caught, fingerprint=fingerprint, **extra)


def samples() -> dict[str, str]:
    with log_context(tenant_id="tenant_123"):
        guide = line(
            logging.ERROR,
            "Database connection failed",
            raised(DatabaseConnectionError("no answer from db:5432")),
            trace_id=TRACE,
            fingerprint="db_connection_timeout",
            context={"user_id": "user_789", "operation": "create_post"},
        )
    acme = {"tenant_id": "acme"}
    user = {"user_id": "user_789", **acme}
    return {
        "guide": guide,
        "ownFingerprint": line(logging.ERROR, "import failed", raised(KeyError("id"), "parse_row")),
        "retry": line(logging.WARNING, "retry of the connection", attempt=2),
        "started": line(logging.INFO, "started", trace_id="0" * 32, span_id="0" * 16),
        "queryPlan": line(logging.DEBUG, "query plan"),
        "connection1": error(DatabaseConnectionError, "fp-connection", trace_id=TRACE, context=user),
        "connection2": error(
            DatabaseConnectionError, "fp-connection", context={"user_id": "user_1", **acme}
        ),
        "connection3": error(DatabaseConnectionError, "fp-pool", context={"tenant_id": "globex"}),
        "validation": error(ValidationError, "fp-validation"),
        "timeout": error(TimeoutError, "fp-timeout", context={"user_id": "user_7890"}),
        "sameTrace": line(logging.INFO, "query executed", trace_id=TRACE),
        # Holds the id and the user's name, but not in their fields.
        "mentions": line(
            logging.INFO, f"retry of {TRACE} for user_789 after DatabaseConnectionError"
        ),
        "userInfo": line(logging.INFO, "logged in", context=user),
        "denied1": line(logging.WARNING, "Authentication failed for api key"),
        "denied2": line(logging.WARNING, "UNAUTHORIZED ACCESS to /admin"),
    }


if __name__ == "__main__":
    json.dump(samples(), sys.stdout, indent=2, ensure_ascii=False)
    print()
