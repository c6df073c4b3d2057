// Linked into the native binary only. What is done when this process ends in a way that no managed code can answer: the runtime aborts
// (out of memory, no thread to be had, an unhandled exception, a futex that the kernel refuses), a fault that is no exception, or a
// runtime that does not even start. The child's group is killed, the death is recorded, one sentence is said, and the exit code is 125.
// Only calls that are safe in a signal handler. Other threads run on until the end: what one of them would record of it (the child was
// killed; another life is to be restored) waits at its rename, by the linker's --wrap, so that the last words are the last ones.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXIT_CODE 125
#define ROOM 8192

struct words {
    const char *temporary, *path;
    const char *before, *after; // The tombstone's text on both sides of the time of death.
    char room[4 * ROOM]; // All four, one after the other: a page that nobody writes costs nothing.
};

static struct words slots[2];
static struct words *volatile current;
static volatile int group, has_spoken;
volatile int kubexit_has_begun; // Main runs.
static const char *command;

static volatile int renames; // Those under way, of all threads and of this one.
static __thread volatile int own_renames;

int __real_rename(const char *from, const char *to);

static void say(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return; // Nobody to tell.
}

static char *digits(char *at, long value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + count;
}

// RFC 3339, UTC. Days to a date as in https://howardhinnant.github.io/date_algorithms.html#civil_from_days
static void now(char text[32])
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    long days = time.tv_sec / 86400 + 719468, second = time.tv_sec % 86400;
    long era = days / 146097, day_of_era = days % 146097;
    long year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year + year / 4 - year / 100), shifted = (5 * day_of_year + 2) / 153;
    long month = shifted < 10 ? shifted + 3 : shifted - 9;
    char *at = digits(text, year + era * 400 + (month <= 2), 4);
    *at++ = '-', at = digits(at, month, 2);
    *at++ = '-', at = digits(at, day_of_year - (153 * shifted + 2) / 5 + 1, 2);
    *at++ = 'T', at = digits(at, second / 3600, 2);
    *at++ = ':', at = digits(at, second / 60 % 60, 2);
    *at++ = ':', at = digits(at, second % 60, 2);
    *at++ = '.', at = digits(at, time.tv_nsec / 100, 7);
    *at++ = 'Z', *at = 0;
}

static int write_all(int file, const char *text)
{
    size_t length = strlen(text);
    return write(file, text, length) == (ssize_t)length;
}

// .NAME.tmp becomes .NAME.XXXXXXXX.tmp or .NAME.XXXXXXXX.aside, which no neighbour can guess and take first.
static const char *unguessable(const struct words *words, const char *ending)
{
    static char path[ROOM + 32];
    unsigned long random = 0;
    if (syscall(SYS_getrandom, &random, sizeof random, 1) != sizeof random) { // 1: without waiting.
        struct timespec time;
        clock_gettime(CLOCK_REALTIME, &time);
        random = (unsigned long)time.tv_nsec * 2654435761u ^ (unsigned long)getpid() << 16;
    }

    size_t length = strlen(words->temporary) - 4;
    char *at = memcpy(path, words->temporary, length);
    at += length;
    *at++ = '.';
    for (int i = 0; i < 8; i++, random >>= 4)
        *at++ = "0123456789abcdef"[random & 15];
    strcpy(at, ending);
    return path;
}

static int create(const char *path)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file = open(path, flags, 0644);
    if (file >= 0 || (errno != EMFILE && errno != ENFILE))
        return file;
    close(STDIN_FILENO); // Nobody reads it any more, and its number is within every limit.
    return open(path, flags, 0644);
}

static int record(const struct words *words)
{
    char time[32];
    now(time);
    // Not the name that the process itself writes by: another of its threads may wait with it.
    const char *temporary = unguessable(words, ".tmp");
    int file = create(temporary);
    if (file < 0)
        return 0;
    fchmod(file, 0644); // Whatever the umask.
    int is_whole = write_all(file, words->before) && write_all(file, time) && write_all(file, words->after);
    close(file);
    if (is_whole && __real_rename(temporary, words->path) == 0)
        return 1;

    // A directory is no tombstone, and nobody lives by it.
    char written[ROOM + 32];
    strcpy(written, temporary);
    if (is_whole && __real_rename(words->path, unguessable(words, ".aside")) == 0 && __real_rename(written, words->path) == 0)
        return 1;
    unlink(written);
    return 0;
}

static int is_taken(int file)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    return fcntl(file, F_OFD_SETLK, &whole) == 0;
}

// A life that never began has no lock, or it has just taken it and has not told its words yet: who holds a lock may take it again.
// Whoever else holds the name is another, and its tombstone is left alone.
static int may_record_unstarted(const char *lock)
{
    struct stat status, own;
    if (lstat(lock, &status) != 0 || !S_ISREG(status.st_mode))
        return 1; // What is no file is nobody's lock.
    int file = open(lock, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), is_ours = file >= 0 && is_taken(file);
    for (int fd = 0; fd < 64 && !is_ours; fd++)
        is_ours = fstat(fd, &own) == 0 && own.st_dev == status.st_dev && own.st_ino == status.st_ino && is_taken(fd);
    return is_ours && unlink(lock) == 0;
}

