#ifndef CRESOURCES_H
#define CRESOURCES_H
#include <stddef.h>

/* A file of Templates/, embedded: its path there and its bytes. */
struct apus_resource {
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

/* The templates, styles and pictures that the framework ships, in the order of their paths. */
size_t apus_resource_count(void);
struct apus_resource apus_resource_at(size_t index);
#endif
