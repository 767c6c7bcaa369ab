/** Critical functions that misbehave: each a Python program as an attacker or a fault could leave it. */

/** Speaks the protocol as it should be, for what goes wrong later. */
export const prelude: string = `
import json, os, select, signal, sys, threading, time
I = int(sys.argv[1]) / 1000
def line(text): os.write(3, text.encode() + b'\\n')
def beat(): line('{"v":1,"type":"heartbeat"}')
def answer(id, type='applied'): line(json.dumps({"v": 1, "type": type, "id": id}))
def ask(after, command, **parameters):
    line(json.dumps({"v": 1, "type": "ask", "after": after, "command": command, "parameters": parameters}))
def serve(on_order): serve_orders(lambda order: on_order(order['id']))
def serve_orders(on_order):
    pending = b''
    while True:
        beat()
        if select.select([3], [], [], I / 2)[0]:
            got = os.read(3, 4096)
            if not got: sys.exit(0)
            pending += got
            while b'\\n' in pending:
                order, pending = pending.split(b'\\n', 1)
                on_order(json.loads(order))
`

export interface BadFunction {
  /** What it does, as in the table of the specification. */
  readonly does: string
  /** Why the gate brought it to its safe state; undefined where it goes on. */
  readonly reason?: string
  /** How the gate answers a command; undefined where none is given. */
  readonly answer?: 'accepted' | 'GATE_FUNCTION_FAULT'
  readonly program: string
}

const bad = ({ program, ...rest }: BadFunction): BadFunction => ({ ...rest, program: prelude + program })

export const badFunctions: readonly BadFunction[] = [
  bad({ does: 'never starts: no heartbeat', reason: 'missed-heartbeat', program: 'time.sleep(1000)' }),
  bad({ does: 'ends at once', reason: 'ended', program: 'sys.exit(1)' }),
  bad({ does: 'is no program at all', reason: 'ended', program: '\u0000)(' }),
  bad({ does: 'stops its heartbeats', reason: 'missed-heartbeat', program: 'beat(); time.sleep(1000)' }),
  bad({
    does: 'closes its descriptor and goes on',
    reason: 'missed-heartbeat',
    program: 'beat(); os.close(3); time.sleep(1000)',
  }),
  bad({
    does: 'floods its descriptor with heartbeats',
    reason: 'protocol',
    program: 'while True: beat()',
  }),
  bad({
    does: 'floods its descriptor with a line that has no end',
    reason: 'protocol',
    program: "beat()\nwhile True: os.write(3, b'x' * 65536)",
  }),
  bad({
    does: 'answers garbage',
    reason: 'protocol',
    program: "beat(); os.write(3, os.urandom(64) + b'\\n'); time.sleep(1000)",
  }),
  bad({
    does: 'answers what nobody asked',
    reason: 'protocol',
    program: 'beat(); answer(1); time.sleep(1000)',
  }),
  bad({
    does: 'answers with another id',
    ...{ reason: 'protocol', answer: 'GATE_FUNCTION_FAULT' },
    program: 'serve(lambda id: answer(id + 1))',
  }),
  bad({
    does: 'answers twice',
    ...{ reason: 'protocol', answer: 'accepted' },
    program: 'def twice(id): answer(id); answer(id)\nserve(twice)',
  }),
  bad({
    does: 'answers late, or does not read its orders',
    ...{ reason: 'protocol', answer: 'GATE_FUNCTION_FAULT' },
    program: 'while True: beat(); time.sleep(I / 2)',
  }),
  bad({
    does: 'reports a fault',
    ...{ reason: 'protocol', answer: 'GATE_FUNCTION_FAULT' },
    program: "serve(lambda id: answer(id, 'fault'))",
  }),
  bad({
    does: 'ends in the middle of an order',
    ...{ reason: 'ended', answer: 'GATE_FUNCTION_FAULT' },
    program: 'serve(lambda id: os._exit(0))',
  }),
  bad({
    does: 'eats memory',
    reason: 'ended',
    program: "beat(); all = []\nwhile True: all.append(b'x' * 16777216)",
  }),
  bad({
    does: 'forks',
    answer: 'accepted',
    program: `
try:
    if os.fork() == 0: os.kill(os.getppid(), signal.SIGKILL)
    sys.exit(0)
except PermissionError:
    serve(answer)`,
  }),
  bad({
    does: 'floods standard output and error',
    answer: 'accepted',
    program: `
def flood():
    while True: os.write(1, b'x' * 65536); os.write(2, b'x' * 65536); time.sleep(0.001)
threading.Thread(target=flood, daemon=True).start()
serve(answer)`,
  }),
]

/** Heeds neither a signal nor the end of its descriptor. */
export const neverStops: string = `${prelude}
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(number, signal.SIG_IGN)
while True:
    try: beat()
    except OSError: pass
    time.sleep(I / 2)
`
