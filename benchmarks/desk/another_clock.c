/* Another clock for one process: the day's time moved by the seconds that a file names, the time of waiting
   untouched. (libfaketime 0.9.10 breaks the sleep of Python 3.11 when it leaves that one alone.)
   cc -shared -fPIC -o another_clock.so another_clock.c -ldl; LD_PRELOAD=…; ANOTHER_CLOCK=FILE */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long moved(void) {
  char text[32] = "";
  int before = errno;
  const char *name = getenv("ANOTHER_CLOCK");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) {
    errno = before;
    return 0;
  }
  if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
  close(file);
  errno = before;
  return atol(text);
}

int clock_gettime(clockid_t which, struct timespec *at) {
  static int (*plain)(clockid_t, struct timespec *);
  if (!plain) plain = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int said = plain(which, at);
  if (!said && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) at->tv_sec += moved();
  return said;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *at, void *zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}
