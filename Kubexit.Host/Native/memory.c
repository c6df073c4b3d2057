// Linked into the native binary only, by the linker's --wrap. What the runtime's memory costs a process that needs less than one MiB of it.

#define _GNU_SOURCE
#include <malloc.h>
#include <stddef.h>
#include <sys/mman.h>

int __real_madvise(void *start, size_t length, int advice);

// The collector keeps what it reserves out of core dumps and takes each piece that it commits back in. A reservation that nobody has
// touched is in no dump anyway, and each advice splits the kernel's map of the process once more.
int __wrap_madvise(void *start, size_t length, int advice)
{
    return advice == MADV_DONTDUMP || advice == MADV_DODUMP ? 0 : __real_madvise(start, length, advice);
}

// One arena for all threads: the few that there are hardly allocate, and an arena is a reservation of 128 MiB, made in four calls.
__attribute__((constructor)) static void share_arena(void)
{
    mallopt(M_ARENA_MAX, 1);
}
