"""The function's side of the gate protocol (docs/specs/gate.md) for Python 3.9 and later; nothing but the standard library."""
import json
import os
import select
import sys
import time
from typing import Dict, NamedTuple, Optional

DESCRIPTOR = 3
LINE_MAX = 4096


class Order(NamedTuple):
    """One command that the gate has checked against the envelope, or the state that a fallback has to go on in."""

    id: int
    command: Optional[str]
    state: Optional[str]
    parameters: Dict[str, float]


class GateGone(Exception):
    """The gate is gone, or what it sent is no order: bring the machine to its safe state and end."""


class Gate:
    """Speaks to the gate. The first heartbeat, sent at once, says that the program runs and is in its safe state."""

    def __init__(self, heartbeat_ms: Optional[int] = None) -> None:
        interval = int(sys.argv[1]) if heartbeat_ms is None else heartbeat_ms
        self._beat = interval / 2000
        self._due = 0.0
        self._pending = b""
        self._last = 0
        self._heartbeat()

    def wait(self) -> Optional[Order]:
        """The next order, or None once a heartbeat was due, which it sends by itself."""
        if time.monotonic() >= self._due:
            self._heartbeat()
        if b"\n" not in self._pending:
            left = max(0.0, self._due - time.monotonic())
            if not select.select([DESCRIPTOR], [], [], left)[0]:
                return None
            self._read()
        line, end, rest = self._pending.partition(b"\n")
        if not end:
            return None
        self._pending = rest
        order = self._order(line)
        self._last = order.id
        return order

    def applied(self, order: Order) -> None:
        """The machine does what it was told."""
        self._say({"v": 1, "type": "applied", "id": order.id})

    def fault(self, order: Order) -> None:
        """The machine could not do it; the gate ends this program, which is the safe state."""
        self._say({"v": 1, "type": "fault", "id": order.id})

    def ask(self, command: str, **parameters: float) -> None:
        """Asks for a command of its own; the gate ends a program that asks for what the envelope refuses."""
        self._say({"v": 1, "type": "ask", "after": self._last, "command": command, "parameters": parameters})

    def _heartbeat(self) -> None:
        self._due = time.monotonic() + self._beat
        self._say({"v": 1, "type": "heartbeat"})

    def _read(self) -> None:
        try:
            got = os.read(DESCRIPTOR, LINE_MAX)
        except OSError as error:
            raise GateGone("the gate's descriptor cannot be read") from error
        self._pending += got
        if not got or self._pending.find(b"\n") < 0 and len(self._pending) > LINE_MAX:
            raise GateGone("the gate closed its end, or sent more than a line")

    @staticmethod
    def _order(line: bytes) -> Order:
        try:
            said = json.loads(line)
            if said["v"] != 1 or said["type"] not in ("apply", "take-over"):
                raise ValueError
            values = {str(name): float(value) for name, value in said["parameters"].items()}
            command, state = (said["command"], None) if said["type"] == "apply" else (None, said["state"])
            return Order(int(said["id"]), command, state, values)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GateGone("the gate sent what is no order") from error

    @staticmethod
    def _say(message: Dict[str, object]) -> None:
        left = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        try:
            while left:
                left = left[os.write(DESCRIPTOR, left) :]
        except OSError as error:
            raise GateGone("the gate's descriptor cannot be written") from error
