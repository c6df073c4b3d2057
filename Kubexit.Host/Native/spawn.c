// Linked into the native binary only, by the linker's --wrap. Every child that posix_spawn(3) makes for us leads a process group of its
// own, so this is called in the child between clone and exec: the one place where the child can ask the kernel to kill it when we die.
// Without it a wrapper that is killed while its child is being started leaves that child behind. GroupGuard.cs sees to the group later.

#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

static pid_t wrapper;

__attribute__((constructor)) static void remember_wrapper(void)
{
    wrapper = getpid();
}

int __real___setpgid(pid_t process, pid_t group);

int __wrap___setpgid(pid_t process, pid_t group)
{
    if (process == 0 && getpid() != wrapper) {
        // Refused by nobody but a security profile: then the guard of the group has to do.
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        pid_t parent = getppid();
        if (parent != wrapper && parent >= 0)
            _exit(127); // We were too late: it is dead, and no signal comes.
    }

    return __real___setpgid(process, group);
}
