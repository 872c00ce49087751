internal import ApusValues

/// `{% lorem count w|p|b random %}`: Latin to fill a page with.
struct LoremTag: TagNode {
    private let count: Expression
    private let method: String
    private let startsCommon: Bool

    /// More would only fill the memory and take time.
    private static let mostWords = 10_000
    private static let mostParagraphs = 200

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        startsCommon = words.last?.text != "random"
        if !startsCommon { words.removeLast() }
        var method = "b"
        if let last = words.last, ["w", "p", "b"].contains(last.text) {
            method = last.text
            words.removeLast()
        }
        self.method = method
        let one = Word(text: "1", offset: tag.offset)
        count = try parser.compile(words.popLast() ?? one)
        guard words.isEmpty else {
            throw parser.error(
                "Incorrect format for 'lorem' tag: write {% lorem count w|p|b random %}.", at: tag)
        }
    }

    func render(into renderer: inout Renderer) throws {
        let most = method == "w" ? Self.mostWords : Self.mostParagraphs
        let count = max(0, min(most, try renderer.value(of: count).asInteger ?? 1))
        switch method {
        case "w": renderer.write(html: Lorem.words(count, startsCommon: startsCommon))
        case "p":
            let paragraphs = Lorem.paragraphs(count, startsCommon: startsCommon)
            renderer.write(html: paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n\n"))
        default:
            renderer.write(
                html: Lorem.paragraphs(count, startsCommon: startsCommon)
                    .joined(separator: "\n\n"))
        }
    }
}

/// The passage that printers set to show a typeface, and words in its manner.
private enum Lorem {
    private static let passage =
        "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt "
        + "ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation "
        + "ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in "
        + "reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur "
        + "sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id "
        + "est laborum."

    private static let vocabulary: [String] = {
        var seen = Set<String>()
        return splitAtSpace(passage.lowercased()).map { $0.filter(\.isLetter) }
            .filter { seen.insert($0).inserted }
    }()

    static func words(_ count: Int, startsCommon: Bool) -> String {
        var result = startsCommon ? Array(vocabulary.prefix(19)) : []
        while result.count < count { result += vocabulary.shuffled() }
        return result.prefix(count).joined(separator: " ")
    }

    static func paragraphs(_ count: Int, startsCommon: Bool) -> [String] {
        (0..<count).map { $0 == 0 && startsCommon ? passage : paragraph() }
    }

    private static func paragraph() -> String {
        (0..<Int.random(in: 1...4)).map { _ in sentence() }.joined(separator: " ")
    }

    private static func sentence() -> String {
        let parts = (0..<Int.random(in: 1...5)).map { _ in
            vocabulary.shuffled().prefix(Int.random(in: 3...12)).joined(separator: " ")
        }
        let text = parts.joined(separator: ", ")
        return text.prefix(1).uppercased() + text.dropFirst() + (Bool.random() ? "." : "?")
    }
}
