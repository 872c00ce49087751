#include "CResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

/* Written by scripts/embed. Each file's bytes are put in by the preprocessor. */
static const unsigned char file_0[] = {
#embed "../../Templates/apus/bird.svg" suffix(,)
0};
static const unsigned char file_1[] = {
#embed "../../Templates/apus/debug/404.html" suffix(,)
0};
static const unsigned char file_2[] = {
#embed "../../Templates/apus/debug/500.html" suffix(,)
0};
static const unsigned char file_3[] = {
#embed "../../Templates/apus/debug/base.html" suffix(,)
0};
static const unsigned char file_4[] = {
#embed "../../Templates/apus/debug/welcome.html" suffix(,)
0};
static const unsigned char file_5[] = {
#embed "../../Templates/apus/error.css" suffix(,)
0};
static const unsigned char file_6[] = {
#embed "../../Templates/apus/error.html" suffix(,)
0};

#define FILE_OF(path, bytes) {path, bytes, sizeof(bytes) - 1}

static const struct apus_resource files[] = {
    FILE_OF("apus/bird.svg", file_0),
    FILE_OF("apus/debug/404.html", file_1),
    FILE_OF("apus/debug/500.html", file_2),
    FILE_OF("apus/debug/base.html", file_3),
    FILE_OF("apus/debug/welcome.html", file_4),
    FILE_OF("apus/error.css", file_5),
    FILE_OF("apus/error.html", file_6),
};

size_t apus_resource_count(void) { return sizeof(files) / sizeof(files[0]); }
struct apus_resource apus_resource_at(size_t index) { return files[index]; }
