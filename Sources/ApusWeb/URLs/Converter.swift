import FoundationEssentials

/// A converter made ready for the resolver: its byte class, its lengths, its conversion.
struct Converter: Sendable {
    let name: String
    let kind: PathValue.Kind
    let bytes: ByteClass
    let lengths: ClosedRange<Int>
    let convert: @Sendable (UnsafeBufferPointer<UInt8>) -> PathValue?
    private let write: (@Sendable (any CustomStringConvertible) -> String?)?

    /// `argument` as it stands in a path; nil where the converter has no such value.
    func text(of argument: any CustomStringConvertible) -> String? {
        if let text = write?(argument) { return text }
        if let id = argument as? UUID { return id.uuidString.lowercased() }
        return argument.description
    }

    /// Whether `text` is a value of this converter from its first byte to its last.
    func value(of text: String) -> PathValue? {
        var text = text
        return text.withUTF8 { buffer in
            guard lengths.contains(buffer.count), buffer.allSatisfy(bytes.contains) else {
                return nil
            }
            return convert(buffer)
        }
    }

    init<C: PathConverter>(_ name: String, _ converter: C) {
        self.name = name
        kind = C.Value.pathValueKind
        bytes = ByteClass(where: converter.accepts)
        lengths = converter.lengths
        convert = { buffer in
            guard let value = converter.value(of: String(decoding: buffer, as: UTF8.self)) else {
                return nil
            }
            return .custom(value)
        }
        write = { ($0 as? C.Value).map(converter.text) }
    }

    private init(
        _ name: String, _ kind: PathValue.Kind, lengths: ClosedRange<Int> = 1...Int.max,
        accepts: (UInt8) -> Bool,
        convert: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> PathValue?
    ) {
        self.name = name
        self.kind = kind
        self.lengths = lengths
        bytes = ByteClass(where: accepts)
        self.convert = convert
        write = nil
    }

    /// Django's five.
    static let builtIn: [String: Converter] = [
        "int": Converter("int", .int, accepts: { (48...57).contains($0) }) { buffer in
            var number = 0
            for byte in buffer {
                let (product, overflow) = number.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(Int(byte) - 48)
                if overflow || carry { return nil }
                number = sum
            }
            return .int(number)
        },
        "str": Converter("str", .text, accepts: { $0 != 47 }, convert: text),
        "slug": Converter("slug", .text, accepts: isSlugByte, convert: text),
        "path": Converter("path", .text, accepts: { $0 != 10 }, convert: text),
        "uuid": Converter("uuid", .uuid, lengths: 36...36, accepts: isUUIDByte) { buffer in
            UUID(uuidString: String(decoding: buffer, as: UTF8.self)).map(PathValue.uuid)
        },
    ]

    @Sendable private static func text(_ buffer: UnsafeBufferPointer<UInt8>) -> PathValue? {
        .text(String(decoding: buffer, as: UTF8.self))
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        byte == 45 || byte == 95 || (48...57).contains(byte) || (65...90).contains(byte)
            || (97...122).contains(byte)
    }

    private static func isUUIDByte(_ byte: UInt8) -> Bool {
        byte == 45 || (48...57).contains(byte) || (97...102).contains(byte)
    }
}
