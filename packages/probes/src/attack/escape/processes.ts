/** Ways out over other processes, namespaces and signals. */
import { both, call, courierOnly, type Escape, namespaces } from './escape.ts'

const newUser = '0x10000000'
const newNet = '0x40000000'
const child = 'if ($p == 0) { syscall($N{exit_group}, 0) } through if $p > 0;'

export const processEscapes: readonly Escape[] = [
  {
    id: 'fork',
    tries: 'make another process',
    ...{ from: both, stoppedBy: ['seccomp'] },
    script: 'my $p = fork; if (defined $p) { exit 0 if $p == 0; through }',
  },
  {
    id: 'clone3',
    tries: 'make another process by clone3, whose flags no filter can read',
    ...{ from: both, stoppedBy: ['seccomp'] },
    script: `my $a = pack('Q11', 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0); my $p = syscall($N{clone3}, $a, 88); ${child}`,
  },
  {
    id: 'user-namespace-unshare',
    tries: 'become root in a user namespace of its own, where much more of the kernel can be reached',
    ...{ from: both, stoppedBy: ['seccomp', 'no-user-namespaces'] },
    script: `through if syscall($N{unshare}, ${newUser}) == 0;`,
  },
  {
    id: 'user-namespace-clone',
    tries: 'the same by clone',
    ...{ from: both, stoppedBy: ['seccomp', 'no-user-namespaces'] },
    script: `my $p = syscall($N{clone}, ${newUser} | 17, 0, 0, 0, 0); ${child}`,
  },
  {
    id: 'user-namespace-limit',
    tries: 'make a user namespace where no filter stands in the way',
    ...{ from: both, stoppedBy: ['no-user-namespaces'], beyond: ['seccomp'] },
    script: `through if syscall($N{unshare}, ${newUser}) == 0;`,
  },
  call('network-namespace', 'make a network namespace', `$N{unshare}, ${newNet}`, [
    'seccomp',
    'capabilities',
  ]),
  {
    id: 'setns',
    tries: "enter another process's namespace",
    ...{ from: courierOnly, stoppedBy: ['seccomp', 'no-user-namespaces'] },
    script: `syscall($N{unshare}, ${namespaces.names}); open(my $n, '<', '/proc/self/ns/uts');
      through if syscall($N{setns}, fileno($n), 0) == 0;`,
  },
  call('ptrace-self', 'let itself be traced', '$N{ptrace}, 0, 0, 0, 0'),
  call(
    'ptrace-parent',
    'trace the process that started it',
    '$N{ptrace}, 0x4206, getppid(), 0, 0',
    ['seccomp'],
    {
      unsafe: 'it would hold its own sandbox',
    },
  ),
  {
    id: 'read-memory',
    tries: 'read the memory of a process by process_vm_readv',
    ...{ from: both, stoppedBy: ['seccomp'] },
    script: `my $s = 'secret'; my $d = ' ' x 6; my $l = pack('P Q', $d, 6); my $r = pack('P Q', $s, 6);
      through if syscall($N{process_vm_readv}, $$ + 0, $l, 1, $r, 1, 0) > 0;`,
  },
  {
    id: 'write-memory',
    tries: 'write the memory of a process by process_vm_writev',
    ...{ from: both, stoppedBy: ['seccomp'] },
    script: `my $s = 'secret'; my $d = ' ' x 6; my $l = pack('P Q', $s, 6); my $r = pack('P Q', $d, 6);
      through if syscall($N{process_vm_writev}, $$ + 0, $l, 1, $r, 1, 0) > 0;`,
  },
  {
    id: 'host-process-list',
    tries: 'see the command lines of the other processes of the device',
    ...{ from: both, stoppedBy: ['processes', 'mounts'] },
    script: 'through if open(F, "<", "/proc/$host/cmdline") && length(<F> // "");',
  },
  {
    id: 'host-process-memory',
    tries: "read another process's memory through /proc",
    ...{ from: both, stoppedBy: ['processes', 'mounts'] },
    unsafe: 'nothing but the sandbox may stand before the memory of a process that holds keys',
    script: 'through if open(F, "<", "/proc/$host/mem");',
  },
  {
    id: 'host-process-environment',
    tries: "read another process's environment, where services keep passwords",
    ...{ from: both, stoppedBy: ['processes', 'mounts'] },
    unsafe: 'it is the environment of whoever runs this',
    script: 'through if open(F, "<", "/proc/$host/environ");',
  },
  {
    id: 'signal-host',
    tries: 'send a signal to a process outside',
    ...{ from: both, stoppedBy: ['processes'] },
    script: 'through if kill(0, $host);',
  },
  call(
    'kcmp',
    'compare kernel objects of processes, which tells where they lie',
    '$N{kcmp}, $$ + 0, $$ + 0, 0, 0, 1',
  ),
  call(
    'pidfd',
    'hold another process by a descriptor, to take descriptors from it',
    '$N{pidfd_open}, $$ + 0, 0',
  ),
  call(
    'real-time',
    'take a real-time priority, which starves the critical function',
    "$N{sched_setscheduler}, 0, 1, my $p = pack('i', 1)",
    ['seccomp', 'capabilities', 'no-user-namespaces'],
  ),
  call('io-priority', 'take a real-time priority for the disk', '$N{ioprio_set}, 1, 0, 0x2000'),
  call('nice', 'change how its processor time is weighed', '$N{setpriority}, 0, 0, 5'),
]
