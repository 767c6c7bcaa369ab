/* Preloaded by failing-io.test.ts: the n-th call that writes, cuts or syncs a file below FAULT_FOLDER fails, or writes half. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

/* 0: go on; 1: fail with errno set; 2: do half of it. */
static int fault(int fd) {
  const char *folder = getenv("FAULT_FOLDER");
  char link[64], path[4096];
  if (folder == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) return 0;
  if (__atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != atol(getenv("FAULT_AT"))) return 0;
  const char *kind = getenv("FAULT_KIND");
  ssize_t (*plain)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  plain(3, "fault\n", 6);
  if (strcmp(kind, "short") == 0) return 2;
  errno = strcmp(kind, "full") == 0 ? ENOSPC : EIO;
  return 1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  ssize_t (*next)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  int what = fault(fd);
  return what == 1 ? -1 : next(fd, bytes, what == 2 ? (length + 1) / 2 : length);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  ssize_t (*next)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  int what = fault(fd);
  return what == 1 ? -1 : next(fd, bytes, what == 2 ? (length + 1) / 2 : length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite64(fd, bytes, length, at);
}

int fsync(int fd) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
  return fault(fd) == 1 ? -1 : next(fd);
}

int fdatasync(int fd) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
  return fault(fd) == 1 ? -1 : next(fd);
}

int ftruncate64(int fd, off64_t length) {
  int (*next)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
  return fault(fd) == 1 ? -1 : next(fd, length);
}

int ftruncate(int fd, off_t length) {
  return ftruncate64(fd, length);
}
