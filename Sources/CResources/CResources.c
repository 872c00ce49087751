#include "CResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

/* Written by scripts/embed. Each file's bytes are put in by the preprocessor. */
static const unsigned char file_0[] = {
#embed "../../Templates/apus/error.css" suffix(,)
0};

#define FILE_OF(path, bytes) {path, bytes, sizeof(bytes) - 1}

static const struct apus_resource files[] = {
    FILE_OF("apus/error.css", file_0),
};

size_t apus_resource_count(void) { return sizeof(files) / sizeof(files[0]); }
struct apus_resource apus_resource_at(size_t index) { return files[index]; }
