/// Reads a pattern's text.
struct PatternParser {
    private let text: [UnicodeScalar]
    private var position = 0
    private var flags: PatternFlags
    private var depth = 0
    /// How many groups are remembered, the whole match among them.
    private(set) var groupCount = 1
    /// The groups' numbers by their names.
    private(set) var names: [String: Int] = [:]

    private static let deepest = 60
    private static let longest = 10_000

    init(_ text: String, flags: PatternFlags) {
        self.text = Array(text.unicodeScalars)
        self.flags = flags
    }

    /// The whole pattern.
    mutating func parse() throws(PatternError) -> PatternNode {
        guard text.count <= Self.longest else {
            throw error("more than \(Self.longest) characters")
        }
        let node = try alternatives()
        if position < text.count { throw error("a parenthesis that nothing opens") }
        return node
    }

    private func error(_ message: String) -> PatternError { .malformed(message, offset: position) }

    private var current: UnicodeScalar? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: UnicodeScalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        let scalars = Array(word.unicodeScalars)
        guard text[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    // MARK: - Structure

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw error("groups nested too deeply") }
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            if flags.allowsComments, skipsAsComment(scalar) { continue }
            guard let node = try atom() else { continue }
            nodes.append(try repeated(node))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func skipsAsComment(_ scalar: UnicodeScalar) -> Bool {
        if scalar.isPythonSpace {
            position += 1
            return true
        }
        guard scalar == "#" else { return false }
        while let scalar = current, scalar != "\n" {
            _ = scalar
            position += 1
        }
        return true
    }

    private mutating func repeated(_ atom: PatternNode) throws(PatternError) -> PatternNode {
        var node = atom
        var isRepeated = false
        while let scalar = current {
            if flags.allowsComments, skipsAsComment(scalar) { continue }
            let start = position
            guard let (least, most) = try count() else { return node }
            if isRepeated {
                position = start
                throw error("a repetition of a repetition")
            }
            if let most, least > most { throw error("a repetition that ends before it begins") }
            let greed: PatternNode.Greed = take("?") ? .lazy : take("+") ? .possessive : .greedy
            if case .assertion = node {
                position = start
                throw error("nothing to repeat")
            }
            node = .repeated(node, least: least, most: most, greed)
            isRepeated = true
        }
        return node
    }

