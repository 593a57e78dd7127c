"""Whose trace a line says it belongs to. python3 -m unittest"""

import unittest

from logged_lines import LoggedLines

try:
    from opentelemetry.sdk.trace import TracerProvider
except ImportError:
    TracerProvider = None

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"


class Ids(LoggedLines):
    def test_of_the_record_are_written(self):
        self.logger.info("in", extra={"trace_id": TRACE, "span_id": SPAN})
        line = self.line()
        self.assertEqual([line["trace_id"], line["span_id"]], [TRACE, SPAN])
        self.assertNotIn("context", line)

    def test_that_w3c_does_not_allow_are_left_out(self):
        for trace_id in ("0" * 32, "abc123def456", TRACE.upper(), f"{TRACE}0", 17, None):
            with self.subTest(trace_id=trace_id):
                self.stream.truncate(0)
                self.stream.seek(0)
                self.logger.info("in", extra={"trace_id": trace_id, "span_id": "0" * 16})
                self.assertEqual(sorted(self.line()), ["level", "logger", "message", "timestamp"])


@unittest.skipIf(TracerProvider is None, "opentelemetry-sdk is not installed")
class Spans(LoggedLines):
    def test_give_their_ids_before_those_of_the_record(self):
        tracer = TracerProvider().get_tracer("test")
        with tracer.start_as_current_span("request") as span:
            self.logger.info("in", extra={"trace_id": TRACE, "span_id": SPAN})
        context = span.get_span_context()
        line = self.line()
        self.assertEqual(line["trace_id"], format(context.trace_id, "032x"))
        self.assertEqual(line["span_id"], format(context.span_id, "016x"))
        self.assertNotEqual(line["trace_id"], TRACE)

    def test_that_are_not_active_give_none(self):
        self.logger.info("outside")
        self.assertEqual(sorted(self.line()), ["level", "logger", "message", "timestamp"])

if __name__ == "__main__":
    unittest.main()
