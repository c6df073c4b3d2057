// Linked into the native binary only, by the linker's --wrap. The runtime reads thirty files of /proc and /sys before Main to fit a large
// heap and many threads to the machine, and every open file costs microseconds: 0.5 ms of a start. This process has a heap of one MiB and
// works on one processor at a time. The names are those of C++ functions as the linker knows them; a runtime that renames one asks as ever.

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern volatile int kubexit_has_begun; // last_words.c

// The heap need not stay below three quarters of the container's memory, and one node of memory is as good as another.
void __wrap__Z16InitializeCGroupv(void)
{
}

void __wrap__Z21NUMASupportInitializev(void)
{
}

// So much is allocated between collections.
size_t __wrap__ZN15GCToOSInterface25GetCacheSizePerLogicalCpuEb(bool is_true_size)
{
    (void)is_true_size;
    return 1024 * 1024;
}

void __real__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_(uint64_t limit, uint32_t *load, uint64_t *available, uint64_t *swap);

// How full the machine is matters to a collection, not to a start.
void __wrap__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_(uint64_t limit, uint32_t *load, uint64_t *available, uint64_t *swap)
{
    if (kubexit_has_begun) {
        __real__ZN15GCToOSInterface15GetMemoryStatusEmPjPmS1_(limit, load, available, swap);
        return;
    }

    if (load)
        *load = 50;
    if (available)
        *available = 1024 * 1024 * 1024;
    if (swap)
        *swap = 0;
}

// A limit of the cgroup is looked for no more: who counts on one processor spins for nobody, and the pool's threads are configured.
void __wrap__Z19InitializeCpuCGroupv(void)
{
}

bool __wrap__Z11GetCpuLimitPj(uint32_t *limit)
{
    *limit = 1;
    return true;
}

long __real_sysconf(int name);

// The kernel's mask has a bit for every processor that there could be.
long __wrap_sysconf(int name)
{
    if (name == _SC_NPROCESSORS_CONF || name == _SC_NPROCESSORS_ONLN) {
        cpu_set_t sets[8];
        long size = syscall(SYS_sched_getaffinity, 0, sizeof sets, sets);
        if (size > 0)
            return name == _SC_NPROCESSORS_CONF ? size * 8 : CPU_COUNT_S((size_t)size, sets);
    }

    return __real_sysconf(name);
}

int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

// libc looks for the end of the first thread's stack in /proc/self/maps. It lies behind the name of the program.
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    const char *program = (const char *)getauxval(AT_EXECFN);
    struct rlimit limit;
    if (getpid() != gettid() || !pthread_equal(thread, pthread_self()) || !program || getrlimit(RLIMIT_STACK, &limit) != 0)
        return __real_pthread_getattr_np(thread, attributes);

    size_t page = (size_t)getpagesize(), most = 8 * 1024 * 1024;
    uintptr_t end = ((uintptr_t)program + strlen(program) + 1 + sizeof(void *) + page - 1) & ~(page - 1);
    size_t size = (limit.rlim_cur < most ? (size_t)limit.rlim_cur : most) & ~(page - 1);
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    if (here >= end || here <= end - size)
        return __real_pthread_getattr_np(thread, attributes);
    int result = pthread_attr_init(attributes);
    return result != 0 ? result : pthread_attr_setstack(attributes, (void *)(end - size), size);
}

// For $ORIGIN in the names of shared libraries. There are none.
const char *__wrap__dl_get_origin(void)
{
    return (const char *)-1;
}
