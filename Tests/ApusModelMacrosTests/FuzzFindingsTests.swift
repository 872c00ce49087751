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
}
