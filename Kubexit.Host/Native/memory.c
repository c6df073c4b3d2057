// Linked into the native binary only, by the linker's --wrap. What the runtime's memory costs a process that needs less than one MiB of it.

#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

enum { ROOM = 8, START_MALLOC = 48 * 1024, START_FIELDS = 16 * 1024, START_CALLS = 56 * 1024 };

int __real_madvise(void *start, size_t length, int advice);
int __real_mprotect(void *start, size_t length, int protection);
int __real_munmap(void *start, size_t length);
void *__real_mmap64(void *start, size_t length, int protection, int flags, int file, off_t offset);

static struct { char *start, *end; } reservations[ROOM];
static int count;

// The collector keeps what it reserves out of core dumps and takes each piece that it commits back in. A reservation that nobody has
// touched is in no dump anyway, and each advice splits the kernel's map of the process once more.
int __wrap_madvise(void *start, size_t length, int advice)
{
    return advice == MADV_DONTDUMP || advice == MADV_DODUMP ? 0 : __real_madvise(start, length, advice);
}

static int find(const char *start, size_t length)
{
    for (int i = 0; i < count; i++)
        if (start >= reservations[i].start && start + length <= reservations[i].end)
            return i;
    return -1;
}

// With strict accounting (2) what may be written is counted as used. Where nobody can tell it may be strict.
static int is_accounting_strict(void)
{
    static int answer = -1;
    if (answer < 0) {
        char mode = '2';
        int file = open("/proc/sys/vm/overcommit_memory", O_RDONLY | O_CLOEXEC);
        if (file >= 0 && read(file, &mode, 1) != 1)
            mode = '2';
        if (file >= 0)
            close(file);
        answer = mode == '2';
    }

    return answer;
}

// A reservation may be written from the beginning, and stays so: committing a piece of it is then no call, and the kernel's map
// of the process is not split. Huge pages would be memory for what is never used.
void *__wrap_mmap64(void *start, size_t length, int protection, int flags, int file, off_t offset)
{
    int is_reservation = protection == PROT_NONE && file == -1 && (flags & (MAP_PRIVATE | MAP_ANONYMOUS)) == (MAP_PRIVATE | MAP_ANONYMOUS);
    int is_new = !start && count < ROOM && length >= 1024 * 1024;
    if (is_reservation && (is_new ? !is_accounting_strict() : (flags & MAP_FIXED) && find(start, length) >= 0)) {
        char *memory = __real_mmap64(start, length, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE, file, offset);
        if (memory != MAP_FAILED) {
            __real_madvise(memory, length, MADV_NOHUGEPAGE);
            if (is_new)
                reservations[count].start = memory, reservations[count++].end = memory + length;
            return memory;
        }
    }

    return __real_mmap64(start, length, protection, flags, file, offset);
}

int __wrap_mprotect(void *start, size_t length, int protection)
{
    return protection == (PROT_READ | PROT_WRITE) && find(start, length) >= 0 ? 0 : __real_mprotect(start, length, protection);
}

// The collector gives back what lies before and behind an aligned piece of a reservation.
int __wrap_munmap(void *start, size_t length)
{
    int i = find(start, length);
    if (i >= 0 && start == reservations[i].start)
        reservations[i].start += length;
    else if (i >= 0)
        reservations[i].end = start;
    return __real_munmap(start, length);
}

// Maps pages that every start writes to, in one call instead of a fault for each. A kernel before 5.14 leaves it to the faults.
void kubexit_populate(const void *start, size_t length)
{
    size_t page = (size_t)getpagesize();
    char *from = (char *)((uintptr_t)start & ~(page - 1));
    __real_madvise(from, (size_t)((const char *)start + length - from), MADV_POPULATE_WRITE);
}

// Where the compiler keeps what a call through an interface has found; before it, where the static fields of each type are.
extern char __InterfaceDispatchCellSection_Start __attribute__((weak));

// One arena for all threads: the few that there are hardly allocate, and an arena is a reservation of 128 MiB, made in four calls.
__attribute__((constructor)) static void prepare(void)
{
    mallopt(M_ARENA_MAX, 1);
    void *first = malloc(1);
    if (first)
        kubexit_populate(first, START_MALLOC);
    free(first);
    uintptr_t calls = (uintptr_t)&__InterfaceDispatchCellSection_Start;
    if (calls)
        kubexit_populate((void *)(calls - START_FIELDS), START_FIELDS + START_CALLS);
}