    /// How often what stands before is repeated, where that is said here.
    private mutating func count() throws(PatternError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard current == "{" else { return nil }
        let start = position
        position += 1
        let least = number()
        var most = least
        if take(",") { most = number() } else if least == nil { most = nil }
        let hasComma = text[start..<position].contains(",")
        guard take("}"), least != nil || hasComma else {
            // Braces without a count stand for themselves.
            position = start
            return nil
        }
        guard (least ?? 0) <= 1000, (most ?? 0) <= 1000 else {
            throw error("a count of more than 1000")
        }
        return (least ?? 0, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = current, digit.isASCIIDigit {
            value = min((value ?? 0) * 10 + Int(digit.value - 0x30), 1_000_000)
            position += 1
        }
        return value
    }

    // MARK: - Atoms

    /// The next atom; nil for what only sets flags or is a comment.
    private mutating func atom() throws(PatternError) -> PatternNode? {
        guard let scalar = current else { return nil }
        switch scalar {
        case "(": return try group()
        case "[": return .scalars(try set())
        case ".":
            position += 1
            var set = ScalarSet(flags)
            if !flags.dotMatchesNewline { set.ranges = [10...10] }
            set.isNegative = true
            return .scalars(set)
        case "^":
            position += 1
            return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$":
            position += 1
            return .assertion(flags.isMultiline ? .lineEnd : .lastLineEnd)
        case "\\":
            position += 1
            return try escape()
        case "*", "+", "?": throw error("nothing to repeat")
        default:
            position += 1
            return .scalars(ScalarSet(scalar, flags: flags))
        }
    }

    private mutating func group() throws(PatternError) -> PatternNode? {
        let start = position
        let outer = flags
        position += 1
        var node: PatternNode?
        guard take("?") else {
            let number = newGroup()
            return try closed(.group(try alternatives(), number: number), start, flags: outer)
        }
        if take("#") {
            while let scalar = current, scalar != ")" {
                _ = scalar
                position += 1
            }
        } else if take(":") {
            node = .group(try alternatives(), number: nil)
        } else if take(">") {
            node = .atomic(try alternatives())
        } else if take("=") {
            node = .look(try alternatives(), behind: nil, isNegative: false)
        } else if take("!") {
            node = .look(try alternatives(), behind: nil, isNegative: true)
        } else if take("<=") {
            node = try lookBehind(isNegative: false)
        } else if take("<!") {
            node = try lookBehind(isNegative: true)
        } else if take("P=") {
            let name = try name(until: ")")
            guard let number = names[name] else { throw error("no group is called '\(name)'") }
            node = .backReference(number, ignoresCase: flags.ignoresCase)
        } else if take("P<") {
            let name = try name(until: ">")
            position += 1
            guard names[name] == nil else { throw error("two groups are called '\(name)'") }
            let number = newGroup()
            names[name] = number
            node = .group(try alternatives(), number: number)
        } else {
            try readFlags()
            // For the rest of the pattern, or for what stands behind the colon.
            if take(")") { return nil }
            guard take(":") else { throw error("an unknown extension") }
            node = .group(try alternatives(), number: nil)
        }
        return try closed(node, start, flags: outer)
    }

    private mutating func newGroup() -> Int {
        groupCount += 1
        return groupCount - 1
    }

    private mutating func closed(
        _ node: PatternNode?, _ start: Int, flags outer: PatternFlags
    ) throws(PatternError) -> PatternNode? {
        guard take(")") else {
            position = start
            throw error("a parenthesis that nothing closes")
        }
        flags = outer
        return node
    }

    private mutating func lookBehind(isNegative: Bool) throws(PatternError) -> PatternNode {
        let node = try alternatives()
        guard let width = node.width else { throw error("a look behind needs a fixed width") }
        return .look(node, behind: width, isNegative: isNegative)
    }

    private mutating func name(until end: UnicodeScalar) throws(PatternError) -> String {
        let start = position
        while let scalar = current, scalar != end, scalar.isWordCharacter { position += 1 }
        let name = String(String.UnicodeScalarView(text[start..<position]))
        guard current == end, let first = name.unicodeScalars.first, !first.isDecimalDigit else {
            throw error("no name of a group")
        }
        return name
    }

    private mutating func readFlags() throws(PatternError) {
        var isOn = true
        while let scalar = current, scalar != ")", scalar != ":" {
            switch scalar {
            case "i": flags.ignoresCase = isOn
            case "m": flags.isMultiline = isOn
            case "s": flags.dotMatchesNewline = isOn
            case "x": flags.allowsComments = isOn
            case "a": flags.isASCII = isOn
            case "u", "L": flags.isASCII = false
            case "-": isOn = false
            default: throw error("an unknown extension")
            }
            position += 1
        }
    }

    // MARK: - Escapes and classes

    private mutating func escape() throws(PatternError) -> PatternNode {
        guard let scalar = current else { throw error("a backslash at the end") }
        switch scalar {
        case "A": return assertion(.textStart)
        case "Z", "z": return assertion(.textEnd)
        case "b": return assertion(.wordBoundary(isASCII: flags.isASCII))
        case "B": return assertion(.noWordBoundary(isASCII: flags.isASCII))
        case "1"..."9":
            let number = number() ?? 0
            guard number < groupCount else { throw error("no group has the number \(number)") }
            return .backReference(number, ignoresCase: flags.ignoresCase)
        default:
            var set = ScalarSet(flags)
            if let kind = kind(of: scalar) {
                position += 1
                set.kinds = [kind]
            } else {
                let scalar = try escapedScalar()
                set.ranges = [scalar.value...scalar.value]
            }
            return .scalars(set)
        }
    }

    private mutating func assertion(_ assertion: PatternNode.Assertion) -> PatternNode {
        position += 1
        return .assertion(assertion)
    }

    private func kind(
        of scalar: UnicodeScalar
    ) -> (kind: ScalarSet.Kind, isNegative: Bool)? {
        switch scalar {
        case "d": (.digit, false)
        case "D": (.digit, true)
        case "s": (.space, false)
        case "S": (.space, true)
        case "w": (.word, false)
        case "W": (.word, true)
        default: nil
        }
    }

    /// The scalar that stands behind a backslash.
    private mutating func escapedScalar() throws(PatternError) -> UnicodeScalar {
        guard let scalar = current else { throw error("a backslash at the end") }
        position += 1
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "f": return "\u{c}"
        case "v": return "\u{b}"
        case "a": return "\u{7}"
        case "0": return "\0"
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "U": return try hexadecimal(8)
        default:
            if scalar.isASCIIAlphanumeric {
                position -= 1
                throw error("an unknown escape")
            }
            return scalar
        }
    }

    private mutating func hexadecimal(_ count: Int) throws(PatternError) -> UnicodeScalar {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = current.flatMap({ Character($0).hexDigitValue }) else {
                throw error("an escape without \(count) hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        guard let scalar = UnicodeScalar(value) else { throw error("no character") }
        return scalar
    }

    private mutating func set() throws(PatternError) -> ScalarSet {
        let start = position
        position += 1
        var set = ScalarSet(flags)
        set.isNegative = take("^")
        var isFirst = true
        while let scalar = current, scalar != "]" || isFirst {
            isFirst = false
            guard let low = try member(of: &set) else { continue }
            guard current == "-", position + 1 < text.count, text[position + 1] != "]" else {
                set.ranges.append(low.value...low.value)
                continue
            }
            position += 1
            guard let high = try member(of: &set), high.value >= low.value else {
                throw error("a range that ends before it begins")
            }
            set.ranges.append(low.value...high.value)
        }
        guard take("]") else {
            position = start
            throw error("a bracket that nothing closes")
        }
        return set
    }

    /// One scalar of a class; nil for a kind of scalars, which is added.
    private mutating func member(of set: inout ScalarSet) throws(PatternError) -> UnicodeScalar? {
        guard let scalar = current else { throw error("a bracket that nothing closes") }
        position += 1
        guard scalar == "\\" else { return scalar }
        guard let escaped = current else { throw error("a backslash at the end") }
        if let kind = kind(of: escaped) {
            position += 1
            set.kinds.append(kind)
            return nil
        }
        if escaped == "b" {
            position += 1
            return "\u{8}"
        }
        return try escapedScalar()
    }
}
