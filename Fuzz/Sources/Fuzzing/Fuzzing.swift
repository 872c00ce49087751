import CFuzzer
import Glibc

/// What is called with input after input.
nonisolated(unsafe) private var callback: (UnsafeBufferPointer<UInt8>) -> Void = { _ in }

/// Hands over to libFuzzer, which calls `test` with what it invents and what it is told to on the
/// command line. `test` traps where something is wrong.
public func runFuzzer(_ test: @escaping (UnsafeBufferPointer<UInt8>) -> Void) -> Never {
    callback = test
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(
        LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            callback(UnsafeBufferPointer(start: data, count: size))
            return 0
        })
}

/// Traps with `message` unless `holds`.
public func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
