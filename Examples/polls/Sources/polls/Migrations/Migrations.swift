import Apus

/// The migrations of polls, first to last. `manage makemigrations` keeps this list.
let pollsMigrations = Migrations("polls", [m0001Initial])
