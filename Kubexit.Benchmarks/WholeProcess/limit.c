// limit COMMAND [ARG...]: what Linux itself costs. Watches $KUBEXIT_GRAVEYARD, and when the tombstone $KUBEXIT_DEATH_DEPS (one name) holds
// the word Died sends TERM to COMMAND; forwards signals; ends with COMMAND's exit code. No lock, no tombstone of its own, no log, no
// grace period: a limit to measure against, not a wrapper to use.

#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int is_dead(const char *path)
{
    char text[4096];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    return strstr(text, "Died") != 0;
}

int main(int argc, char **argv)
{
    const char *graveyard = getenv("KUBEXIT_GRAVEYARD"), *dependency = getenv("KUBEXIT_DEATH_DEPS");
    if (argc < 2 || !graveyard || !dependency)
        return 2;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", graveyard, dependency);

    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    sigprocmask(SIG_BLOCK, &all, 0);
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK), signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
    if (inotify_add_watch(watch, graveyard, IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
        return 125;

    pid_t child;
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    if (posix_spawnp(&child, argv[1], 0, &attributes, argv + 1, environ) != 0)
        return 127;

    for (struct pollfd fds[] = { { watch, POLLIN, 0 }, { signals, POLLIN, 0 } };;)
    {
        char events[16 * 1024];
        struct signalfd_siginfo signal;
        int status;
        poll(fds, 2, -1);
        while (read(signals, &signal, sizeof signal) == sizeof signal)
        {
            if (signal.ssi_signo != SIGCHLD)
                kill(child, (int)signal.ssi_signo);
            else if (waitpid(child, &status, WNOHANG) == child)
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }

        if (fds[0].revents && read(watch, events, sizeof events) > 0 && is_dead(path))
            kill(child, SIGTERM);
    }
}
