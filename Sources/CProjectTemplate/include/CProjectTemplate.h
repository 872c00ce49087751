#ifndef CPROJECTTEMPLATE_H
#define CPROJECTTEMPLATE_H
#include <stddef.h>

/* A file of project-template/, embedded: its path there and its bytes. */
struct template_file {
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

/* The files that startproject and startapp copy. */
size_t project_template_count(void);
struct template_file project_template_file(size_t index);
#endif
