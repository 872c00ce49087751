/// One value in the place of a database's row, so that a field's type can be read from it.
private final class StoredCell {
    let value: SQLValue
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ value: SQLValue) {
        self.value = value
        let content: [UInt8] =
            switch value {
            case .null: []
            case .blob(let bytes): bytes
            default: Array(value.asText.utf8)
            }
        // One more, so that empty text has an address.
        bytes = .allocate(capacity: content.count + 1)
        for (index, byte) in content.enumerated() { bytes.initializeElement(at: index, to: byte) }
        bytes.initializeElement(at: content.count, to: 0)
    }

    deinit { bytes.deallocate() }

    var start: UnsafePointer<UInt8>? { value == .null ? nil : UnsafePointer(bytes.baseAddress) }
    var count: Int32 { Int32(clamping: bytes.count - 1) }

    static func at(_ cells: OpaquePointer?) -> StoredCell? {
        cells.map { Unmanaged<StoredCell>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
    }
}

private let reader = RowReader(
    isNull: { cells, _ in StoredCell.at(cells)?.value == .null ? 1 : 0 },
    integer: { cells, _ in
        switch StoredCell.at(cells)?.value {
        case .integer(let integer): integer
        case .real(let real): Int64(exactly: real.rounded(.towardZero)) ?? 0
        case .text(let text): Int64(text) ?? 0
        default: 0
        }
    },
    real: { cells, _ in
        switch StoredCell.at(cells)?.value {
        case .integer(let integer): Double(integer)
        case .real(let real): real
        case .text(let text): Double(text) ?? 0
        default: 0
        }
    },
    text: { cells, _, count in
        let cell = StoredCell.at(cells)
        count.pointee = cell?.count ?? 0
        return cell?.start
    },
    blob: { cells, _ in StoredCell.at(cells)?.start.map { UnsafeRawPointer($0) } },
    byteCount: { cells, _ in StoredCell.at(cells)?.count ?? 0 },
    value: { cells, _ in StoredCell.at(cells)?.value ?? .null })

extension FieldValue {
    /// The value that a column holds as `value`. Throws where it is none of this type's.
    public init(storedAs value: SQLValue) throws {
        let cell = StoredCell(value)
        self = try withExtendedLifetime(cell) {
            try withUnsafePointer(to: reader) { reader in
                var row = Row(
                    cells: OpaquePointer(Unmanaged.passUnretained(cell).toOpaque()), reader: reader)
                return try Self(cellOf: &row)
            }
        }
    }
}
