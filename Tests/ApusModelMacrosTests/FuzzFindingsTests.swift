import Testing

@testable import ApusModelSyntax

/// What the fuzzer found: declarations whose expansions had brackets or quotes without partners.
@Suite struct FuzzFindingsTests {
    @Test(
        arguments: [
            #"@Model struct A { var `a "b: Int = 1` = false }"#,
            #"@Model struct `A"` { var a = 1 }"#,
            #"@Model struct A { var a = 1; var `"`: Int { 1 } }"#,
            #"@Model struct A { @Reverse(\B.a) var `"`: Related<B> }"#,
            "@Model struct A {\n var a: Int = 1\n v_`: Int\n var b = 1 }",
            "@Model struct A {\n var a: Int = -/x\n var b: Int = (-/x)\n }",
            "@Model struct A { var a: Int = -/x\r// of another line\rvar b: Int = (-/x) }",
            "@Model struct A {\n @Field(-/x,\n helpText: (-/x)) var a = 1\n }",
            "@Model(table: -/x,\n app: (-/x)) struct A { var a = 1 }",
            "@Model struct A {\n var a: Int = 1 /#x\n var b: Int = (#/ y)\n }",
            "@Model struct A { var p: ForeignKey<A>?\u{91} @Field(a: \"x\") var o: ForeignKey<P\n? > }",
        ])
    func `an expansion without diagnostics is balanced`(source: String) {
        for role in ["member", "extension"] {
            let expansion = Expansion.of(
                macro: "ModelMacro", role: role, declaration: Array(source.utf8),
                extendedType: "A")
            if expansion.diagnostics.isEmpty {
                #expect(SourceText(expansion.source ?? "").isBalanced)
            }
        }
    }

    @Test(
        arguments: [
            ("var updated: Date = .distantPast // the initialiser\rvar deleted: Date?", 2),
            ("var updated: Date = .distantPast // the initialiser\0\rvar deleted: Date?", 2),
            ("var updated: Date = .distantPast /* /* a */ \r */ \rvar deleted: Date?", 2),
            ("var updated: Date = .distantPast // the \0 initialiser\u{2028}var deleted: Date?", 1),
        ])
    func `a comment ends where the compiler ends it`(body: String, count: Int) {
        let (model, diagnostics) = DeclarationReader.read(
            SourceText("@Model struct A {\r\(body)\n}"))
        #expect(diagnostics == [])
        #expect(model?.fields.map(\.name) == ["updated", "deleted"].prefix(count).map { $0 })
        #expect(model?.fields.first?.initializer == ".distantPast")
    }

    @Test func `what stands behind a comment inside an expression is not swallowed`() {
        let expansion = expandModel(
            "@Model struct A {\n var a: Int = 1 // one\r + 2 // two\n var b = 3\n}")
        let source = expansion.source ?? ""
        #expect(expansion.diagnostics == [])
        #expect(source.contains("computed: { 1 // one\r + 2 })"))
        #expect(source.contains("init(a: Int = 1 // one\r + 2, b: Int = 3) {"))
    }
}
