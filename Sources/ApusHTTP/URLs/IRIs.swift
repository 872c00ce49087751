/// URLs with characters beyond ASCII (RFC 3987) and paths of files.
extension PercentEncoding {
    /// An IRI as a URI: what no URI may hold is encoded, `%` and all reserved characters stay
    /// (RFC 3987, section 3.1).
    public static func uri(fromIRI iri: String) -> String {
        encode(iri, keeping: "/#%[]=:;$&()+,!?*@'~")
    }

    /// A URI as an IRI: letters, `-._~` and characters beyond ASCII are decoded, what would be no
    /// UTF-8 is encoded again (RFC 3987, section 3.2).
    public static func iri(fromURI uri: String) -> String {
        uri.withBytes { bytes in
            var decoded: [UInt8] = []
            decoded.reserveCapacity(bytes.count)
            var here = 0
            while here < bytes.count {
                if bytes[here] == UInt8(ascii: "%"), here + 2 < bytes.count,
                    let high = bytes[here + 1].hexValue, let low = bytes[here + 2].hexValue
                {
                    let byte = high << 4 | low
                    if byte >= 0x80 || byte.isLetter || byte == 0x2D || byte == 0x2E
                        || byte == 0x5F || byte == 0x7E
                    {
                        decoded.append(byte)
                        here += 3
                        continue
                    }
                }
                decoded.append(bytes[here])
                here += 1
            }
            return String(percentEncodingBrokenUnicode: decoded)
        }
    }

    /// The path of a file as that of a URL; backslashes become slashes.
    public static func uri(fromFilePath path: String) -> String {
        let slash = UInt8(ascii: "/")
        return encode(
            path.utf8.map { $0 == UInt8(ascii: "\\") ? slash : $0 }, keeping: "/~!*()'")
    }

    /// A decoded path as that of a URL, with what would end it encoded (RFC 3986, section 3.3).
    public static func uri(fromPath path: String) -> String {
        encode(path, keeping: "/:@&+$,-_.!~*'()")
    }
}
