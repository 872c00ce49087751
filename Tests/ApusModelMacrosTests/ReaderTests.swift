import ApusMigrations
import ApusORM
import Testing

@testable import ApusModelSyntax

/// What the reader makes of members in all their shapes.
@Suite struct ReaderTests {
    private func fields(_ source: String) -> [String] {
        read(members: source).fields.map { field in
            "\(field.spelling): \(field.type.text)" + (field.initializer.map { " = \($0)" } ?? "")
        }
    }

    @Test func `types follow from literals`() {
        #expect(
            fields(
                """
                var a = 1; var b = -1_0; var c = 0xFF; var d = 1.5; var e = 1e3; var f = -0x1p4
                var g = "text"; var h = true; var i = Date(); var j = Date.now
                var k = Date(timeIntervalSince1970: 0)
                """) == [
                    "a: Int = 1", "b: Int = -1_0", "c: Int = 0xFF", "d: Double = 1.5",
                    "e: Double = 1e3", "f: Double = -0x1p4", "g: String = \"text\"",
                    "h: Bool = true", "i: Date = Date()", "j: Date = Date.now",
                    "k: Date = Date(timeIntervalSince1970: 0)",
                ])
    }

    @Test func `types are read as they are written`() {
        #expect(
            fields(
                """
                var a: Int?; var b: Optional<Date>; var c: ForeignKey < Shop . Item >
                var d: Swift.String
                var e: Pair<Int, [UInt8]>?
                var f: /* why */ Int // because
                """) == [
                    "a: Int?", "b: Date?", "c: ForeignKey<Shop.Item>", "d: Swift.String",
                    "e: Pair<Int, [UInt8]>?", "f: Int",
                ])
    }

    @Test func `initialisers end where the next member begins`() {
        #expect(
            fields(
                #"""
                var a: Int = [1, 2].first { $0 > 1 } ?? 0
                var b: Int = if flag { 1 } else { 2 }
                var c: String = """
                    var x = "1"
                    """
                @Field(index: true) var d: Int = max(
                    1, 2)
                    + 3
                var e: Regex = /"{/
                private var f: Int = Self
                    .default
                public internal(set) var g = "\(h("}"))"
                var i: Int = 1 { didSet { print("{") } }
                var j = 2 {
                    willSet { }
                }
                """#) == [
                    "a: Int = [1, 2].first { $0 > 1 } ?? 0",
                    "b: Int = if flag { 1 } else { 2 }",
                    "c: String = \"\"\"\n    var x = \"1\"\n    \"\"\"",
                    "d: Int = max(\n    1, 2)\n    + 3",
                    "e: Regex = /\"{/",
                    "f: Int = Self\n    .default",
                    #"g: String = "\(h("}"))""#,
                    "i: Int = 1",
                    "j: Int = 2",
                ])
    }

    @Test func `everything else is passed over`() {
        let source = """
            typealias Kind = Int
            static let a = 1, b = 2
            static var c: Int { 1 }
            class D { var x = 1 }
            enum E: String { case f = "f", g }
            func h<T>(_ i: T = { 1 }()) -> [T] where T: Sendable { var j = 1; return [] }
            init(k: Int) { self.init(k) }
            subscript(l: Int) -> Int { get { l } set { } }
            mutating func m() async throws(Failure) {}
            static func == (n: Self, o: Self) -> Bool { true }
            indirect enum P { case q(P) }
            #warning("careful")
            var real: Int
            """
        #expect(fields(source) == ["real: Int"])
        #expect(
            read(members: source).staticNames.keys.sorted() == ["D", "E", "Kind", "P", "a", "c"])
    }

    @Test func `computed properties are members for templates`() {
        let model = read(
            members: """
                var a: Int { 1 }
                var b: Int { get throws { 1 } set { } }
                var c: Int { get async throws { 1 } }
                private var d: Int { 1 }
                var e: String {
                    let get = 1
                    return "throws"
                }
                var `in`: Bool { true }
                """)
        #expect(model.members.map(\.name) == ["a", "b", "e", "in"])
        #expect(model.members.map(\.throwing) == [false, true, false, false])
    }

    @Test func `attributes may stand anywhere before a field`() {
        let model = read(
            members: """
                @Field(
                    "the name",   // in the list
                    maxLength: 3,
                    helpText: "a, b"
                )
                public var a: String
                @available(*, deprecated) @ApusORM.Field(unique: true) var b: Int
                @Field var c: Int
                """)
        #expect(model.fields.map(\.name) == ["a", "b", "c"])
        #expect(model.fields.first?.options.verboseName == "\"the name\"")
        #expect(model.fields.first?.options["maxLength"]?.value == "3")
        #expect(model.fields.first?.options["helpText"]?.value == "\"a, b\"")
        #expect(model.fields.first?.access == .public)
        #expect(model.fields.dropFirst().first?.options["unique"]?.value == "true")
    }

    @Test func `reverse relations name a model and its key`() {
        let model = read(
            members: "@Reverse(\\Blog.Post . author) public var posts: Related<Blog.Post>")
        #expect(model.reverses.first?.model == "Blog.Post")
        #expect(model.reverses.first?.field == "author")
        #expect(model.reverses.first?.access == .public)
    }

    @Test func `names of columns are the ORM's`() {
        let names = [
            ("publishedAt", "published_at"), ("isHTMLPage", "is_html_page"), ("url", "url"),
            ("x1Y2", "x1_y2"), ("_private", "_private"), ("größeÄndern", "größe_ändern"),
        ]
        for (name, column) in names {
            #expect(name.impliedColumn == column)
            #expect(FieldSchema(name, .boolean).column == column)
        }
    }

    @Test func `a declaration of any length is read or refused, quickly`() {
        let deep = String(repeating: "[", count: 50_000)
        #expect(!diagnose(members: "var a: Int = \(deep)").isEmpty)
        let wide = (0..<2_000).map { "var field\($0): Int" }.joined(separator: "\n")
        #expect(fields(wide).count == 2_000)
        let long = String(repeating: " ", count: Expansion.longestDeclaration)
        #expect(expandModel("@Model struct A {\(long)}").source == nil)
    }
}