static void prepare_unstarted(struct words *words)
{
    static const char *const verbs[] = { "wait", "status", "self-install", "node-agent", "lint", "help", "version", "--help", "--version" };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (!command || strcmp(command, verbs[i]) == 0)
            return;

    const char *name = getenv("KUBEXIT_NAME"), *graveyard = getenv("KUBEXIT_GRAVEYARD");
    if (!graveyard || !*graveyard)
        graveyard = "/graveyard";
    if (!name || !*name || *name == '.' || strchr(name, '/') || strlen(name) + strlen(graveyard) + 16 > ROOM)
        return;
    char lock[ROOM];
    snprintf(lock, sizeof lock, "%s/.%s.alive", graveyard, name);
    if (!may_record_unstarted(lock))
        return;
    char *temporary = words->room, *path = words->room + ROOM;
    snprintf(temporary, ROOM, "%s/.%s.tmp", graveyard, name);
    snprintf(path, ROOM, "%s/%s", graveyard, name);
    words->temporary = temporary, words->path = path;
    words->before = "Died: \"", words->after = "\"\nExitCode: 125\nReason: Internal\n";
    current = words;
}

// Another thread is at it, unless it has failed here itself.
static void wait_for_the_end(void)
{
    struct timespec patience = { .tv_sec = 5 };
    nanosleep(&patience, NULL);
    syscall(SYS_exit_group, EXIT_CODE);
}

int __wrap_rename(const char *from, const char *to)
{
    own_renames++;
    __sync_fetch_and_add(&renames, 1);
    if (has_spoken) {
        __sync_fetch_and_sub(&renames, 1);
        wait_for_the_end();
    }

    int result = __real_rename(from, to);
    __sync_fetch_and_sub(&renames, 1);
    own_renames--;
    return result;
}

// A volume that does not answer is not waited for.
static void wait_for_renames(void)
{
    struct timespec pause = { .tv_nsec = 1000000 };
    for (int i = 0; i < 1000 && renames > own_renames; i++)
        nanosleep(&pause, NULL);
}

static _Noreturn void end(const char *cause)
{
    if (__sync_lock_test_and_set(&has_spoken, 1))
        wait_for_the_end();

    int killed = group; // Another thread may learn of its end.
    if (killed > 0)
        kill(-killed, SIGKILL);
    wait_for_renames();
    if (!current)
        prepare_unstarted(&slots[0]);
    int is_recorded = current && record(current);
    say("kubexit: error: Kubexit itself failed: ");
    say(cause);
    say(killed > 0 ? " The child's process group was killed." : " No child was left running.");
    say(is_recorded ? " The death was recorded.\n" : " The death could not be recorded.\n");
    syscall(SYS_exit_group, EXIT_CODE);
    kill(getpid(), SIGKILL); // Where not even that call is allowed.
    for (;;)
        pause();
}

static void on_fatal(int signal, siginfo_t *info, void *context)
{
    (void)info, (void)context;
    end(signal == SIGABRT ? "the .NET runtime gave up (out of memory or threads, or a system call that is refused)."
                          : "a fault in native code.");
}

// The last thing before the process ends by itself. main returns without a word when the runtime does not start.
static void on_end(int code, void *context)
{
    (void)context;
    if (has_spoken)
        wait_for_the_end();
    if (!kubexit_has_begun)
        end("the .NET runtime cannot start. Check the limits of memory, threads (pids) and open files, and the seccomp profile.");
    syscall(SYS_exit_group, code);
    kill(getpid(), SIGKILL); // Where that call is refused libc would end this thread only.
}

// The runtime's own handlers call these for what is none of their business.
__attribute__((constructor)) static void listen(int count, char **arguments)
{
    static const int fatal[] = { SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE };
    struct sigaction action = { .sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK };
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        sigaction(fatal[i], &action, NULL);
    command = count > 1 ? arguments[1] : NULL;
    on_exit(on_end, NULL);
}

void kubexit_begin(void)
{
    kubexit_has_begun = 1;
}

/// The group that is to be killed; 0 when the child has ended.
void kubexit_set_group(int id)
{
    group = id;
}

/// 0 when something is too long: then the words before stay.
int kubexit_set_words(const char *temporary, const char *path, const char *before, const char *after)
{
    struct words *words = current == &slots[0] ? &slots[1] : &slots[0];
    const char *texts[] = { temporary, path, before, after };
    const char **places[] = { &words->temporary, &words->path, &words->before, &words->after };
    char *at = words->room;
    for (int i = 0; i < 4; i++) {
        size_t size = strlen(texts[i]) + 1;
        if (size > ROOM)
            return 0;
        *places[i] = memcpy(at, texts[i], size);
        at += size;
    }

    __sync_synchronize();
    current = words;
    return 1;
}
