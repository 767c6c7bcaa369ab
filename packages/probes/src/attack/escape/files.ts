/** Ways out over files, mounts and devices. */
import { both, callAsRoot, courierOnly, type Escape } from './escape.ts'

/** What must be out of sight; the paths are those of a decoy of the prover and of the device's own data. */
const secrets: readonly (readonly [id: string, what: string, path: string])[] = [
  ['read-key', 'a key file', '$decoys/key'],
  ['read-store', 'the sealed store', '$decoys/vault.db'],
  ['read-slot', 'an update slot', '$decoys/slot'],
  ['read-passwords', "the system's password hashes", '/etc/shadow'],
  ['read-machine-id', "the machine's identity", '/etc/machine-id'],
]

export const fileEscapes: readonly Escape[] = [
  ...secrets.map(
    ([id, what, path]): Escape => ({
      ...{ id, from: both, stoppedBy: ['mounts'] },
      tries: `read ${what}`,
      script: `through if open(F, '<', qq(${path}));`,
    }),
  ),
  {
    id: 'list-data',
    tries: "list the guard's data folder",
    ...{ from: both, stoppedBy: ['mounts'] },
    script: 'through if opendir(D, $data);',
  },
  {
    id: 'write-slot',
    tries: 'write an update slot',
    ...{ from: both, stoppedBy: ['mounts'] },
    unsafe: 'it would write outside',
    script: "through if open(F, '>>', qq($decoys/slot));",
  },
  {
    id: 'raw-disk',
    tries: 'read the disk below all files',
    ...{ from: both, stoppedBy: ['mounts'] },
    script: "for my $disk (@disks) { through if open(F, '<', qq(/dev/$disk)) }",
  },
  {
    id: 'kernel-memory',
    tries: "read the kernel's memory",
    ...{ from: both, stoppedBy: ['mounts'], unsafe: 'nothing may read it' },
    script:
      "for my $name (qw(/dev/mem /dev/kmem /proc/kcore)) { through if open(F, '<', $name) && read(F, my $b, 1) }",
  },
  {
    id: 'tpm',
    tries: 'command the TPM',
    ...{ from: both, stoppedBy: ['mounts'], unsafe: 'nothing but the keeper may hold it' },
    script: "for my $name (qw(/dev/tpmrm0 /dev/tpm0)) { through if open(F, '+<', $name) }",
  },
  {
    id: 'core-pattern',
    tries: 'have the kernel run a program of its choice at the next crash',
    ...{ from: both, stoppedBy: ['mounts'], unsafe: 'it would change the kernel' },
    script: "through if open(F, '>>', '/proc/sys/kernel/core_pattern');",
  },
  {
    id: 'sysrq',
    tries: 'reset the device by /proc/sysrq-trigger',
    ...{ from: both, stoppedBy: ['mounts'], unsafe: 'it would reset the device' },
    script: "through if open(F, '>>', '/proc/sysrq-trigger');",
  },
  {
    id: 'own-cgroup',
    tries: 'find the control groups, to lift its limits',
    ...{ from: both, stoppedBy: ['mounts'] },
    script: "through if opendir(D, '/sys/fs/cgroup');",
  },
  {
    id: 'shell',
    tries: 'run a shell',
    ...{ from: both, stoppedBy: ['mounts'] },
    script: "exec { '/bin/sh' } 'sh', '-c', 'echo through';",
  },
  {
    id: 'write-root',
    tries: 'leave a file behind',
    ...{ from: both, stoppedBy: ['read-only'], beyond: ['resource-limits'] },
    script: "through if open(F, '>', '/left-behind');",
  },
  {
    id: 'fill-memory-disk',
    tries: 'fill the memory by files in /dev/shm',
    ...{ from: both, stoppedBy: ['read-only', 'resource-limits'] },
    script: "through if open(F, '>', '/dev/shm/big') && syswrite(F, 'x' x 4096);",
  },
  {
    id: 'write-libraries',
    tries: 'change a library that other processes load',
    ...{ from: both, stoppedBy: ['mounts'], unsafe: 'it would change the system' },
    script: "through if open(F, '>', '/usr/lib/pericard-escape');",
  },
  {
    id: 'symlink',
    tries: 'lay a symbolic link where another process will write',
    ...{ from: both, stoppedBy: ['seccomp', 'read-only'] },
    script: "through if symlink('/etc/shadow', '/tmp/link');",
  },
  {
    id: 'hard-link',
    tries: 'keep a file alive by a hard link',
    ...{ from: both, stoppedBy: ['seccomp', 'read-only', 'resource-limits'] },
    script: "open(F, '>', '/tmp/a'); through if link('/tmp/a', '/tmp/b');",
  },
  {
    id: 'rename-race',
    tries: 'exchange two names between the check and the use of another process',
    ...{ from: both, stoppedBy: ['seccomp', 'read-only', 'resource-limits'] },
    script: `open(F, '>', "/tmp/$_") for qw(a b);
      through if syscall($N{renameat2}, -100, my $a = '/tmp/a', -100, my $b = '/tmp/b', 2) == 0;`,
  },
  {
    id: 'pipe-file',
    tries: 'make a named pipe',
    ...{ from: both, stoppedBy: ['seccomp', 'read-only'] },
    script: "through if syscall($N{mknodat}, -100, my $p = '/tmp/fifo', 0010600, 0) == 0;",
  },
  {
    id: 'device-node',
    tries: 'make a device node of the disk',
    ...{ from: both, stoppedBy: ['seccomp', 'read-only', 'capabilities'] },
    unsafe: 'the user namespace refuses it as well, which cannot be switched off',
    script: "through if syscall($N{mknodat}, -100, my $p = '/tmp/disk', 0060600, 0x0800) == 0;",
  },
  callAsRoot(
    'mount',
    'mount a file system',
    'mounts',
    "syscall($N{mount}, my $s = 'none', my $t = '/tmp', my $f = 'tmpfs', 0, 0)",
  ),
  callAsRoot(
    'bind-mount',
    'mount one place over another',
    'mounts',
    "syscall($N{mount}, my $s = '/usr', my $t = '/tmp', 0, 4096, 0)",
  ),
  callAsRoot(
    'umount',
    'uncover what lies below a mount',
    'mounts',
    "syscall($N{umount2}, my $t = '/dev', 2)",
  ),
  callAsRoot(
    'new-mount-api',
    'mount by fsopen, which older filters do not know',
    'mounts',
    "syscall($N{fsopen}, my $f = 'tmpfs', 0)",
  ),
  callAsRoot('open-tree', 'copy a tree of mounts', 'mounts', "syscall($N{open_tree}, -100, my $t = '/', 1)"),
  callAsRoot('chroot', 'change its root', 'mounts', "syscall($N{chroot}, my $t = '/usr')"),
  callAsRoot(
    'pivot-root',
    'put another root below it',
    'mounts',
    "syscall($N{pivot_root}, my $a = '/tmp', my $b = '/tmp')",
    {
      unsafe: 'the kernel wants a mount point there, which this attack does not have',
    },
  ),
  {
    id: 'file-handle',
    tries: 'open a file by its number instead of its name',
    ...{ from: both, stoppedBy: ['seccomp', 'capabilities', 'no-user-namespaces'] },
    unsafe: 'the kernel wants rights of the first user namespace for it',
    script: "my $h = pack('I i a128', 128, 1, ''); through if syscall($N{open_by_handle_at}, 0, $h, 0) >= 0;",
  },
  {
    id: 'inherited-descriptors',
    tries: 'use descriptors that were left open',
    ...{ from: both, stoppedBy: [], unsafe: 'there is no layer to switch off: none is passed on' },
    script: 'for my $fd (3 .. 1023) { through if syscall($N{fcntl}, $fd, 1, 0) >= 0 }',
  },
  {
    id: 'environment',
    tries: 'find secrets in its environment',
    ...{ from: both, stoppedBy: [], unsafe: 'there is no layer to switch off: it is cleared' },
    script: 'through if grep { $_ ne "PWD" } keys %ENV;',
  },
  {
    id: 'terminal-input',
    tries: 'type into a terminal (TIOCSTI)',
    ...{ from: courierOnly, stoppedBy: ['seccomp'] },
    script: `open(my $m, '+<', '/dev/ptmx') or refused; my $unlock = pack('i', 0); ioctl($m, 0x40045431, $unlock);
      my $n = pack('i', 0); ioctl($m, 0x80045430, $n); open(my $s, '+<', '/dev/pts/' . unpack('i', $n)) or refused;
      through if ioctl($s, 0x5412, my $c = 'x');`,
  },
]
