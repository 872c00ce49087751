import Apus

let workbenchMigrations = Migrations("workbench")
