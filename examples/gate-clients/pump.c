/* A pump's control loop as it is in the field, run by the gate: cc -std=c11 -O2 -o pump pump.c */
#define _POSIX_C_SOURCE 200809L
#include "gate.h"

static struct { int running; double ml_per_h, volume_ml; } motor;

/* What the program did before it knew a gate: 1 where the motor took it. */
static int drive(const struct gate_order *order) {
  if (strcmp(order->command, "set-rate") == 0) motor.ml_per_h = gate_value(order, "ml_per_h", 0);
  else if (strcmp(order->command, "bolus") == 0) motor.volume_ml += gate_value(order, "ml", 0);
  else if (strcmp(order->command, "start") == 0) motor.running = 1;
  else if (strcmp(order->command, "stop") == 0) motor.running = 0;
  else return 0;
  return 1;
}

int main(int count, char **arguments) {
  struct gate gate;
  struct gate_order order;
  int found;
  if (gate_open(&gate, count > 1 ? arguments[1] : NULL) < 0) return 2;
  while ((found = gate_wait(&gate, &order)) >= 0)
    if (found == 1 && gate_answer(&order, drive(&order)) < 0) break;
  motor.running = 0; /* the safe state: nobody speaks to the pump any more */
  return 0;
}
