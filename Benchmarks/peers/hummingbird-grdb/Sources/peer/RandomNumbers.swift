import Synchronization

/// Random numbers without a system call for each, which `Int.random(in:)` makes and which neither C's
/// nor Python's generators need: SplitMix64, on all threads.
enum RandomNumbers {
    private static let state = Atomic(UInt64.random(in: 0...UInt64.max))

    static func next() -> UInt64 {
        var number = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
        return number ^ number >> 31
    }
}
