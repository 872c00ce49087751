/// Bytes that are in memory, or a part of what is kept elsewhere: in the file that a large body was
/// put into while it came, in a file that is sent. The body of a request, an uploaded file and the
/// body of a response are such contents, and one can be made of the other without reading it.
public struct Content: Sendable {
    enum Storage: Sendable {
        case memory([UInt8])
        case stored(StoredContent)
    }

    var storage: Storage

    /// Bytes in memory.
    @inline(__always)
    public init(_ bytes: [UInt8] = []) { storage = .memory(bytes) }

    /// All that `store` holds.
    public init(_ store: any ContentStore) {
        storage = .stored(StoredContent(store: store, start: 0, count: store.count))
    }

    /// How many bytes there are.
    public var count: Int {
        switch storage {
        case .memory(let bytes): bytes.count
        case .stored(let part): part.count
        }
    }

    /// Whether there are no bytes.
    public var isEmpty: Bool { count == 0 }

    /// All bytes, read into memory. What the server has kept and can't read any more is not to be
    /// mended by a view: it ends the process, and another worker takes its place. Reading in
    /// ``pieces(of:)`` throws instead.
    public var bytes: [UInt8] {
        switch storage {
        case .memory(let bytes): return bytes
        case .stored(let part):
            do { return try part.read(at: 0, part.count) } catch {
                fatalError("A body of \(part.count) bytes can't be read: \(error)")
            }
        }
    }

    /// The bytes at `range`, clamped to what there is, without reading them.
    public subscript(range: Range<Int>) -> Content {
        let range = range.clamped(to: 0..<count)
        switch storage {
        case .memory(let bytes): return Content(Array(bytes[range]))
        case .stored(let part):
            var slice = Content()
            slice.storage = .stored(
                StoredContent(
                    store: part.store, start: part.start + range.lowerBound, count: range.count))
            return slice
        }
    }

    /// Up to `count` bytes from `offset` on: fewer only at the end.
    package func read(at offset: Int, _ count: Int) throws -> [UInt8] {
        let range = (offset..<offset + count).clamped(to: 0..<self.count)
        switch storage {
        case .memory(let bytes): return range.count == bytes.count ? bytes : Array(bytes[range])
        case .stored(let part): return try part.read(at: range.lowerBound, range.count)
        }
    }

    /// Calls `body` with the bytes where they are in memory; with none where they are not.
    package func withMemory<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard case .memory(let bytes) = storage else {
            return body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return bytes.withUnsafeBytes(body)
    }

    /// Where the bytes are kept, nil if they are in memory.
    package var place: (store: any ContentStore, range: Range<Int>)? {
        guard case .stored(let part) = storage else { return nil }
        return (part.store, part.start..<part.start + part.count)
    }
}

extension [Content] {
    /// How many bytes they have together.
    package var byteCount: Int { reduce(0) { $0 + $1.count } }
}

extension Content: Hashable {
    /// Whether both hold the same bytes.
    public static func == (left: Content, right: Content) -> Bool {
        guard left.count == right.count else { return false }
        if case .stored(let one) = left.storage, case .stored(let other) = right.storage,
            one.store === other.store, one.start == other.start
        {
            return true
        }
        return left.bytes == right.bytes
    }

    /// Hashes the length: contents may be large.
    public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

/// Where bytes are kept that are not in memory. ApusHTTP knows no files: a server brings stores.
public protocol ContentStore: AnyObject, Sendable {
    /// How many bytes it holds, which doesn't change.
    var count: Int { get }

    /// Reads bytes from `offset` on and says how many: fewer than there is room for only at the
    /// end. Throws where they can't be read.
    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A part of a store.
final class StoredContent: Sendable {
    let store: any ContentStore
    let start: Int
    let count: Int

    init(store: any ContentStore, start: Int, count: Int) {
        self.store = store
        self.start = start
        self.count = count
    }

    /// The bytes from `offset` on, which must be there. Throws where the store has fewer by now.
    func read(at offset: Int, _ count: Int) throws -> [UInt8] {
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            filled = try store.read(
                at: start + offset,
                into: UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(room)[..<count]))
        }
        guard bytes.count == count else { throw ContentCutOff() }
        return bytes
    }
}

/// A store has become shorter than it was.
struct ContentCutOff: Error, CustomStringConvertible {
    var description: String { "it is shorter than it was" }
}
