// Linked into the native binary only, by the linker's --wrap. Every child that posix_spawn(3) makes for us leads a process group of its
// own, so this is called in the child between clone and exec: the one place where the child can ask the kernel to kill it when we die.
// Without it a wrapper that is killed while its child is being started leaves that child behind. GroupGuard.cs sees to the group later;
// until it does, what the child has started already is guarded by a pipe of the same kind, which is the latest child's.

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

static pid_t wrapper;
static int guard[2] = { -1, -1 };

__attribute__((constructor)) static void remember_wrapper(void)
{
    wrapper = getpid();
}

// Called by dispositions.c before a spawn. Not before there is a child: a start that is refused needs every descriptor to say so.
// Where any of it is refused, GroupGuard.cs is too, and says so.
void make_guard(void)
{
    if (wrapper == 1 || guard[0] >= 0 || pipe2(guard, O_CLOEXEC) != 0)
        return;
    for (int i = 0; i < 2; i++) {
        fcntl(guard[i], F_SETSIG, SIGKILL);
        fcntl(guard[i], F_SETFL, fcntl(guard[i], F_GETFL) | O_ASYNC);
    }
}

int __real___setpgid(pid_t process, pid_t group);

int __wrap___setpgid(pid_t process, pid_t group)
{
    int is_child = process == 0 && getpid() != wrapper;
    if (is_child) {
        // Refused by nobody but a security profile: then the guard of the group has to do.
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        pid_t parent = getppid();
        if (parent != wrapper && parent >= 0)
            _exit(127); // We were too late: it is dead, and no signal comes.
    }

    int result = __real___setpgid(process, group);
    for (int i = 0; is_child && result == 0 && i < 2; i++)
        fcntl(guard[i], F_SETOWN, group == 0 ? -getpid() : getpid());
    return result;
}
