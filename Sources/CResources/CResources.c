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
static const unsigned char file_7[] = {
#embed "../../project-template/app/Sources/app_name/AppName.swift" suffix(,)
0};
static const unsigned char file_8[] = {
#embed "../../project-template/app/Sources/app_name/Migrations/Migrations.swift" suffix(,)
0};
static const unsigned char file_9[] = {
#embed "../../project-template/app/Sources/app_name/Models.swift" suffix(,)
0};
static const unsigned char file_10[] = {
#embed "../../project-template/app/Sources/app_name/Views.swift" suffix(,)
0};
static const unsigned char file_11[] = {
#embed "../../project-template/app/Tests/app_nameTests/AppNameTests.swift" suffix(,)
0};
static const unsigned char file_12[] = {
#embed "../../project-template/project/.gitignore" suffix(,)
0};
static const unsigned char file_13[] = {
#embed "../../project-template/project/Package.swift" suffix(,)
0};
static const unsigned char file_14[] = {
#embed "../../project-template/project/README.md" suffix(,)
0};
static const unsigned char file_15[] = {
#embed "../../project-template/project/Sources/manage/main.swift" suffix(,)
0};
static const unsigned char file_16[] = {
#embed "../../project-template/project/Sources/project_name/Site.swift" suffix(,)
0};
static const unsigned char file_17[] = {
#embed "../../project-template/project/Static/.gitkeep" suffix(,)
0};
static const unsigned char file_18[] = {
#embed "../../project-template/project/Templates/.gitkeep" suffix(,)
0};
static const unsigned char file_19[] = {
#embed "../../project-template/project/Tests/project_nameTests/SiteTests.swift" suffix(,)
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
    FILE_OF("project-template/app/Sources/app_name/AppName.swift", file_7),
    FILE_OF("project-template/app/Sources/app_name/Migrations/Migrations.swift", file_8),
    FILE_OF("project-template/app/Sources/app_name/Models.swift", file_9),
    FILE_OF("project-template/app/Sources/app_name/Views.swift", file_10),
    FILE_OF("project-template/app/Tests/app_nameTests/AppNameTests.swift", file_11),
    FILE_OF("project-template/project/.gitignore", file_12),
    FILE_OF("project-template/project/Package.swift", file_13),
    FILE_OF("project-template/project/README.md", file_14),
    FILE_OF("project-template/project/Sources/manage/main.swift", file_15),
    FILE_OF("project-template/project/Sources/project_name/Site.swift", file_16),
    FILE_OF("project-template/project/Static/.gitkeep", file_17),
    FILE_OF("project-template/project/Templates/.gitkeep", file_18),
    FILE_OF("project-template/project/Tests/project_nameTests/SiteTests.swift", file_19),
};

size_t apus_resource_count(void) { return sizeof(files) / sizeof(files[0]); }
struct apus_resource apus_resource_at(size_t index) { return files[index]; }
