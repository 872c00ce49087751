import Apus

/// The migrations of {{ app_name }}, first to last. `manage makemigrations` keeps this list.
let {{ appName }}Migrations = Migrations("{{ app_name }}", [])
