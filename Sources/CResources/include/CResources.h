#ifndef CRESOURCES_H
#define CRESOURCES_H
#include <stddef.h>

/* An embedded file: its path below Templates/, or from project-template/ on, and its bytes. */
struct apus_resource {
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

/* The templates, styles and pictures that the framework ships, and what startproject copies. */
size_t apus_resource_count(void);
struct apus_resource apus_resource_at(size_t index);
#endif
