/// What a macro makes of a declaration: Swift source, and what is wrong with the declaration.
public struct Expansion: Hashable, Sendable {
    /// The source that the compiler puts in; nil where there is none.
    public var source: String?
    /// What is wrong, each with its place in the declaration's source.
    public var diagnostics: [ModelDiagnostic]

    /// The longest declaration that is read, in bytes.
    public static let longestDeclaration = 4 << 20

    /// What the macro type `macro` (`ModelMacro`, `FieldMacro`, `ReverseMacro`) makes in `role` of
    /// `declaration`, a declaration's whole source with its attributes, which begins at
    /// `location`. In the extension role,
    /// `extendedType` is the type's full name and `conformances` the compiler's placeholder type
    /// that lists the conformances it still needs.
    ///
    /// Pure: the same declaration always gives the same expansion.
    public static func of(
        macro: String, role: String, declaration: [UInt8], location: SourceLocation? = nil,
        extendedType: String? = nil, conformances: String? = nil
    ) -> Expansion {
        guard declaration.count <= longestDeclaration else {
            return Expansion(
                source: nil,
                diagnostics: [
                    ModelDiagnostic(
                        "the declaration is longer than \(longestDeclaration) bytes: divide it",
                        range: 0..<0)
                ])
        }
        switch (macro, role) {
        case ("ModelMacro", "member"):
            let source = SourceText(declaration)
            let (model, diagnostics) = DeclarationReader.read(source)
            let isBroken = diagnostics.contains { $0.severity == .error }
            return Expansion(
                source: model.map {
                    MemberEmitter(
                        model: $0, isBroken: isBroken,
                        places: location.map { UserPlaces(source, $0) }
                    ).source
                } ?? "",
                diagnostics: diagnostics)
        case ("ModelMacro", "extension"), ("ModelMacro", "conformance"):
            // The member role has said already what is wrong.
            let (model, _) = DeclarationReader.read(SourceText(declaration))
            guard model != nil, let extendedType else {
                return Expansion(source: "", diagnostics: [])
            }
            return Expansion(
                source: conformance(of: extendedType, stillNeeded: conformances), diagnostics: [])
        case ("FieldMacro", "peer"):
            return Expansion(source: "", diagnostics: [])
        case ("ReverseMacro", "accessor"):
            return ReverseExpansion.of(SourceText(declaration), .foreignKey, location: location)
        case ("OneReverseMacro", "accessor"):
            return ReverseExpansion.of(SourceText(declaration), .oneToOne, location: location)
        case ("ManyReverseMacro", "accessor"):
            return ReverseExpansion.of(SourceText(declaration), .manyToMany, location: location)
        case ("PlainReverseMacro", "accessor"):
            return ReverseExpansion.of(SourceText(declaration), .plain, location: location)
        case ("ModelMacro", "memberAttribute"):
            return Expansion(
                source: ManyExpansion.attribute(of: SourceText(declaration)), diagnostics: [])
        case ("ManyToManyMacro", "accessor"):
            return Expansion(
                source: ManyExpansion.getter(of: SourceText(declaration)), diagnostics: [])
        default:
            return Expansion(
                source: nil,
                diagnostics: [
                    ModelDiagnostic(
                        "this plugin makes nothing of \(macro) as \(role.withArticle) macro: use "
                            + "the @Model, @Field and @Reverse of the Apus that it comes with",
                        range: 0..<0)
                ])
        }
    }
}
