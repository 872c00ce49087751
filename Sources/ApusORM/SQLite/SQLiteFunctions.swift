import CSQLite

/// A function that SQL can call: its name there, how many arguments it takes, and what it gives.
struct SQLFunction: Sendable {
    let name: String
    let arguments: Int32
    /// Whether it gives the same for the same arguments.
    let isDeterministic: Bool
    let body: @Sendable (FunctionCall) throws -> SQLValue

    init(
        _ name: String, _ arguments: Int32, isDeterministic: Bool = true,
        _ body: @escaping @Sendable (FunctionCall) throws -> SQLValue
    ) {
        self.name = name
        self.arguments = arguments
        self.isDeterministic = isDeterministic
        self.body = body
    }
}

/// One call of a function from SQL. Good until the function returns.
struct FunctionCall {
    let context: OpaquePointer
    let arguments: UnsafeMutablePointer<OpaquePointer?>

    /// The argument as text, nil for NULL.
    func text(_ index: Int) -> String? {
        guard let start = sqlite3_value_text(arguments[index]) else { return nil }
        let count = Int(sqlite3_value_bytes(arguments[index]))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The argument as an integer, nil for NULL.
    func integer(_ index: Int) -> Int64? {
        if sqlite3_value_type(arguments[index]) == SQLITE_NULL { return nil }
        return sqlite3_value_int64(arguments[index])
    }

    /// The argument as a double, nil for NULL.
    func real(_ index: Int) -> Double? {
        if sqlite3_value_type(arguments[index]) == SQLITE_NULL { return nil }
        return sqlite3_value_double(arguments[index])
    }

    func finish(_ value: SQLValue) {
        switch value {
        case .null: sqlite3_result_null(context)
        case .integer(let integer): sqlite3_result_int64(context, integer)
        case .real(let real): sqlite3_result_double(context, real)
        case .text(var text):
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_result_text64(
                        context, $0.baseAddress ?? emptyText, UInt64($0.count), transient,
                        UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes {
                sqlite3_result_blob64(context, $0.baseAddress, UInt64($0.count), transient)
            }
        }
    }
}

/// What a function of ours says is wrong with its arguments.
struct FunctionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Registers what the dialect's SQL uses and SQLite lacks.
func registerFunctions(on database: OpaquePointer) {
    let flags = SQLITE_UTF8 | SQLITE_INNOCUOUS
    for function in registered {
        sqlite3_create_function_v2(
            database, function.value.name, function.value.arguments,
            function.value.isDeterministic ? flags | SQLITE_DETERMINISTIC : flags,
            Unmanaged.passUnretained(function).toOpaque(), call, nil, nil, nil)
    }
    registerStatistics(on: database, flags | SQLITE_DETERMINISTIC)
    registerAnyValue(on: database, flags)
}

/// SQLite holds the functions' addresses, so they live as long as the process.
private final class RegisteredFunction: Sendable {
    let value: SQLFunction

    init(_ value: SQLFunction) { self.value = value }
}

private let registered: [RegisteredFunction] = {
    var functions = textFunctions + dateFunctions
    // Distributions may leave SQLite's own mathematics out.
    if sqlite3_compileoption_used("ENABLE_MATH_FUNCTIONS") == 0 { functions += mathFunctions }
    return functions.map(RegisteredFunction.init)
}()

private func call(
    _ context: OpaquePointer?, _ count: Int32, _ arguments: UnsafeMutablePointer<OpaquePointer?>?
) {
    guard let context, let arguments, let pointer = sqlite3_user_data(context) else { return }
    let function = Unmanaged<RegisteredFunction>.fromOpaque(pointer).takeUnretainedValue()
    let call = FunctionCall(context: context, arguments: arguments)
    do {
        call.finish(try function.value.body(call))
    } catch {
        sqlite3_result_error(context, "\(error)", -1)
    }
}

/// An empty text's buffer has no address, which SQLite would take for NULL.
nonisolated(unsafe) private let emptyText: UnsafePointer<CChar> = {
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    memory.initialize(to: 0)
    return UnsafePointer(memory)
}()
