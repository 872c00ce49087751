import CSQLite

/// Registers the deviations and variances, which also work as window functions.
func registerStatistics(on database: OpaquePointer, _ flags: Int32) {
    let kinds: [(name: String, kind: Int)] = [
        ("STDDEV_POP", 1), ("STDDEV_SAMP", 2), ("VAR_POP", 3), ("VAR_SAMP", 4),
    ]
    for (name, kind) in kinds {
        sqlite3_create_window_function(
            database, name, 1, flags, UnsafeMutableRawPointer(bitPattern: kind),
            { context, _, arguments in
                guard let value = number(arguments), let moments = moments(context) else { return }
                moments.pointee.add(value)
            },
            { context in finish(context) },
            { context in finish(context) },
            { context, _, arguments in
                guard let value = number(arguments), let moments = moments(context) else { return }
                moments.pointee.remove(value)
            }, nil)
    }
}

/// Count, mean and sum of squared distances from it (Welford), in memory that SQLite gives zeroed.
private struct Moments {
    var count: Double
    var mean: Double
    var squares: Double

    mutating func add(_ value: Double) {
        count += 1
        let before = value - mean
        mean += before / count
        squares += before * (value - mean)
    }

    mutating func remove(_ value: Double) {
        if count <= 1 {
            self = Moments(count: 0, mean: 0, squares: 0)
            return
        }
        count -= 1
        let before = value - mean
        mean -= before / count
        squares -= before * (value - mean)
    }
}

private func number(_ arguments: UnsafeMutablePointer<OpaquePointer?>?) -> Double? {
    guard let value = arguments?.pointee, sqlite3_value_type(value) != SQLITE_NULL else {
        return nil
    }
    return sqlite3_value_double(value)
}

private func moments(_ context: OpaquePointer?) -> UnsafeMutablePointer<Moments>? {
    sqlite3_aggregate_context(context, Int32(MemoryLayout<Moments>.size))?
        .assumingMemoryBound(to: Moments.self)
}

private func finish(_ context: OpaquePointer?) {
    let kind = Int(bitPattern: sqlite3_user_data(context))
    let divisor: Double
    guard let moments = moments(context)?.pointee, moments.count > 0 else {
        return sqlite3_result_null(context)
    }
    divisor = kind % 2 == 0 ? moments.count - 1 : moments.count
    if divisor <= 0 { return sqlite3_result_null(context) }
    let variance = max(0, moments.squares / divisor)
    sqlite3_result_double(context, kind <= 2 ? variance.squareRoot() : variance)
}

/// Registers ANY_VALUE: the first value of a group that isn't NULL.
func registerAnyValue(on database: OpaquePointer, _ flags: Int32) {
    sqlite3_create_function_v2(
        database, "ANY_VALUE", 1, flags, nil, nil,
        { context, _, arguments in
            guard let value = arguments?.pointee, sqlite3_value_type(value) != SQLITE_NULL,
                let kept = keptValue(context), kept.pointee == nil
            else { return }
            kept.pointee = sqlite3_value_dup(value)
        },
        { context in
            guard let value = keptValue(context)?.pointee else {
                return sqlite3_result_null(context)
            }
            sqlite3_result_value(context, value)
            sqlite3_value_free(value)
        }, nil)
}

private func keptValue(_ context: OpaquePointer?) -> UnsafeMutablePointer<OpaquePointer?>? {
    sqlite3_aggregate_context(context, Int32(MemoryLayout<OpaquePointer?>.size))?
        .assumingMemoryBound(to: OpaquePointer?.self)
}
