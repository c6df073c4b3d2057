// The child of every measurement. Writes 64-bit numbers to its stdout, times as CLOCK_MONOTONIC nanoseconds: first when main was
// entered and its process id; then, after TERM, when TERM arrived and when it ended. It dies with its wrapper, so that none is left behind.

#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

int main(void)
{
    int64_t born[2] = { now(), getpid() };
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, 0);
    if (write(1, born, sizeof born) != sizeof born)
        return 1;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int signal;
    sigwait(&term, &signal);
    int64_t died[2] = { now(), 0 };
    died[1] = now();
    return write(1, died, sizeof died) == sizeof died ? 0 : 1;
}
