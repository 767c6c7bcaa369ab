/** Ways to take from the others what all need. Each is bounded, so that it harms nothing where it gets through. */
import { both, type Escape } from './escape.ts'

export const exhaustionEscapes: readonly Escape[] = [
  {
    id: 'fork-bomb',
    tries: 'fill the table of processes',
    ...{ from: both, stoppedBy: ['cgroup'], beyond: ['seccomp'] },
    script: `my @made; for (1 .. 200) { my $p = fork; last unless defined $p; if ($p == 0) { sleep 5; exit } push @made, $p }
      kill('KILL', @made); through if @made == 200;`,
  },
  {
    id: 'memory-bomb',
    tries: 'take more memory than it is given',
    ...{ from: both, stoppedBy: ['cgroup'] },
    script: 'my @all; push @all, (chr(65 + $_) x 16777216) for 1 .. 40; through;',
  },
  {
    id: 'descriptors',
    tries: 'take all descriptors',
    ...{ from: both, stoppedBy: ['resource-limits'] },
    script:
      'my @all; for (1 .. 500) { open(my $f, "<", "/dev/null") or last; push @all, $f } through if @all == 500;',
  },
  {
    id: 'big-file',
    tries: 'write until the disk is full',
    ...{ from: both, stoppedBy: ['resource-limits'], beyond: ['read-only'] },
    script: "open(F, '>', '/tmp/big') or refused; through if syswrite(F, 'x' x 4096);",
  },
  {
    id: 'locked-memory',
    tries: 'lock memory that others then lack',
    ...{ from: both, stoppedBy: ['resource-limits'] },
    script: 'my $m = "x" x 524288; through if syscall($N{mlock}, $m, 524288) == 0;',
  },
]
