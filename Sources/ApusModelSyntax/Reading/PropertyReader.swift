extension DeclarationReader {
    /// Reads a `var` or `let`; stands at that word.
    mutating func readProperty(_ prefix: Prefix, until end: Int, isConditional: Bool) {
        let isConstant = word == "let"
        let start = token.start
        index += 1
        guard token.kind == .identifier else {
            let pattern = token.start..<max(token.start, source[source.next(index) - 1].end)
            skipRest(until: end)
            if !prefix.has("static") {
                report(
                    "@Model can't take a pattern apart: declare each field with a 'var' of its own",
                    at: pattern)
            }
            return
        }
        let spelling = source.text(at: index)
        let nameRange = token.start..<token.end
        index += 1
        let type = readType(until: end)
        let initializer = readInitializer(until: end)
        let accessors = readAccessors(until: end)
        if token.isSymbol(Byte.comma), index < end {
            if prefix.has("static") {
                model.staticNames[spelling.withoutBackticks] = nameRange
                return skipRest(until: end)
            }
            report(
                "@Model reads one field a 'var': give each its own line, 'var \(spelling)', …",
                at: start..<nameRange.upperBound)
            skipRest(until: end)
            return
        }
        if prefix.has("static") || prefix.has("class") {
            model.staticNames[spelling.withoutBackticks] = nameRange
            return
        }
        var property = Property(
            prefix: prefix, isConstant: isConstant, spelling: spelling, nameRange: nameRange,
            declarationStart: start, type: type, initializer: initializer)
        switch accessors {
        case .computed(let throwing, let isAsync):
            property.isComputed = true
            addComputed(property, throwing: throwing, isAsync: isAsync)
        case .stored:
            if property.attribute("Reverse") != nil {
                addReverse(property)
            } else if isConditional {
                report(
                    "@Model can't see which branch of '#if' holds: declare '\(property.name)' "
                        + "outside of it",
                    at: nameRange)
            } else if let target = manyTarget(of: property) {
                addMany(property, target: target)
            } else {
                addField(property)
            }
        }
    }

    /// What was read of one property.
    struct Property {
        var prefix: Prefix
        var isConstant: Bool
        var spelling: String
        var nameRange: Range<Int>
        var declarationStart: Int
        /// The tokens of the type.
        var type: Range<Int>?
        /// The tokens of the initialiser.
        var initializer: Range<Int>?
        var isComputed = false

        var name: String { spelling.withoutBackticks }

        func attribute(_ name: String) -> Attribute? {
            prefix.attributes.first { $0.name == name }
        }
    }

    private mutating func addComputed(_ property: Property, throwing: Bool, isAsync: Bool) {
        if let field = property.attribute("Field") {
            report(
                "'\(property.name)' is computed and has no column: remove '@Field', or the braces",
                at: field.range)
        }
        if let reverse = property.attribute("Reverse") {
            report(
                "@Reverse makes the getter itself: write 'var \(property.name): Related<…>' "
                    + "without braces",
                at: reverse.range)
        }
        let isVisible = (property.prefix.access ?? .internal) > .fileprivate
        if isVisible, !isAsync, property.name.isPlainName {
            model.members.append(
                MemberDescription(spelling: property.spelling, throwing: throwing))
        }
    }

    private enum Accessors {
        case stored
        case computed(throwing: Bool, isAsync: Bool)
    }

    /// The tokens of the type after a colon, nil where there is none.
    private mutating func readType(until end: Int) -> Range<Int>? {
        guard token.isSymbol(Byte.colon), index < end else { return nil }
        index += 1
        let start = index
        while index < end {
            let token = token
            if token.isSymbol(Byte.equals) || token.isSymbol(Byte.openBrace)
                || token.isSymbol(Byte.comma) || token.isSymbol(Byte.semicolon)
            {
                break
            }
            if token.startsLine, index > start, !continuesType(index) { break }
            index =
                token.isSymbol(Byte.less)
                ? min(max(source.endOfGenericArguments(index), index + 1), end)
                : min(source.next(index), end)
        }
        return start..<index
    }

    /// Whether the token at `index`, first in its line, goes on with the type before it.
    private func continuesType(_ index: Int) -> Bool {
        let joiners = [Byte.dot, Byte.ampersand, Byte.greater, Byte.question]
        if case .symbol(let byte) = source[index].kind, joiners.contains(byte) { return true }
        if case .symbol(let byte) = source[index - 1].kind {
            return byte == Byte.dot || byte == Byte.ampersand
        }
        return source[index].kind == .arrow || source[index - 1].kind == .arrow
    }

    /// The tokens of the expression after `=`, nil where there is none. It goes on until
    /// something begins that only a declaration begins with.
    private mutating func readInitializer(until end: Int) -> Range<Int>? {
        guard token.isSymbol(Byte.equals), index < end else { return nil }
        index += 1
        let start = index
        while index < end {
            let token = token
            if token.isSymbol(Byte.semicolon) { break }
            if token.isSymbol(Byte.comma), startsBinding(index + 1) { break }
            if token.isSymbol(Byte.openBrace), index > start, holdsObservers(index) { break }
            if token.startsLine, index > start, !source[index - 1].isSymbol(Byte.dot) {
                if token.isSymbol(Byte.at) || token.kind == .condition { break }
                if token.kind == .identifier, Self.startsMember(source.text(at: index)) { break }
            }
            index = min(source.next(index), end)
        }
        return start..<index
    }

    /// Whether what stands at `index` behind a comma is a further binding: `, b = 1`, `, b: Int`.
    private func startsBinding(_ index: Int) -> Bool {
        source[index].kind == .identifier
            && (source[index + 1].isSymbol(Byte.equals) || source[index + 1].isSymbol(Byte.colon))
    }

    /// Whether the braces at `index` hold `willSet` or `didSet`.
    private func holdsObservers(_ index: Int) -> Bool {
        ["willSet", "didSet"].contains(source.text(at: index + 1))
    }

    /// Reads the braces behind a property, if it has some.
    private mutating func readAccessors(until end: Int) -> Accessors {
        guard token.isSymbol(Byte.openBrace), index < end else { return .stored }
        let close = min(source.next(index) - 1, end)
        defer { index = min(close + 1, end) }
        if holdsObservers(index) { return .stored }
        var throwing = false
        var isAsync = false
        var inner = index + 1
        while inner < close {
            // Effects stand between `get` and its braces.
            if source[inner].kind == .identifier, source.text(at: inner) == "get" {
                var effect = inner + 1
                while effect < close, source[effect].kind == .identifier {
                    let word = source.text(at: effect)
                    throwing = throwing || word == "throws"
                    isAsync = isAsync || word == "async"
                    effect = effect + 1
                    if source[effect].isSymbol(Byte.openParenthesis) {
                        effect = source.next(effect)
                    }
                }
                break
            }
            inner = source.next(inner)
        }
        return .computed(throwing: throwing, isAsync: isAsync)
    }

    /// Skips what is left of a declaration that can't be read.
    private mutating func skipRest(until end: Int) {
        while index < end, !token.isSymbol(Byte.semicolon) {
            index = min(source.next(index), end)
            if token.startsLine,
                token.isSymbol(Byte.at) || token.kind == .condition
                    || Self.startsMember(word)
            {
                return
            }
        }
    }
}
