#include "CProjectTemplate.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

/* Each file's bytes are put in by the preprocessor, so that the program needs no checkout. */
static const unsigned char app_sources_app_name_appname_swift[] = {
#embed "../../project-template/app/Sources/app_name/AppName.swift" suffix(,)
0};
static const unsigned char app_sources_app_name_migrations_migrations_swift[] = {
#embed "../../project-template/app/Sources/app_name/Migrations/Migrations.swift" suffix(,)
0};
static const unsigned char app_sources_app_name_models_swift[] = {
#embed "../../project-template/app/Sources/app_name/Models.swift" suffix(,)
0};
static const unsigned char app_sources_app_name_views_swift[] = {
#embed "../../project-template/app/Sources/app_name/Views.swift" suffix(,)
0};
static const unsigned char app_tests_app_nametests_appnametests_swift[] = {
#embed "../../project-template/app/Tests/app_nameTests/AppNameTests.swift" suffix(,)
0};
static const unsigned char project__gitignore[] = {
#embed "../../project-template/project/.gitignore" suffix(,)
0};
static const unsigned char project_package_swift[] = {
#embed "../../project-template/project/Package.swift" suffix(,)
0};
static const unsigned char project_readme_md[] = {
#embed "../../project-template/project/README.md" suffix(,)
0};
static const unsigned char project_sources_manage_main_swift[] = {
#embed "../../project-template/project/Sources/manage/main.swift" suffix(,)
0};
static const unsigned char project_sources_project_name_site_swift[] = {
#embed "../../project-template/project/Sources/project_name/Site.swift" suffix(,)
0};
static const unsigned char project_static__gitkeep[] = {
#embed "../../project-template/project/Static/.gitkeep" suffix(,)
0};
static const unsigned char project_templates__gitkeep[] = {
#embed "../../project-template/project/Templates/.gitkeep" suffix(,)
0};
static const unsigned char project_tests_project_nametests_sitetests_swift[] = {
#embed "../../project-template/project/Tests/project_nameTests/SiteTests.swift" suffix(,)
0};

#define FILE_OF(path, bytes) {path, bytes, sizeof(bytes) - 1}

static const struct template_file files[] = {
    FILE_OF("app/Sources/app_name/AppName.swift", app_sources_app_name_appname_swift),
    FILE_OF("app/Sources/app_name/Migrations/Migrations.swift", app_sources_app_name_migrations_migrations_swift),
    FILE_OF("app/Sources/app_name/Models.swift", app_sources_app_name_models_swift),
    FILE_OF("app/Sources/app_name/Views.swift", app_sources_app_name_views_swift),
    FILE_OF("app/Tests/app_nameTests/AppNameTests.swift", app_tests_app_nametests_appnametests_swift),
    FILE_OF("project/.gitignore", project__gitignore),
    FILE_OF("project/Package.swift", project_package_swift),
    FILE_OF("project/README.md", project_readme_md),
    FILE_OF("project/Sources/manage/main.swift", project_sources_manage_main_swift),
    FILE_OF("project/Sources/project_name/Site.swift", project_sources_project_name_site_swift),
    FILE_OF("project/Static/.gitkeep", project_static__gitkeep),
    FILE_OF("project/Templates/.gitkeep", project_templates__gitkeep),
    FILE_OF("project/Tests/project_nameTests/SiteTests.swift", project_tests_project_nametests_sitetests_swift),
};

size_t project_template_count(void) { return sizeof(files) / sizeof(files[0]); }

struct template_file project_template_file(size_t index) { return files[index]; }
