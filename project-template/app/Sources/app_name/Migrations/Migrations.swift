import Apus

/// The app's migrations, oldest first. `manage makemigrations` maintains this list.
let {{ appName }}Migrations: [Migration] = []
