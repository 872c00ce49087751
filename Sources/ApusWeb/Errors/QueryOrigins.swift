package import ApusORM
import CLinux

/// Where in the project's own files the statements of a log were asked for. In debug and in tests
/// only.
package enum QueryOrigins {
    /// The return addresses of the calls that led here.
    @Sendable
    package static func calls() -> [UInt] {
        withUnsafeTemporaryAllocation(
            of: UnsafeMutableRawPointer?.self, capacity: Int(CLINUX_FRAMES)
        ) { frames in
            let count = clinux_calls(frames.baseAddress)
            return frames.prefix(Int(count)).compactMap { $0.map { UInt(bitPattern: $0) } }
        }
    }

    /// The place of each entry, `Sources/polls/Views.swift:12`; nil where it isn't known.
    package static func places(of entries: [QueryLog.Entry], in folder: String) -> [String?] {
        let addresses = entries.map { entry in
            entry.calls.compactMap { call -> UInt? in
                // A return address is behind its call.
                let place = clinux_place_in_program(UnsafeRawPointer(bitPattern: call))
                return place == 0 ? nil : UInt(place) - 1
            }
        }
        // One question for all of them; the answers are kept.
        let all = Array(Set(addresses.joined()))
        guard !all.isEmpty, Symbolizer.frames(at: all) != nil else {
            return entries.map { _ in nil }
        }
        return addresses.map { addresses in
            let frames = Symbolizer.frames(at: addresses) ?? []
            let own = frames.first {
                $0.file.hasPrefix(folder + "/") && !$0.file.contains("/.build/")
            }
            return own?.shownPlace(folder)
        }
    }
}
