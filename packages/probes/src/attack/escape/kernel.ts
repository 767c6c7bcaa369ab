/** Parts of the kernel that nothing of the guard uses: each has been a way to take over the kernel, or tells where it lies. */
import { both, call, callAsRoot, type Escape } from './escape.ts'

const needsRealRoot =
  'the kernel wants rights of the first user namespace for it, which cannot be switched off'

export const kernelEscapes: readonly Escape[] = [
  call('io-uring', 'do its calls past the filter by io_uring', '$N{io_uring_setup}, 1, my $p = "\\0" x 120'),
  call('bpf', 'load a program into the kernel', '$N{bpf}, 0, my $a = pack("I4 x112", 2, 4, 4, 1), 128'),
  call(
    'keyring-add',
    'put keys into the keyring of the kernel',
    '$N{add_key}, my $t = "user", my $d = "x", my $v = "x", 1, -2',
  ),
  call('keyring-read', 'search the keyring of the kernel', '$N{keyctl}, 0, -3, 1'),
  call(
    'keyring-request',
    'ask for keys of others',
    '$N{request_key}, my $t = "user", my $d = "pericard", 0, 0',
    ['seccomp'],
    {
      unsafe: 'there is no such key to find',
    },
  ),
  call(
    'perf',
    'watch the processor by perf_event_open',
    '$N{perf_event_open}, my $a = pack("I I Q Q Q Q Q x64", 1, 112, 1, 0, 0, 0, 0x61), 0, -1, -1, 0',
  ),
  call('userfaultfd', 'hold the kernel at a page fault, for races', '$N{userfaultfd}, 1'),
  call('fileless-program', 'make a program that is in no file', '$N{memfd_create}, my $n = "x", 0'),
  call('hidden-memory', 'make memory that nobody can look into', '$N{memfd_secret}, 0'),
  call('randomisation', 'switch off address randomisation', '$N{personality}, 0x0040000'),
  call(
    'local-descriptors',
    'change the segments of the processor',
    '$N{modify_ldt}, 0, my $b = "\\0" x 16, 16',
  ),
  call('kernel-log', "read the kernel's log, which tells addresses", '$N{syslog}, 10, 0, 0'),
  {
    ...{ id: 'splice', from: both, stoppedBy: ['seccomp'] },
    tries: 'lend memory to a pipe, as attacks on the page cache do',
    script: `pipe(R, W); my $x = 'x'; my $v = pack('P Q', $x, 1);
      through if syscall($N{vmsplice}, fileno(W), $v, 1, 0) >= 0;`,
  },
  call('shared-memory', 'make System V shared memory', '$N{shmget}, 0, 4096, 0600'),
  call('semaphores', 'make System V semaphores', '$N{semget}, 0, 1, 0600'),
  call('message-queue', 'make a System V message queue', '$N{msgget}, 0, 0600'),
  call('move-pages', 'move memory between nodes', '$N{move_pages}, 0, 0, 0, 0, 0, 0'),
  call(
    'own-filter',
    'lay a filter of its own over the next program',
    '$N{seccomp}, 2, 0, my $a = pack("I", 0x7fff0000)',
  ),
  call('clock-read-adjust', 'reach the adjustment of the clock', '$N{adjtimex}, my $t = "\\0" x 256'),
  call(
    'clock-set',
    'set the clock',
    '$N{clock_settime}, 0, my $t = pack("q q", 0, 0)',
    ['seccomp', 'capabilities', 'no-user-namespaces'],
    {
      unsafe: needsRealRoot,
    },
  ),
  call(
    'time-of-day',
    'set the time of day',
    '$N{settimeofday}, my $t = pack("q q", 0, 0), 0',
    ['seccomp', 'capabilities', 'no-user-namespaces'],
    {
      unsafe: needsRealRoot,
    },
  ),
  callAsRoot('host-name', 'change the name of the host', 'names', 'syscall($N{sethostname}, my $n = "x", 1)'),
  callAsRoot(
    'domain-name',
    'change the domain of the host',
    'names',
    'syscall($N{setdomainname}, my $n = "x", 1)',
  ),
  call('module', 'load a module into the kernel', '$N{init_module}, 0, 0, 0', ['seccomp'], {
    unsafe: needsRealRoot,
  }),
  call('kexec', 'start another kernel', '$N{kexec_load}, 0, 0, 0, 0', ['seccomp'], { unsafe: needsRealRoot }),
  call('reboot', 'restart the device', '$N{reboot}, 0, 0, 0, 0', ['seccomp'], { unsafe: needsRealRoot }),
  call('swap', 'write memory to the disk', '$N{swapon}, my $p = "/dev/null", 0', ['seccomp'], {
    unsafe: needsRealRoot,
  }),
  call('ports', 'speak to hardware by input and output ports', '$N{ioperm}, 0, 1, 1', ['seccomp'], {
    unsafe: needsRealRoot,
  }),
  call('accounting', 'have the kernel write a file for each process', '$N{acct}, 0', ['seccomp'], {
    unsafe: needsRealRoot,
  }),
  call('quota', 'change quotas of the disk', '$N{quotactl}, 0x800001 << 8, 0, 0, 0', ['seccomp'], {
    unsafe: needsRealRoot,
  }),
  call('x32', 'make a call under its x32 number, which filters forget', '0x40000000 + $N{getpid}', [
    'seccomp',
  ]),
]
