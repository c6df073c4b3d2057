// look GRAVEYARD: what Linux itself costs when every tombstone is looked at. Writes 64-bit numbers to stdout: how many there are; the
// nanoseconds of a look that reads each (openat, statx, read, close); and those of one afterwards that only asks whether each is still
// the same (statx). Both list the directory by getdents64.

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int64_t look(const char *graveyard, int reads, int64_t *dead)
{
    static _Alignas(8) char listing[32 * 1024];
    int64_t names = 0;
    long length;
    int directory = open(graveyard, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    while ((length = syscall(SYS_getdents64, directory, listing, sizeof listing)) > 0) {
        for (char *at = listing; at < listing + length; at += ((struct entry *)at)->length) {
            const char *name = ((struct entry *)at)->name;
            struct statx status;
            if (name[0] == '.')
                continue;
            names++;
            if (!reads) {
                statx(directory, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &status);
                *dead += status.stx_size > 0;
                continue;
            }

            char text[2048];
            int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
            statx(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status);
            ssize_t size = read(file, text, sizeof text - 1);
            close(file);
            text[size > 0 ? size : 0] = 0;
            *dead += strstr(text, "Died") != 0;
        }
    }

    close(directory);
    return names;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    int64_t dead = 0, numbers[3];
    for (int reads = 1; reads >= 0; reads--) {
        int64_t begin = now();
        numbers[0] = look(argv[1], reads, &dead);
        numbers[reads ? 1 : 2] = now() - begin;
    }

    return write(1, numbers, sizeof numbers) == sizeof numbers && dead >= 0 ? 0 : 1;
}
