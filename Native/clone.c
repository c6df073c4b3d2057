// Linked into the native binary only, by the linker's --wrap. Security profiles older than a system call answer EPERM where the kernel
// would say ENOSYS, and libc falls back from clone3(2) to clone(2) on ENOSYS only: no thread and no process could be made. Nothing here
// asks clone3 for what EPERM is the true answer to (namespaces, process ids).

#include <errno.h>
#include <stddef.h>

int __real___clone3(void *arguments, size_t size, int (*function)(void *), void *argument);

int __wrap___clone3(void *arguments, size_t size, int (*function)(void *), void *argument)
{
    int result = __real___clone3(arguments, size, function, argument);
    if (result == -1 && errno == EPERM)
        errno = ENOSYS;
    return result;
}
