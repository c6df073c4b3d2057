// Linked into the native binary only, by the linker's --wrap. Between clone and exec the child of posix_spawn(3) asks for the disposition of
// each of 64 signals and sets it to the default, lest a handler of ours runs in it: 120 system calls before each exec. Only a signal that this process
// has ever caught needs that. For all others the answer is "ignored", which posix_spawn leaves as it is, and so does exec.

#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>

static volatile unsigned long long caught;
static __thread int is_spawning; // The child runs on its parent's thread-local memory until it executes.

void make_guard(void); // spawn.c

int __real___libc_sigaction(int signal, const struct sigaction *action, struct sigaction *old);
int __real_posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
                       char *const arguments[], char *const environment[]);

int __wrap___libc_sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
    unsigned long long bit = signal >= 1 && signal <= 64 ? 1ULL << (signal - 1) : 0;
    if (action && action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN)
        __sync_fetch_and_or(&caught, bit);
    if (is_spawning && !action && old && bit && !(caught & bit)) {
        old->sa_handler = SIG_IGN;
        return 0;
    }

    return __real___libc_sigaction(signal, action, old);
}

int __wrap_posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
                       char *const arguments[], char *const environment[])
{
    make_guard();
    is_spawning = 1;
    int result = __real_posix_spawn(process, path, actions, attributes, arguments, environment);
    is_spawning = 0;
    return result;
}
