/** Which system calls each process of the guard may make: what Node and its own work need, and no more. */
import type { ArgumentRule, CallPolicy } from './filter.ts'

export type CallProfile = 'courier' | 'keeper' | 'updater' | 'relay' | 'local-api' | 'gate' | 'function'

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Memory, threads, time, waiting, signals to itself: what a runtime such as Node does whatever its task. */
const runtime = words(`
  read write readv writev pread64 pwrite64 preadv pwritev close close_range dup dup2 dup3 pipe pipe2 lseek
  brk mmap munmap mremap mprotect madvise mincore membarrier msync mlock munlock
  futex set_robust_list get_robust_list rseq set_tid_address arch_prctl sched_yield sched_getaffinity
  sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min sched_setaffinity getcpu
  rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigpending rt_sigtimedwait sigaltstack
  restart_syscall pause alarm setitimer getitimer tgkill tkill kill
  clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times
  timer_create timer_settime timer_gettime timer_delete timerfd_create timerfd_settime timerfd_gettime
  epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 poll ppoll select pselect6
  eventfd eventfd2 getrandom getpid gettid getppid getpgrp getpgid getsid getuid geteuid getgid getegid
  getresuid getresgid getgroups capget uname sysinfo getrusage getrlimit
  exit exit_group wait4 waitid execve`)

/** Looking at files; what there is to see is the namespace's matter. */
const look = words(`
  open openat openat2 access faccessat faccessat2 stat lstat fstat newfstatat statx statfs fstatfs
  readlink readlinkat getcwd chdir fchdir getdents getdents64 fadvise64 readahead umask`)

/** Changing files that are writable. */
const change = words(`
  creat mkdir mkdirat rename renameat renameat2 unlink unlinkat rmdir fsync fdatasync sync_file_range
  ftruncate truncate fallocate flock chmod fchmod fchmodat utimensat copy_file_range sendfile`)

/** Using sockets that are there. */
const talk = words(`
  sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg shutdown getsockname getpeername getsockopt setsockopt`)

/** What bubblewrap needs to build the function's sandbox within the gate's. */
const build = words(`
  clone unshare mount umount2 pivot_root symlink symlinkat link capset setresuid setresgid setuid setgid
  setgroups setfsuid setfsgid setsid sethostname signalfd signalfd4 chown fchown fchownat getxattr lgetxattr
  prlimit64 setrlimit seccomp prctl bind`)

/** No process ever calls these; a try is an attack and ends it. */
const hostile = words(`
  ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise bpf kexec_load kexec_file_load
  init_module finit_module delete_module create_module reboot swapon swapoff settimeofday clock_settime
  adjtimex clock_adjtime open_by_handle_at iopl ioperm modify_ldt setdomainname acct
  quotactl quotactl_fd lookup_dcookie nfsservctl uselib vhangup syslog setns chroot open_tree move_mount
  fsopen fsconfig fsmount fspick mount_setattr perf_event_open userfaultfd keyctl add_key request_key`)

/** Looked for by libuv and glibc, which do without. */
const absent = words(`
  io_uring_setup io_uring_enter io_uring_register clone3 memfd_create memfd_secret pidfd_open
  pidfd_send_signal landlock_create_ruleset landlock_add_rule landlock_restrict_self`)

