// Linked into the native binary only. Stands before the runtime's source of secure random numbers, which is /dev/urandom: an otherwise
// empty root has no devices. The kernel gives the same numbers by getrandom(2); the runtime's own way is kept for one without it.

#include <errno.h>
#include <stdint.h>
#include <sys/random.h>

int32_t __real_SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length);

int32_t __wrap_SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length)
{
    for (int32_t got = 0; got < length;) {
        ssize_t n = getrandom(buffer + got, (size_t)(length - got), 0);
        if (n > 0)
            got += (int32_t)n;
        else if (errno != EINTR)
            return __real_SystemNative_GetCryptographicallySecureRandomBytes(buffer, length);
    }

    return 0;
}

void __real_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length);

// Seeds of hash tables: the same device, opened before Main and kept open.
void __wrap_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length)
{
    if (getrandom(buffer, (size_t)length, GRND_NONBLOCK) != length)
        __real_SystemNative_GetNonCryptographicallySecureRandomBytes(buffer, length);
}
