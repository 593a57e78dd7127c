"""What is in a line. python3 -m unittest"""

import json
import logging
import threading
import unittest
from pathlib import Path

from fraiseql_logging import JsonFormatter, log_context
from logged_lines import LoggedLines


class Lines(LoggedLines):
    def test_a_line_has_these_fields_and_no_others(self):
        record = logging.makeLogRecord(
            {"name": "fraiseql", "levelno": logging.INFO, "msg": "%d posts", "args": (3,)}
        )
        record.created = 1768046400.0
        self.assertEqual(
            JsonFormatter().format(record),
            '{"timestamp": "2026-01-10T12:00:00.000000+00:00", "level": "info",'
            ' "message": "3 posts", "logger": "fraiseql"}',
        )

    def test_levels_are_words_that_the_pipeline_knows(self):
        words = {}
        for number in (1, 10, 15, 20, 25, 30, 40, 50, 60):
            record = logging.makeLogRecord({"levelno": number, "levelname": "ODD"})
            words[number] = json.loads(JsonFormatter().format(record))["level"]
        self.assertEqual(
            words,
            {
                1: "trace",
                10: "debug",
                15: "debug",
                20: "info",
                25: "info",
                30: "warning",
                40: "error",
                50: "critical",
                60: "critical",
            },
        )

    def test_a_message_of_several_lines_is_one_line(self):
        self.logger.info("a\nb\r\nc\u2028d")
        self.assertEqual(self.stream.getvalue().count("\n"), 1)

    def test_letters_are_written_as_they_are(self):
        self.logger.info("Zoë", extra={"context": {"city": "Łódź"}})
        self.assertIn('"Zoë"', self.stream.getvalue())
        self.assertIn('"Łódź"', self.stream.getvalue())

    def test_half_a_surrogate_pair_is_still_json_in_utf_8(self):
        self.logger.info("half \ud83d")
        self.assertEqual(self.line()["message"], "half \ud83d")
        self.stream.getvalue().encode("utf-8")


class Context(LoggedLines):
    def test_is_what_is_bound_then_extra_names_then_the_given_one(self):
        with log_context(tenant_id="a", user_id="u1"):
            with log_context(user_id="u2", step=1):
                self.logger.info("in", extra={"attempt": 2, "step": 2, "context": {"step": 3}})
        self.assertEqual(
            self.line()["context"],
            {"tenant_id": "a", "user_id": "u2", "attempt": 2, "step": 3},
        )

    def test_ends_with_its_block_also_when_that_raises(self):
        with self.assertRaises(ValueError), log_context(tenant_id="a"):
            raise ValueError
        self.logger.info("after")
        self.assertNotIn("context", self.line())

    def test_is_not_that_of_another_thread(self):
        with log_context(tenant_id="a"):
            other = threading.Thread(target=lambda: self.logger.info("in another"))
            other.start()
            other.join()
        self.assertNotIn("context", self.line())

    def test_that_json_cannot_write_costs_no_line(self):
        circle = {}
        circle["self"] = circle
        for context, start in (
            ({"ratio": float("nan")}, "{'ratio': nan}"),
            (circle, "{'self': {"),
            ({(1, 2): "key"}, "{(1, 2): 'key'}"),
        ):
            with self.subTest(start):
                self.stream.truncate(0)
                self.stream.seek(0)
                self.logger.info("kept", extra={"context": context})
                line = self.line()
                self.assertEqual(line["message"], "kept")
                self.assertEqual(list(line["context"]), ["unprintable"])
                self.assertTrue(line["context"]["unprintable"].startswith(start))

    def test_of_other_types_is_written_as_text(self):
        self.logger.info("kept", extra={"context": {"path": Path("a/b")}})
        self.assertEqual(self.line()["context"], {"path": "a/b"})

    def test_that_is_no_dictionary_is_kept(self):
        self.logger.info("kept", extra={"context": "user_789"})
        self.assertEqual(self.line()["context"], {"context": "user_789"})


class Exceptions(LoggedLines):
    def test_have_class_and_stack_trace(self):
        try:
            int("x")
        except ValueError:
            self.logger.exception("no number")
        line = self.line()
        self.assertEqual([line["level"], line["exception_type"]], ["error", "ValueError"])
        self.assertTrue(line["stack_trace"].startswith("Traceback (most recent call last):\n"))
        self.assertEqual(
            line["stack_trace"].splitlines()[-1],
            "ValueError: invalid literal for int() with base 10: 'x'",
        )

    def test_have_a_fingerprint_of_class_and_function(self):
        def connect():
            raise ConnectionError("db-17 did not answer")

        try:
            connect()
        except ConnectionError:
            self.logger.exception("failed")
        self.assertEqual(self.line()["fingerprint"], f"ConnectionError in {__name__}.connect")

    def test_keep_the_fingerprint_that_is_given(self):
        try:
            int("x")
        except ValueError:
            self.logger.exception("failed", extra={"fingerprint": "import_row"})
        self.assertEqual(self.line()["fingerprint"], "import_row")

    def test_that_were_never_raised_have_their_class_as_fingerprint(self):
        self.logger.error("failed", exc_info=KeyError("id"))
        line = self.line()
        self.assertEqual([line["fingerprint"], line["exception_type"]], ["KeyError"] * 2)

    def test_that_are_none_add_nothing(self):
        self.logger.error("failed", exc_info=True)
        self.assertEqual(sorted(self.line()), ["level", "logger", "message", "timestamp"])

    def test_a_stack_that_is_asked_for_is_written(self):
        self.logger.info("here", stack_info=True)
        self.assertTrue(self.line()["stack_trace"].startswith("Stack (most recent call last):"))

if __name__ == "__main__":
    unittest.main()
