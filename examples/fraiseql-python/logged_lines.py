"""What the tests of the formatter share."""

import io
import json
import logging
import unittest

from fraiseql_logging import JsonFormatter


class LoggedLines(unittest.TestCase):
    """Gives each test a logger whose lines it can read."""

    def setUp(self):
        self.stream = io.StringIO()
        handler = logging.StreamHandler(self.stream)
        handler.setFormatter(JsonFormatter())
        self.logger = logging.Logger("fraiseql")
        self.logger.addHandler(handler)

    def line(self):
        [text] = self.stream.getvalue().splitlines()
        return json.loads(text)
