/* Preloaded by power-cut.test.ts: each call that changes or syncs a file below RECORD_FOLDER is written to descriptor 3, in order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static ssize_t (*plain_write)(int, const void *, size_t);

static void say(const void *bytes, size_t length) {
  if (plain_write == NULL) plain_write = dlsym(RTLD_NEXT, "write");
  const char *at = bytes;
  while (length > 0) {
    ssize_t done = plain_write(3, at, length);
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

/* The path below the folder, or NULL. */
static const char *below(const char *path) {
  const char *folder = getenv("RECORD_FOLDER");
  if (folder == NULL || strncmp(path, folder, strlen(folder)) != 0) return NULL;
  return path + strlen(folder);
}

static const char *name_of(int fd, char *path, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  return below(path);
}

static void record(int fd, char what, long long at, const void *bytes, size_t length) {
  char path[4096], line[4300];
  struct stat found;
  if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) return;
  const char *name = name_of(fd, path, sizeof path);
  if (name == NULL) return;
  say(line, (size_t)snprintf(line, sizeof line, "%c %s %lld %zu\n", what, name, at, length));
  if (length > 0) say(bytes, length);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  ssize_t (*next)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  struct stat found;
  long long at = lseek(fd, 0, SEEK_CUR);
  if ((fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &found) == 0) at = found.st_size;
  ssize_t done = next(fd, bytes, length);
  if (done > 0) record(fd, 'W', at, bytes, (size_t)done);
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  ssize_t (*next)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t done = next(fd, bytes, length, at);
  if (done > 0) record(fd, 'W', at, bytes, (size_t)done);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite64(fd, bytes, length, at);
}

int fsync(int fd) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
  int failed = next(fd);
  if (failed == 0) record(fd, 'S', 0, NULL, 0);
  return failed;
}

int fdatasync(int fd) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
  int failed = next(fd);
  if (failed == 0) record(fd, 'S', 0, NULL, 0);
  return failed;
}

int ftruncate64(int fd, off64_t length) {
  int (*next)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
  int failed = next(fd, length);
  if (failed == 0) record(fd, 'T', length, NULL, 0);
  return failed;
}

int ftruncate(int fd, off_t length) {
  return ftruncate64(fd, length);
}

static void gone(const char *path) {
  char line[4300];
  const char *name = below(path);
  if (name != NULL) say(line, (size_t)snprintf(line, sizeof line, "U %s 0 0\n", name));
}

int unlink(const char *path) {
  int (*next)(const char *) = dlsym(RTLD_NEXT, "unlink");
  int failed = next(path);
  if (failed == 0) gone(path);
  return failed;
}

int remove(const char *path) {
  int (*next)(const char *) = dlsym(RTLD_NEXT, "remove");
  int failed = next(path);
  if (failed == 0) gone(path);
  return failed;
}

int rename(const char *from, const char *to) {
  int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  const char *old = below(from), *new = below(to);
  int failed = next(from, to);
  char line[8400];
  if (failed == 0 && old != NULL && new != NULL) {
    size_t length = (size_t)snprintf(line, sizeof line, "M %s 0 %zu\n", old, strlen(new));
    say(line, length);
    say(new, strlen(new));
  }
  return failed;
}
