import CLinux

/// Where errors were thrown: in debug only, and for the last throws of the process only.
enum ThrownPlaces {
    /// From now on throws are noted.
    static func watch() { clinux_watch_throws() }

    /// The addresses in the program, as its file counts them, of the calls that threw `error`, the
    /// innermost first; empty where that isn't known. An error that was thrown again keeps its first
    /// place. One that was put into another box, or thrown by a typed throw, is the newest of its
    /// type.
    static func addresses(of error: any Error) -> [UInt] {
        let room = UnsafeMutablePointer<clinux_thrown>.allocate(capacity: Int(CLINUX_THROWN))
        defer { room.deallocate() }
        let thrown = UnsafeBufferPointer(start: room, count: Int(clinux_copy_thrown(room)))
        // An array, as the existential itself would be opened.
        let box = [error].withUnsafeBytes { $0.load(as: UnsafeMutableRawPointer.self) }
        let type = unsafeBitCast(Swift.type(of: error) as Any.Type, to: UnsafeRawPointer.self)
        guard
            let found = thrown.last(where: { $0.error == box })
                ?? thrown.first(where: { $0.type == type })
        else { return [] }
        return withUnsafeBytes(of: found.frames) { frames in
            frames.bindMemory(to: UnsafeRawPointer?.self).prefix(Int(found.count)).compactMap {
                // A return address is behind its call.
                guard let address = $0 else { return nil }
                let place = clinux_place_in_program(address)
                return place == 0 ? nil : UInt(place) - 1
            }
        }
    }
}
