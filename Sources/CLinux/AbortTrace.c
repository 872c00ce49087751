#define _GNU_SOURCE
#include "CLinux.h"
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>
#include <unwind.h>

/* Everything that a handler needs is found before: it makes no call that takes memory. */
static ElfW(Addr) program_base;
static char line[1024];
static int line_length;

static void put(const char *text, size_t most) {
    while (*text && most-- > 0 && line_length < (int)sizeof line - 1) line[line_length++] = *text++;
}

static void put_hex(uint64_t value) {
    char digits[17];
    int place = 16;
    digits[16] = 0;
    do {
        digits[--place] = "0123456789abcdef"[value & 15];
        value >>= 4;
    } while (value);
    put("0x", 2);
    put(digits + place, 16);
}

static void put_decimal(unsigned value) {
    char digits[11];
    int place = 10;
    digits[10] = 0;
    do {
        digits[--place] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    put(digits + place, 10);
}

static void end_line(void) {
    line[line_length++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, (size_t)line_length);
    (void)written;
    line_length = 0;
}

/* The program's own symbol table, mapped when it is needed: most of its functions are not among
   those that the dynamic linker knows. */
static const ElfW(Sym) *symbols;
static size_t symbol_count;
static const char *names;
static size_t names_size;

static void map_symbols(void) {
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) return;
    size_t size = (size_t)status.st_size;
    const char *image = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (image == MAP_FAILED) return;
    const ElfW(Ehdr) *header = (const void *)image;
    size_t sections_end = header->e_shoff + (size_t)header->e_shnum * sizeof(ElfW(Shdr));
    if (size < sizeof *header || header->e_shoff > size || sections_end > size) return;
    const ElfW(Shdr) *sections = (const void *)(image + header->e_shoff);
    for (size_t i = 0; i < header->e_shnum; i++) {
        const ElfW(Shdr) *table = &sections[i];
        if (table->sh_type != SHT_SYMTAB || table->sh_link >= header->e_shnum) continue;
        const ElfW(Shdr) *texts = &sections[table->sh_link];
        if (table->sh_offset > size || table->sh_size > size - table->sh_offset) return;
        if (texts->sh_offset > size || texts->sh_size > size - texts->sh_offset) return;
        symbols = (const void *)(image + table->sh_offset);
        symbol_count = table->sh_size / sizeof *symbols;
        names = image + texts->sh_offset;
        names_size = texts->sh_size;
        return;
    }
}

static const ElfW(Sym) *symbol_at(ElfW(Addr) offset) {
    for (size_t i = 0; i < symbol_count; i++) {
        const ElfW(Sym) *symbol = &symbols[i];
        if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && offset >= symbol->st_value
            && offset - symbol->st_value < symbol->st_size && symbol->st_name < names_size)
            return symbol;
    }
    return NULL;
}

static _Unwind_Reason_Code frame(struct _Unwind_Context *context, void *argument) {
    unsigned *number = argument;
    ElfW(Addr) address = _Unwind_GetIP(context);
    if (!address || *number >= 64) return _URC_END_OF_STACK;
    put("  #", 3);
    put_decimal((*number)++);
    put(" ", 1);
    put_hex(address);
    put(" ", 1);
    const ElfW(Sym) *symbol = symbol_at(address - program_base - 1);
    Dl_info info;
    if (symbol) {
        size_t most = names_size - symbol->st_name;
        put(names + symbol->st_name, most < 512 ? most : 512);
    } else if (dladdr((void *)(address - 1), &info) && info.dli_fname) {
        const char *slash = strrchr(info.dli_fname, '/');
        if (info.dli_sname) {
            put(info.dli_sname, 512);
            put(" in ", 4);
        }
        put(slash ? slash + 1 : info.dli_fname, 256);
        put("+", 1);
        put_hex(address - (ElfW(Addr))info.dli_fbase);
    } else {
        put("?", 1);
    }
    end_line();
    return _URC_NO_REASON;
}

static void aborted(int number) {
    signal(number, SIG_DFL);
    line_length = 0;
    put("Process ", 8);
    put_decimal((unsigned)getpid());
    put(" was aborted at (names for `swift demangle`):", 64);
    end_line();
    map_symbols();
    unsigned count = 0;
    _Unwind_Backtrace(frame, &count);
    /* Blocked until this handler returns; then it ends the process, with its default meaning. */
    raise(number);
}

static int first_object(struct dl_phdr_info *info, size_t size, void *base) {
    (void)size;
    *(ElfW(Addr) *)base = info->dlpi_addr;
    return 1;
}

void clinux_trace_abort(void) {
    struct sigaction action;
    dl_iterate_phdr(first_object, &program_base);
    memset(&action, 0, sizeof action);
    action.sa_handler = aborted;
    sigaction(SIGABRT, &action, NULL);
}
