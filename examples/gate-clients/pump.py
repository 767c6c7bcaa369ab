"""A pump's control loop as it is in the field, run by the gate."""
from gate import Gate, GateGone, Order


class Motor:
    """What the program had before it knew a gate."""

    def __init__(self) -> None:
        self.running = False
        self.ml_per_h = 0.0
        self.volume_ml = 0.0

    def drive(self, order: Order) -> bool:
        if order.command == "set-rate":
            self.ml_per_h = order.parameters["ml_per_h"]
        elif order.command == "bolus":
            self.volume_ml += order.parameters["ml"]
        elif order.command in ("start", "stop"):
            self.running = order.command == "start"
        else:
            return False
        return True


def main() -> None:
    motor = Motor()
    try:
        gate = Gate()
        while True:
            order = gate.wait()
            if order is not None:
                (gate.applied if motor.drive(order) else gate.fault)(order)
    except GateGone:
        motor.running = False  # the safe state: nobody speaks to the pump any more


if __name__ == "__main__":
    main()
