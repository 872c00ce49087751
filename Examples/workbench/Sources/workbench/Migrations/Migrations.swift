import Apus

/// The migrations of workbench, first to last. `manage makemigrations` keeps this list.
let workbenchMigrations = Migrations("workbench", [m0001Initial])