/** CLONE_VM, CLONE_SIGHAND and CLONE_THREAD together make a thread; any CLONE_NEW… flag makes a namespace (CWE-250). */
const clone = { vm: 0x100, sighand: 0x800, thread: 0x1_0000, namespaces: 0x7e02_0080 } as const
const threadsOnly: ArgumentRule = {
  call: 'clone',
  argument: 0,
  allOf: clone.vm | clone.sighand | clone.thread,
  noneOf: clone.namespaces,
}
/** FIOCLEX, FIONCLEX, FIONBIO, FIONREAD, TCGETS, TIOCGWINSZ. TIOCSTI would type into the terminal that the guard was started from (CVE-2017-5226). */
const ioctls = (...more: number[]): ArgumentRule => ({
  call: 'ioctl',
  argument: 1,
  oneOf: [0x5451, 0x5450, 0x5421, 0x541b, 0x5401, 0x5413, ...more],
})
/** PR_SET/GET_PDEATHSIG, _DUMPABLE, _NAME, _TIMERSLACK, PR_CAPBSET_READ, PR_SET/GET_NO_NEW_PRIVS, PR_GET_SECCOMP, PR_SET_VMA. */
const harmlessPrctls: ArgumentRule = {
  call: 'prctl',
  argument: 0,
  oneOf: [1, 2, 3, 4, 15, 16, 21, 23, 29, 30, 38, 39, 0x5356_4d41],
}
/** F_DUPFD, F_GETFD … F_SETLKW, F_GETOWN …, record locks of SQLite, F_DUPFD_CLOEXEC. Without F_SETOWN, F_SETSIG and leases. */
const harmlessFcntls: ArgumentRule = {
  call: 'fcntl',
  argument: 1,
  oneOf: [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1033, 1034],
}
const unix = 1
const inet = 2
const inet6 = 10
const netlink = 16
const sockets = (...families: number[]): ArgumentRule => ({ call: 'socket', argument: 0, oneOf: families })
/** Reading a limit is harmless, and in its process namespace each process finds none but its own. */
const common: readonly ArgumentRule[] = [ioctls(), harmlessFcntls]

const policies: Readonly<Record<CallProfile, CallPolicy>> = {
  // No AF_UNIX: the host's network namespace has abstract sockets of every other service (CVE-2020-15257).
  courier: {
    allow: [...runtime, ...look, ...talk, 'connect', 'prlimit64'],
    allowWith: [...common, threadsOnly, harmlessPrctls, sockets(inet, inet6)],
    ...{ absent, kill: [...hostile, 'mount', 'umount2', 'pivot_root', 'unshare'] },
  },
  // As the courier, and connections from a Unix socket that it is given; it makes none.
  relay: {
    allow: [...runtime, ...look, ...talk, ...words('connect listen accept accept4 prlimit64')],
    allowWith: [...common, threadsOnly, harmlessPrctls, sockets(inet, inet6)],
    ...{ absent, kill: [...hostile, 'mount', 'umount2', 'pivot_root', 'unshare'] },
  },
  // Unix sockets alone: its network namespace is empty, and what it reaches lies in the folders that it sees.
  updater: {
    allow: [
      ...runtime,
      ...look,
      ...change,
      ...talk,
      ...words('connect bind listen accept accept4 prlimit64'),
    ],
    allowWith: [...common, threadsOnly, harmlessPrctls, sockets(unix)],
    ...{ absent, kill: [...hostile, 'mount', 'umount2', 'pivot_root', 'unshare'] },
  },
  keeper: {
    allow: [...runtime, ...look, ...change, ...talk, 'connect', 'prlimit64'],
    allowWith: [...common, threadsOnly, harmlessPrctls, sockets(unix)],
    ...{ absent, kill: [...hostile, 'mount', 'umount2', 'pivot_root', 'unshare'] },
  },
  'local-api': {
    allow: [
      ...runtime,
      ...look,
      ...change,
      ...talk,
      ...words('bind listen accept accept4 prlimit64 chown fchownat'),
    ],
    allowWith: [...common, threadsOnly, harmlessPrctls, sockets(unix)],
    ...{ absent, kill: [...hostile, 'mount', 'umount2', 'pivot_root', 'unshare'] },
  },
  gate: {
    allow: [
      ...runtime,
      ...look,
      ...change,
      ...talk,
      ...build,
      ...words('listen accept accept4 socketpair connect'),
    ],
    // Bubblewrap brings the loopback device up: AF_NETLINK, SIOCGIFINDEX.
    allowWith: [harmlessFcntls, sockets(unix, netlink), ioctls(0x8933)],
    ...{ absent, kill: hostile.filter((name) => name !== 'chroot') },
  },
  function: {
    allow: [...runtime, ...look, ...talk, 'prlimit64'],
    allowWith: [...common, threadsOnly, harmlessPrctls],
    ...{ absent, kill: [...hostile, 'mount', 'umount2', 'pivot_root', 'unshare'] },
  },
}

/** The policy of a process. */
export function callPolicy(profile: CallProfile): CallPolicy {
  return policies[profile]
}
