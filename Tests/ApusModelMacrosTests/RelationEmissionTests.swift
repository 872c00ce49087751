import ApusModelSyntax
import Testing

@Suite struct RelationEmissionTests {
    private func expand(_ source: String, _ macro: String, _ role: String) -> Expansion {
        Expansion.of(macro: macro, role: role, declaration: Array(source.utf8))
    }

    private func members(_ source: String) -> String {
        expand("@Model struct Book {\n\(source)\n}", "ModelMacro", "member").source ?? ""
    }

    @Test func `a many-to-many relation is no column`() {
        let source = members("var title: String\nvar authors: ManyToMany<Author>\nvar pages = 0")
        #expect(
            source.contains(
                """
                fields: [
                    .id,
                    ApusORM.Field("title", String.self),
                    .manyToMany("authors", to: Author.self),
                    ApusORM.Field("pages", Int.self, default: 0),
                ]
                """))
        #expect(source.contains("init(title: String, pages: Int = 0)"))
        #expect(source.contains("var authors: Author.Columns { _path.many(\"authors\") }"))
        #expect(source.contains("var pages: ApusORM.Column<Int> { _path.column(2) }"))
        #expect(
            source.contains("case \"authors\": return try self.authors.dynamicRows()"))
        #expect(!source.contains("self.authors ="))
    }

    @Test func `a model in between is named by its two foreign keys`() {
        let source = members(
            #"@Field("who", through: \Member.club, \Member.person) var people: ManyToMany<A>"#)
        #expect(
            source.contains(
                #".manyToMany("people", to: A.self, through: \Member.Columns.club, "#
                    + #"\Member.Columns.person, verboseName: "who")"#))
        let own = members("@Field(symmetrical: false) var next: ManyToMany<Book>")
        #expect(own.contains(#".manyToMany("next", to: Book.self, symmetrical: false)"#))
    }

    @Test func `the property gets its getter by an attribute of @Model's`() {
        let member = "/// Who.\n@Field(\"x\") var authors: ApusORM.ManyToMany<A.B>"
        #expect(expand(member, "ModelMacro", "memberAttribute").source == "@ApusORM._ManyToMany")
        #expect(
            expand(member, "ManyToManyMacro", "accessor").source
                == "{\n    get { ApusORM.ManyToMany(of: self, \"authors\") }\n}")
        for other in [
            "var title: String", "static let all: ManyToMany<A>? = nil", "func run() {}",
            "@Reverse(\\A.b) var books: ManyToMany<A>", "var a: ManyToMany<B> { .init() }", "}",
        ] {
            #expect(expand(other, "ModelMacro", "memberAttribute").source == "")
        }
    }

    @Test func `reverse relations of each kind`() {
        #expect(
            expand(
                #"@Reverse(\Diner.place) var d: RelatedOne<Diner>"#, "OneReverseMacro", "accessor"
            )
            .source?.contains(#"relatedRow(to: self, by: \Diner.Columns.place)"#) == true)
        #expect(
            expand(
                #"@Reverse(\Book.authors) var books: ManyToMany<Book>"#, "ManyReverseMacro",
                "accessor"
            ).source?.contains(#"relatedMany(to: self, by: \Book.authors, "authors")"#) == true)
        let source = members(
            #"var a = 1\n@Reverse(\Shelf.books) var shelves: ManyToMany<Shelf>"#
                .replacing(#"\n"#, with: "\n"))
        #expect(source.contains(#".manyBack("shelves", Shelf.self, "books")"#))
        #expect(source.contains(#"var shelves: Shelf.Columns { _path.manyBack("books") }"#))
    }

    @Test func `a OneToOne takes what names a row`() {
        let source = members(
            "var place: OneToOne<Place>\n@Field(onDelete: .setNull) var chef: OneToOne<Cook>?")
        #expect(source.contains("init(place: some ApusORM.Reference<Place>, chef: (any "))
        #expect(source.contains("self.place = ApusORM.OneToOne<Place>(place)"))
        #expect(source.contains("self.chef = chef.map { ApusORM.OneToOne<Cook>($0) }"))
    }

    @Test func `what a foreign key gets when its row goes`() {
        let source = members(
            "@Field(onDelete: .set(User.nobody())) var by: ForeignKey<User>\n"
                + "@Field(onDelete: .setDefault) var to: ForeignKey<User> = .init(id: 7)")
        #expect(
            source.contains(
                "onDelete: .setValue, onDeleteValue: { try ApusORM.keyValue(User.nobody()) }"))
        #expect(
            source.contains(
                #"ApusORM.Field("to", ForeignKey<User>.self, onDelete: .setDefault, "#
                    + "default: .init(id: 7))"))
        #expect(
            source.contains(
                "self.to = to?.foreignKey ?? (.init(id: 7) as ApusORM.ForeignKey<User>)"))
    }
}
