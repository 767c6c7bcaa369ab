/*
 * The function's side of the gate protocol (docs/specs/gate.md) for C11 and POSIX. Needs no library and no memory of the heap.
 *
 *   struct gate gate;
 *   gate_open(&gate, argv[1]);
 *   while ((found = gate_wait(&gate, &order)) > 0) ...   then gate_answer(&gate, &order, 1)
 */
#ifndef PERICARD_GATE_H
#define PERICARD_GATE_H
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { GATE_DESCRIPTOR = 3, GATE_LINE_MAX = 4096, GATE_NAME_MAX = 64, GATE_PARAMETERS_MAX = 16 };

struct gate {
  long beat_ms;  /* between two heartbeats: half of what the gate asks for */
  long next_ms;  /* when the next one is due, on the monotonic clock */
  long last;     /* id of the latest order */
  size_t held;   /* bytes of `line` that are there */
  char line[GATE_LINE_MAX + 1];
};
struct gate_order {
  long id;
  int takes_over; /* 1: go on as in the state that `command` names, with these values */
  char command[GATE_NAME_MAX + 1];
  int count;
  struct { char name[GATE_NAME_MAX + 1]; double value; } parameters[GATE_PARAMETERS_MAX];
};

static long gate_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

/* Writes all of a line; -1 if the gate is gone. */
static int gate_say(const char *line, size_t length) {
  while (length > 0) {
    ssize_t written = write(GATE_DESCRIPTOR, line, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return -1;
    line += written;
    length -= (size_t)written;
  }
  return 0;
}

static int gate_heartbeat(struct gate *gate) {
  static const char line[] = "{\"v\":1,\"type\":\"heartbeat\"}\n";
  gate->next_ms = gate_now() + gate->beat_ms;
  return gate_say(line, sizeof line - 1);
}

/* Says how an order ended. A fault makes the gate end this program, which is the safe state. */
static int gate_answer(const struct gate_order *order, int applied) {
  char line[96];
  int length = snprintf(line, sizeof line, "{\"v\":1,\"type\":\"%s\",\"id\":%ld}\n", applied ? "applied" : "fault", order->id);
  return gate_say(line, (size_t)length);
}

/* Asks for a command of its own; the gate ends a program that asks for what the envelope refuses. */
static inline int gate_ask(const struct gate *gate, const char *command, const char *name, double value) {
  static const char form[] = "{\"v\":1,\"type\":\"ask\",\"after\":%ld,\"command\":\"%s\",\"parameters\":{\"%s\":%.9g}}\n";
  char line[256];
  int length = snprintf(line, sizeof line, form, gate->last, command, name, value);
  return length < (int)sizeof line ? gate_say(line, (size_t)length) : -1;
}

/* Starts talking; `interval` is the program's argument. The first heartbeat says that it runs, in its safe state. */
static int gate_open(struct gate *gate, const char *interval) {
  memset(gate, 0, sizeof *gate);
  gate->beat_ms = (interval == NULL ? 0 : strtol(interval, NULL, 10)) / 2;
  return gate->beat_ms < 1 ? -1 : gate_heartbeat(gate);
}

/* Value of a parameter, or `otherwise` where the order has none of that name. */
static double gate_value(const struct gate_order *order, const char *name, double otherwise) {
  for (int i = 0; i < order->count; i++)
    if (strcmp(order->parameters[i].name, name) == 0) return order->parameters[i].value;
  return otherwise;
}

static int gate_text(const char **at, const char *wanted) {
  if (strncmp(*at, wanted, strlen(wanted)) != 0) return 0;
  *at += strlen(wanted);
  return 1;
}

static int gate_name(const char **at, char *name) {
  size_t length = strcspn(*at, "\"\\");
  if (length == 0 || length > GATE_NAME_MAX || (*at)[length] != '"') return 0;
  snprintf(name, GATE_NAME_MAX + 1, "%.*s", (int)length, *at);
  *at += length + 1;
  return 1;
}

/* Reads the one form that an order has: fixed order of keys, no white space. */
static int gate_parse(const char *at, struct gate_order *order) {
  char *end;
  order->count = 0;
  order->takes_over = gate_text(&at, "{\"v\":1,\"type\":\"take-over\",\"id\":");
  if (!order->takes_over && !gate_text(&at, "{\"v\":1,\"type\":\"apply\",\"id\":")) return 0;
  order->id = strtol(at, &end, 10);
  at = end;
  if (!gate_text(&at, order->takes_over ? ",\"state\":\"" : ",\"command\":\"") || !gate_name(&at, order->command)) return 0;
  if (!gate_text(&at, ",\"parameters\":{")) return 0;
  while (order->count < GATE_PARAMETERS_MAX && gate_text(&at, order->count == 0 ? "\"" : ",\"")) {
    if (!gate_name(&at, order->parameters[order->count].name) || !gate_text(&at, ":")) return 0;
    order->parameters[order->count++].value = strtod(at, &end);
    if (end == at) return 0;
    at = end;
  }
  return strcmp(at, "}}") == 0;
}

/*
 * Waits for the next order until the next heartbeat is due, and sends that by itself: 1 with an order, 0 without one, -1 when the gate
 * is gone or what it sent is no order. Then bring the machine to its safe state and return from main.
 */
static int gate_wait(struct gate *gate, struct gate_order *order) {
  char *end = memchr(gate->line, '\n', gate->held);
  long left = gate->next_ms - gate_now();
  if (left <= 0) {
    if (gate_heartbeat(gate) < 0) return -1;
    left = gate->beat_ms;
  }
  if (end == NULL) {
    struct pollfd gate_end = {GATE_DESCRIPTOR, POLLIN, 0};
    if (poll(&gate_end, 1, (int)left) <= 0) return 0;
    if (gate->held == GATE_LINE_MAX) return -1;
    ssize_t got = read(GATE_DESCRIPTOR, gate->line + gate->held, GATE_LINE_MAX - gate->held);
    if (got <= 0) return got < 0 && errno == EINTR ? 0 : -1;
    gate->held += (size_t)got;
    end = memchr(gate->line, '\n', gate->held);
    if (end == NULL) return 0;
  }
  *end = 0;
  int sound = gate_parse(gate->line, order);
  gate->last = order->id;
  gate->held -= (size_t)(end + 1 - gate->line);
  memmove(gate->line, end + 1, gate->held);
  return sound ? 1 : -1;
}
#endif
