import CSQLite

/// Functions that the dialect's SQL uses and SQLite lacks. (Filled as the dialect needs them.)
func registerFunctions(on database: OpaquePointer) {}
