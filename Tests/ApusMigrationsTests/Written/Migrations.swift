import ApusORM

/// The migrations of library, first to last. `manage makemigrations` keeps this list.
let libraryMigrations = Migrations("library", [m0001Initial, m0002Changes, m0003Types])
