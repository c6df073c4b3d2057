// Linked into the native binary only, by the linker's --wrap. Before Main the runtime allocates an object for the static fields of each
// type, 1,800 of them, one by one in the heap of pinned objects: a third of the instructions of a start, 0.5 ms. Here they are cut
// from pieces of that heap. What is left of a piece is a free object at any moment, as the collector leaves its own gaps, so the heap can
// be walked throughout. The piece belongs to nobody: should a collection come, it takes the rest, and nothing is cut from it any more.
// Where a free object does not look as it is written here, everything is allocated as ever.

#include <stddef.h>
#include <stdint.h>

enum { PINNED = 0x40, PIECE = 16 * 1024, LEAST = 3 * sizeof(void *), START_OBJECTS = 128 * 1024 };

struct type { uint32_t flags, size; };
struct object { const struct type *type; uint64_t length; };

extern const struct type *g_pFreeObjectEEType;
extern volatile int kubexit_has_begun; // last_words.c
int RhGetGcCollectionCount(int generation, int special);
void RhAllocateNewArray(const struct type *type, uint32_t count, uint32_t flags, void **result);
void __real_RhAllocateNewObject(const struct type *type, uint32_t flags, void **result);

void kubexit_populate(const void *start, size_t length); // memory.c

static char *piece;
static size_t left;

// What a start allocates besides, in the one heap that grows by 8 KiB: the pages behind what stands there first.
static void populate_heap(void)
{
    static int is_done;
    void *array = NULL;
    if (is_done++)
        return;
    RhAllocateNewArray(g_pFreeObjectEEType, 0, 0, &array);
    if (array)
        kubexit_populate(array, START_OBJECTS);
}

static void take_piece(void)
{
    void *array = NULL;
    left = 0;
    populate_heap();
    RhAllocateNewArray(g_pFreeObjectEEType, PIECE - LEAST, PINNED, &array);
    const struct object *head = array;
    if (head && head->type == g_pFreeObjectEEType && (uint32_t)head->length == PIECE - LEAST) {
        piece = array, left = PIECE;
        kubexit_populate(piece, PIECE);
    }
}

void __wrap_RhAllocateNewObject(const struct type *type, uint32_t flags, void **result)
{
    size_t size = type->size;
    int is_static = flags == PINNED && !kubexit_has_begun && size >= LEAST && size <= PIECE / 8 && size % sizeof(void *) == 0
        && g_pFreeObjectEEType->size == LEAST && RhGetGcCollectionCount(0, 0) == 0;
    if (is_static && size != left && size + LEAST > left)
        take_piece();
    if (!is_static || left == 0) {
        __real_RhAllocateNewObject(type, flags, result);
        return;
    }

    // The rest first: the walk goes from one object's size to the next.
    struct object *object = (struct object *)piece;
    piece += size, left -= size;
    if (left > 0) {
        struct object *rest = (struct object *)piece;
        rest->type = g_pFreeObjectEEType, rest->length = left - LEAST;
    }

    object->length = 0;
    object->type = type;
    *result = object;
}
