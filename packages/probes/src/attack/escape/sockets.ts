/** Ways out over sockets. */
import { both, callAsRoot, courierOnly, type Escape, functionOnly } from './escape.ts'

/** Families that nothing of the guard speaks, by their numbers in linux/socket.h. */
const families: readonly (readonly [name: string, number: number, type: number])[] = [
  ['netlink', 16, 3],
  ['alg', 38, 5],
  ['vsock', 40, 1],
  ['bluetooth', 31, 3],
  ['can', 29, 3],
  ['tipc', 30, 5],
  ['xdp', 44, 3],
  ['rxrpc', 33, 2],
  ['smc', 43, 1],
]

export const socketEscapes: readonly Escape[] = [
  ...families.map(
    ([name, number, type]): Escape => ({
      id: `socket-${name}`,
      tries: `open a socket of the family AF_${name.toUpperCase()}`,
      ...{ from: both, stoppedBy: ['seccomp'] },
      script: `through if socket(S, ${number}, ${type}, 0);`,
    }),
  ),
  callAsRoot(
    'socket-packet',
    'read and forge frames of a network with AF_PACKET',
    'network',
    'syscall($N{socket}, 17, 3, 768)',
  ),
  callAsRoot('socket-raw', 'forge packets with a raw socket', 'network', 'syscall($N{socket}, 2, 3, 1)'),
  {
    id: 'socket-tcp',
    tries: 'open a TCP socket',
    ...{ from: functionOnly, stoppedBy: ['seccomp'] },
    script: 'through if socket(S, 2, 1, 0);',
  },
  {
    id: 'socket-udp6',
    tries: 'open a UDP socket over IPv6',
    ...{ from: functionOnly, stoppedBy: ['seccomp'] },
    script: 'through if socket(S, 10, 2, 0);',
  },
  {
    id: 'connect-host',
    tries: 'connect to a service of the host',
    ...{ from: functionOnly, stoppedBy: ['network'], beyond: ['seccomp'] },
    script:
      "socket(S, 2, 1, 0); through if connect(S, pack('S n a4 x8', 2, $tcp, pack('C4', 127, 0, 0, 1)));",
  },
  {
    id: 'listen',
    tries: 'open a back door: a port that others connect to',
    ...{ from: courierOnly, stoppedBy: ['seccomp'] },
    script:
      "socket(S, 2, 1, 0); through if bind(S, pack('S n a4 x8', 2, 0, pack('C4', 127, 0, 0, 1))) && listen(S, 1);",
  },
  {
    id: 'socket-unix',
    tries: 'open a Unix socket',
    ...{ from: both, stoppedBy: ['seccomp'] },
    script: 'through if socket(S, 1, 1, 0);',
  },
  {
    id: 'connect-abstract',
    tries: 'connect to an abstract Unix socket of another service',
    ...{ from: both, stoppedBy: ['seccomp', 'network'] },
    script: "socket(S, 1, 1, 0); through if connect(S, pack('S a*', 1, qq(\\0$abstract)));",
  },
  {
    id: 'connect-unix',
    tries: 'connect to a Unix socket of another process, as the gate has one',
    ...{ from: both, stoppedBy: ['seccomp', 'mounts'] },
    script: "socket(S, 1, 1, 0); through if connect(S, pack('S a*', 1, qq($decoys/socket)));",
  },
]
