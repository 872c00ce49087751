internal import ApusHTTP
internal import Glibc

/// A store whose bytes are in an open file, so that the kernel can send them from there.
protocol DescriptorStore: ContentStore {
    var descriptor: Int32 { get }
}

extension DescriptorStore {
    /// Fills `room` from the file's place `offset` on.
    func fill(_ room: UnsafeMutableRawBufferPointer, from offset: Int) throws -> Int {
        var filled = 0
        while filled < room.count {
            let count = pread(
                descriptor, room.baseAddress?.advanced(by: filled), room.count - filled,
                off_t(offset + filled))
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError(errno, "can't read a file")
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}
