// Linked into the native binary only. Blocks this process's signals before the .NET runtime starts its threads, which inherit the
// mask: Platform/Linux/ProcessSignals.cs then reads every signal, in order and without loss, from a signalfd. A TERM that arrives
// while the runtime still starts is pending, not lost (PID 1 would ignore it otherwise).
//
// The mask from before, which the child is started with again, is left in an environment variable, in hexadecimal, with the process
// id: a mask that another process has left is none of ours. The same set of signals stands in ProcessSignals.Owned.

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((constructor)) static void block_signals(void)
{
    sigset_t owned, before;
    sigfillset(&owned);
    static const int faults[] = { SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        sigdelset(&owned, faults[i]);
    sigdelset(&owned, SIGRTMIN); // 34: the runtime suspends threads with it. libc keeps 32 and 33 out of the set itself.

    int result;
    do
        result = sigprocmask(SIG_BLOCK, &owned, &before);
    while (result != 0 && errno == EINTR);
    if (result != 0)
        sigemptyset(&before); // ProcessSignals finds TERM unblocked, and says so.

    unsigned long long mask;
    char text[40];
    memcpy(&mask, &before, sizeof mask);
    snprintf(text, sizeof text, "%llx.%d", mask, (int)getpid());
    setenv("KUBEXIT_INTERNAL_SIGNAL_MASK", text, 1);
}
