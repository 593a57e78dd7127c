"""A process that logs. python3 -m unittest"""

import json
import logging
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

import fraiseql_logging
from fraiseql_logging import JsonFormatter


class Configured(unittest.TestCase):
    """`configure()` changes a whole process, so each test has one of its own."""

    def run_python(self, code, **env):
        done = subprocess.run(
            [sys.executable, "-c", f"import fraiseql_logging, logging\n{code}"],
            cwd=Path(__file__).parent,
            env={"PATH": "", **env},
            capture_output=True,
            timeout=30,
        )
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def test_lines_go_to_stdout_once_whatever_was_set_up_before(self):
        code, out, err = self.run_python(
            "logging.basicConfig()\nfraiseql_logging.configure()\n"
            "logging.getLogger('a.b').info('in')\nlogging.debug('below')"
        )
        self.assertEqual([code, err], [0, ""])
        [line] = out.splitlines()
        self.assertEqual(json.loads(line)["logger"], "a.b")

    def test_lines_are_utf_8_without_a_locale(self):
        code, out, err = self.run_python(
            "fraiseql_logging.configure()\nlogging.info('Zo\\u00eb')",
            LC_ALL="C",
            PYTHONUTF8="0",
            PYTHONCOERCECLOCALE="0",
        )
        self.assertEqual([code, err], [0, ""])
        self.assertIn("Zoë", out)

    def test_an_uncaught_exception_is_one_line(self):
        code, out, err = self.run_python("fraiseql_logging.configure()\n1 / 0")
        self.assertEqual([code, err], [1, ""])
        line = json.loads(out)
        self.assertEqual([line["level"], line["exception_type"]], ["critical", "ZeroDivisionError"])

    def test_so_is_one_of_a_thread(self):
        code, out, err = self.run_python(
            "import threading\nfraiseql_logging.configure()\n"
            "t = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()"
        )
        self.assertEqual([code, err], [0, ""])
        self.assertEqual(json.loads(out)["exception_type"], "ZeroDivisionError")

    def test_a_warning_is_a_line(self):
        code, out, err = self.run_python(
            "import warnings\nfraiseql_logging.configure()\nwarnings.warn('old')"
        )
        self.assertEqual([code, err], [0, ""])
        self.assertEqual(json.loads(out)["level"], "warning")

    def test_interrupts_are_python_s_own_matter(self):
        code, out, err = self.run_python("fraiseql_logging.configure()\nraise KeyboardInterrupt")
        self.assertEqual(out, "")
        self.assertIn("KeyboardInterrupt", err)

    def test_opentelemetry_need_not_be_there(self):
        with mock.patch.object(fraiseql_logging, "trace", None):
            record = logging.makeLogRecord({"msg": "in", "levelno": logging.INFO})
            self.assertNotIn("trace_id", json.loads(JsonFormatter().format(record)))


if __name__ == "__main__":
    unittest.main()
