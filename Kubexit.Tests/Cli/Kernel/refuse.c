// refuse [OPTION...] SYSCALL[,SYSCALL...] ERRNO [--] COMMAND [ARG...]
//
// Runs COMMAND, in this process, under a seccomp filter that hands the named system calls to a supervisor, which makes them fail
// with ERRNO. Only calls of processes that run COMMAND's file fail, so that what COMMAND starts is left alone: its child between
// fork and exec included, the program that child becomes not. SYSCALL may be "all".
//
//   --times N    only the first N calls fail; the rest go through
//   --arg I=V    only calls whose argument I (0 to 5) is V
//   --when FILE  only calls made while FILE exists
//   --late MS    those calls wait for so many milliseconds first, one after the other
//   --log FILE   at the end: one line a system call, its name and how often it was refused or, with ERRNO "none", made
//
// The filter uses SECCOMP_RET_USER_NOTIF (Linux 5.5). The supervisor is a process of its own that ends with the last process
// under the filter. Names of system calls and errors come from syscalls.h and errors.h, which the tests make before they compile this.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_CALLS 1024

static const struct { const char *name; int number; } calls[] = {
#include "syscalls.h"
}, errors[] = {
#include "errors.h"
};

static struct {
    int numbers[MAX_CALLS], count, error, argument;
    unsigned long long value, times, late;
    const char *when, *log;
    char file[4096];
} rule = { .argument = -1, .times = ~0ULL };

static volatile struct { int listener; int attached; } *shared;
static unsigned long long hits[MAX_CALLS];

static void fail(const char *what)
{
    fprintf(stderr, "refuse: %s: %s\n", what, strerror(errno));
    _exit(99);
}

static int number_of(const char *name)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(calls[i].name, name) == 0)
            return calls[i].number;
    return -1; // Not on this architecture.
}

static const char *name_of(int number)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i].number == number)
            return calls[i].name;
    return "?";
}

static int runs_the_file(int task)
{
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/%d/exe", task);
    ssize_t length = readlink(link, target, sizeof target - 1);
    target[length > 0 ? length : 0] = 0;
    return strcmp(target, rule.file) == 0;
}

static int is_refused(const struct seccomp_notif *call)
{
    if (!runs_the_file((int)call->pid))
        return 0;
    if (rule.argument >= 0 && call->data.args[rule.argument] != rule.value)
        return 0;
    if (rule.when && access(rule.when, F_OK) != 0)
        return 0;
    if (rule.times == 0)
        return 0;
    rule.times--;
    if (call->data.nr >= 0 && call->data.nr < MAX_CALLS)
        hits[call->data.nr]++;
    usleep(rule.late * 1000);
    return rule.error != 0;
}

static void write_log(void)
{
    char temporary[4096];
    snprintf(temporary, sizeof temporary, "%s.tmp", rule.log ? rule.log : "");
    FILE *log = rule.log ? fopen(temporary, "w") : NULL;
    for (int i = 0; log && i < MAX_CALLS; i++)
        if (hits[i])
            fprintf(log, "%s %llu\n", name_of(i), hits[i]);
    if (log && fclose(log) == 0)
        rename(temporary, rule.log);
}

static void supervise(int process)
{
    while (shared->listener == 0)
        usleep(100);
    int handle = (int)syscall(SYS_pidfd_open, process, 0);
    int listener = (int)syscall(SYS_pidfd_getfd, handle, shared->listener, 0);
    if (listener < 0)
        shared->attached = -errno;
    else
        shared->attached = 1;
    close(handle);

    struct seccomp_notif call;
    struct seccomp_notif_resp answer;
    struct pollfd wait = { .fd = listener, .events = POLLIN };
    while (listener >= 0 && poll(&wait, 1, -1) > 0 && !(wait.revents & POLLHUP)) {
        memset(&call, 0, sizeof call);
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0)
            continue; // The caller was killed meanwhile.
        memset(&answer, 0, sizeof answer);
        answer.id = call.id;
        if (is_refused(&call))
            answer.error = -rule.error;
        else
            answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }

    write_log();
    _exit(0);
}

static void start_supervisor(void)
{
    int process = getpid(), child = fork();
    if (child < 0)
        fail("fork");
    if (child > 0) {
        waitpid(child, NULL, 0);
        return;
    }

    // An orphan: COMMAND must not find a child that it has not started.
    if (fork() != 0)
        _exit(0);
    setsid();
    int nowhere = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(nowhere, fd);
    close_range(3, ~0U, 0);
    supervise(process);
}

static void install(void)
{
    struct sock_filter filter[MAX_CALLS + 4];
    unsigned short at = 0;
    if (rule.count > 0) {
        filter[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
        for (int i = 0; i < rule.count; i++) { // Each comparison skips the ones after it, and the "allow".
            filter[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)rule.numbers[i], 0, 1);
            filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
        }
        filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    } else {
        filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    }

    struct sock_fprog program = { .len = at, .filter = filter };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        fail("no_new_privs");

    // A signal must not interrupt the call that waits for the supervisor: fork(2) never fails with EINTR otherwise (Linux 5.19).
    unsigned long killable = 1UL << 5, flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | killable, &program);
    if (listener < 0 && errno == EINVAL)
        listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
    if (listener < 0)
        fail("seccomp");
    shared->listener = listener;
    while (shared->attached == 0) // No system call here: it might be one that waits for the supervisor.
        __asm__ volatile("" ::: "memory");
    if (shared->attached < 0)
        _exit(98);
}

int main(int argc, char **argv)
{
    int at = 1;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        const char *value = argv[at + 1];
        if (strcmp(argv[at], "--times") == 0)
            rule.times = strtoull(value, NULL, 0);
        else if (strcmp(argv[at], "--late") == 0)
            rule.late = strtoull(value, NULL, 0);
        else if (strcmp(argv[at], "--when") == 0)
            rule.when = value;
        else if (strcmp(argv[at], "--log") == 0)
            rule.log = value;
        else if (strcmp(argv[at], "--arg") == 0 && sscanf(value, "%d=%lli", &rule.argument, (long long *)&rule.value) == 2)
            ;
        else
            return fprintf(stderr, "refuse: bad option %s\n", argv[at]), 99;
    }

    if (argc < at + 3)
        return fprintf(stderr, "refuse: nothing to run\n"), 99;
    char *names = argv[at++], *error = argv[at++];
    at += strcmp(argv[at], "--") == 0;
    for (char *name = strtok(names, ","); name; name = strtok(NULL, ","))
        if (strcmp(name, "all") != 0) {
            int number = number_of(name);
            if (number < 0)
                return fprintf(stderr, "refuse: no system call '%s'\n", name), 97;
            rule.numbers[rule.count++] = number;
        }
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(errors[i].name, error) == 0)
            rule.error = errors[i].number;
    if (rule.error == 0 && strcmp(error, "none") != 0)
        return fprintf(stderr, "refuse: no error '%s'\n", error), 99;

    if (!realpath(argv[at], rule.file))
        fail(argv[at]);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        fail("mmap");
    start_supervisor();
    install();
    execv(argv[at], argv + at);
    fail(argv[at]);
}
