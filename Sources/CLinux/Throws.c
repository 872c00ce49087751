/* Where Swift's errors were thrown. Swift's errors don't say; its runtime calls a hook before each
   throw, which notes the return addresses on the stack. Only for debugging: without
   clinux_watch_throws nothing is installed. */
#define _GNU_SOURCE
#include "CLinux.h"
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct error_value {
    const void *value, *type, *witness;
};

extern _Atomic(void (*)(void *)) _swift_willThrow __attribute__((weak));
extern _Atomic(void (*)(void *, const void *, const void *)) _swift_willThrowTypedImpl
    __attribute__((weak));
extern void *swift_errorRetain(void *) __attribute__((weak));
extern void swift_errorRelease(void *) __attribute__((weak));
extern void swift_getErrorValue(const void *, void **, struct error_value *) __attribute__((weak));
extern char *swift_demangle(const char *, size_t, char *, size_t *, uint32_t)
    __attribute__((weak));

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct clinux_thrown ring[CLINUX_THROWN];
static unsigned next;

/* Who had the hooks before: Swift Testing, where tests run. */
static void (*earlier)(void *);
static void (*earlier_typed)(void *, const void *, const void *);

/* An asynchronous function's callers are not on the stack: their contexts are a list, which hangs
   on the first frame whose saved frame pointer has bit 60 set. */
static int add_async(void **frames, int count) {
    const uintptr_t mark = (uintptr_t)1 << 60;
    pthread_attr_t attributes;
    void *low;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return count;
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    uintptr_t bottom = (uintptr_t)low, top = bottom + size;
    uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
    while (frame >= bottom + 16 && frame + 16 <= top && frame % 8 == 0) {
        uintptr_t saved = *(uintptr_t *)frame;
        if (saved & mark) {
            uintptr_t *context = *(uintptr_t **)(frame - 8);
            while (context && (uintptr_t)context % 8 == 0 && count < CLINUX_FRAMES) {
                if (context[1]) frames[count++] = (void *)(context[1] + 1);
                context = (uintptr_t *)context[0];
            }
            return count;
        }
        if (saved <= frame) return count;
        frame = saved;
    }
    return count;
}

int clinux_calls(void **frames) {
    return add_async(frames, backtrace(frames, CLINUX_FRAMES / 2));
}

static void note(void *error, const void *type) {
    struct clinux_thrown thrown = {error, type, 0, {0}};
    thrown.count = backtrace(thrown.frames, CLINUX_FRAMES / 2);
    thrown.count = add_async(thrown.frames, thrown.count);
    pthread_mutex_lock(&lock);
    void *old = ring[next % CLINUX_THROWN].error;
    ring[next++ % CLINUX_THROWN] = thrown;
    pthread_mutex_unlock(&lock);
    if (old) swift_errorRelease(old);
}

/* The error is kept while it is in the ring, so that its address stays its own. */
static void will_throw(void *error) {
    if (earlier) earlier(error);
    void *scratch = NULL;
    struct error_value value = {0};
    swift_getErrorValue(error, &scratch, &value);
    note(swift_errorRetain(error), value.type);
}

static void will_throw_typed(void *value, const void *type, const void *witness) {
    if (earlier_typed) earlier_typed(value, type, witness);
    note(NULL, type);
}

static void install(void) {
    void *first[1];
    backtrace(first, 1); /* loads what it needs, outside of any throw */
    if (&_swift_willThrow) earlier = atomic_exchange(&_swift_willThrow, will_throw);
    if (&_swift_willThrowTypedImpl)
        earlier_typed = atomic_exchange(&_swift_willThrowTypedImpl, will_throw_typed);
}

void clinux_watch_throws(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!swift_errorRetain || !swift_errorRelease || !swift_getErrorValue) return;
    pthread_once(&once, install);
}

int clinux_copy_thrown(struct clinux_thrown *copies) {
    pthread_mutex_lock(&lock);
    int count = next < CLINUX_THROWN ? (int)next : CLINUX_THROWN;
    for (int index = 0; index < count; index++)
        copies[index] = ring[(next - 1 - (unsigned)index) % CLINUX_THROWN];
    pthread_mutex_unlock(&lock);
    return count;
}

struct search {
    uintptr_t address, found;
};

static int visit(struct dl_phdr_info *info, size_t size, void *data) {
    struct search *search = data;
    (void)size;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[index];
        uintptr_t start = info->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && search->address >= start
            && search->address < start + part->p_memsz)
            search->found = search->address - info->dlpi_addr;
    }
    return 1; /* the program is the first */
}

uintptr_t clinux_place_in_program(const void *address) {
    struct search search = {(uintptr_t)address, 0};
    dl_iterate_phdr(visit, &search);
    return search.found;
}

char *clinux_demangle(const char *name) {
    return swift_demangle ? swift_demangle(name, strlen(name), NULL, NULL, 0) : NULL;
}
