import Apus
import Testing

@testable import ApusWeb

@Suite struct `Checks of models` {
    private let author = ModelSchema(
        "blog.Author", fields: [.key("id"), .field("name", .text(maxLength: 50))])

    private func post(
        _ fields: [FieldSchema], _ change: (inout ModelSchema) -> Void = { _ in }
    ) -> ModelSchema {
        var model = ModelSchema("blog.Post", fields: [.key("id")] + fields)
        change(&model)
        return model
    }

    /// What is said of the models, a line each.
    private func check(_ models: ModelSchema...) -> [String] {
        ModelChecks([author] + models).messages().map(\.description)
    }

    @Test func `find nothing wrong with good ones`() {
        let good = post([
            .foreignKey(
                "author", to: "Author", onDelete: .setNull, relatedName: "posts", null: true),
            .field("title", .text(maxLength: 20), choices: [FieldChoice("short", "Short")]),
            .field("price", .decimal(digits: 5, places: 5)),
            .field("sender", .ipAddress, null: true, blank: true),
            .manyToMany("readers", to: "blog.Author", relatedName: "read"),
        ]) {
            $0.options.ordering = ["-author__name", "title", "?", "pk", "author_id"]
            $0.uniqueTogether = [["author", "title"]]
            $0.indexes = [IndexSchema("by_title", fields: ["-title", "id"])]
            $0.constraints = [
                .unique("one_title", fields: ["title"]), .check("positive", "price > 0"),
            ]
        }
        #expect(check(good) == [])
    }

    @Test func `name the field and what is wrong with it`() {
        var fields: [FieldSchema] = []
        fields.append(.field("title_", .text()))
        fields.append(.field("ti__tle", .text()))
        fields.append(.field("pk", .integer))
        fields.append(.field("number", .key))
        let sizes = [FieldChoice("s", "S"), FieldChoice("xxl", "X")]
        fields.append(.field("size", .text(maxLength: 2), choices: sizes))
        fields.append(.field("size", .slug(maxLength: 0)))
        fields.append(.field("price", .decimal(digits: 3, places: -1)))
        fields.append(.field("price", .decimal(digits: 0, places: 0)))
        fields.append(.field("price", .decimal(digits: 3, places: 4)))
        fields.append(.field("sender", .ipAddress, blank: true))
        let day: SQLValue = "2026-01-01 00:00:00"
        fields.append(.field("added", .dateTime, default: day, autoNow: .onCreate))
        let messages = fields.flatMap { check(post([$0])) }
        #expect(
            messages.joined(separator: "\n") == """
                blog.Post.title_: (fields.E001) Field names must not end with an underscore.
                blog.Post.ti__tle: (fields.E002) Field names must not contain "__".
                blog.Post.pk: (fields.E003) 'pk' is a reserved word that cannot be used as a \
                field name.
                blog.Post.number: (fields.E100) AutoFields must set primary_key=True.
                blog.Post.size: (fields.E009) 'max_length' is too small to fit the longest value \
                in 'choices' (3 characters).
                blog.Post.size: (fields.E121) 'max_length' must be a positive integer.
                blog.Post.price: (fields.E131) 'decimal_places' must be a non-negative integer.
                blog.Post.price: (fields.E133) 'max_digits' must be a positive integer.
                blog.Post.price: (fields.E134) 'max_digits' must be greater or equal to \
                'decimal_places'.
                blog.Post.sender: (fields.E150) GenericIPAddressFields cannot have blank=True if \
                null=False, as blank values are stored as nulls.
                \tHINT: Make the property Optional.
                blog.Post.added: (fields.E160) The options auto_now, auto_now_add, and default \
                are mutually exclusive. Only one of these options may be present.
                """)
    }

    @Test func `name the relation and what is wrong with it`() {
        var fields: [FieldSchema] = []
        fields.append(.foreignKey("editor", to: "auth.User"))
        for name in ["name", "my posts", "posts_", "po__sts"] {
            fields.append(.foreignKey("author", to: "Author", relatedName: name))
        }
        fields.append(.foreignKey("author", to: "Author", field: "name"))
        fields.append(.foreignKey("author", to: "Author", field: "nick"))
        fields.append(.foreignKey("author", to: "Author", onDelete: .setNull))
        fields.append(.foreignKey("author", to: "Author", onDelete: .setDefault))
        fields.append(.manyToMany("readers", to: "Author", through: "Reading"))
        let messages = fields.flatMap { check(post([$0])) }
        #expect(
            messages.joined(separator: "\n") == """
                blog.Post.editor: (fields.E300) Field defines a relation with model 'auth.User', \
                which is either not installed, or is abstract.
                \tHINT: Add it to the models of its app, and the app to the site's.
                blog.Post.author: (fields.E302) Reverse accessor 'Author.name' for \
                'blog.Post.author' clashes with field name 'blog.Author.name'.
                \tHINT: Rename field 'blog.Author.name', or add/change a related_name argument to \
                the definition for field 'blog.Post.author'.
                blog.Post.author: (fields.E306) The name 'my posts' is invalid related_name for \
                field Post.author
                \tHINT: Related name must be a valid Swift identifier or end with a '+'
                blog.Post.author: (fields.E308) Reverse query name 'posts_' must not end with an \
                underscore.
                \tHINT: Add or change a related_name or related_query_name argument for this field.
                blog.Post.author: (fields.E309) Reverse query name 'po__sts' must not contain '__'.
                \tHINT: Add or change a related_name or related_query_name argument for this field.
                blog.Post.author: (fields.E311) 'Author.name' must be unique because it is \
                referenced by a foreign key.
                \tHINT: Write '@Field(unique: true)' before it, or add a constraint without a \
                condition.
                blog.Post.author: (fields.E312) The to_field 'nick' doesn't exist on the related \
                model 'blog.Author'.
                blog.Post.author: (fields.E320) Field specifies on_delete=SET_NULL, but cannot be \
                null.
                \tHINT: Make the property Optional, or change the onDelete rule.
                blog.Post.author: (fields.E321) Field specifies on_delete=SET_DEFAULT, but has no \
                default value.
                \tHINT: Set a default value, or change the onDelete rule.
                blog.Post.readers: (fields.E331) Field specifies a many-to-many relation through \
                model 'blog.Reading', which has not been installed.
                \tHINT: Add it to the models of its app, and the app to the site's.
                """)
    }

    @Test func `see names on the way back that are given twice`() {
        let messages = check(
            post([
                .foreignKey("author", to: "Author", relatedName: "posts"),
                .foreignKey("editor", to: "blog.Author", relatedName: "posts"),
                .foreignKey("printer", to: "blog.Author", relatedName: "+"),
                .foreignKey("reader", to: "blog.Author", relatedName: "+"),
            ]))
        #expect(
            messages == [
                "blog.Post.author: (fields.E304) Reverse accessor 'Author.posts' for "
                    + "'blog.Post.author' clashes with reverse accessor for 'blog.Post.editor'."
                    + "\n\tHINT: Add or change a related_name argument to the definition for "
                    + "'blog.Post.author' or 'blog.Post.editor'.",
                "blog.Post.editor: (fields.E304) Reverse accessor 'Author.posts' for "
                    + "'blog.Post.editor' clashes with reverse accessor for 'blog.Post.author'."
                    + "\n\tHINT: Add or change a related_name argument to the definition for "
                    + "'blog.Post.editor' or 'blog.Post.author'.",
            ])
    }

    @Test func `see tables between that are another's`() {
        let readers = ModelSchema("blog.Readers", table: "blog_post_readers", fields: [.key("id")])
        #expect(
            check(post([.manyToMany("readers", to: "Author")]), readers) == [
                "blog.Post.readers: (fields.E340) The field's intermediary table "
                    + "'blog_post_readers' clashes with the table name of 'blog.Readers'."
            ])
    }

    @Test func `see fields that options name and that don't exist`() {
        var fields: [FieldSchema] = [.field("title", .text())]
        fields.append(.foreignKey("author", to: "Author"))
        fields.append(.manyToMany("readers", to: "Author"))
        let messages = check(
            post(fields) {
                $0.uniqueTogether = [["title", "no"], ["readers"]]
                $0.indexes = [
                    IndexSchema("1st", fields: ["-no"]), IndexSchema("_a", fields: ["title"]),
                    IndexSchema("a_name_that_is_longer_than_thirty", fields: ["title"]),
                ]
                $0.constraints = [.unique("c", fields: ["none"])]
                $0.options.ordering = ["title", "-no", "author__nick", "title__x"]
            })
        #expect(
            messages.joined(separator: "\n") == """
                blog.Post: (models.E012) 'unique_together' refers to the nonexistent field 'no'.
                blog.Post: (models.E013) 'unique_together' refers to a ManyToManyField \
                'readers', but ManyToManyFields are not permitted in 'unique_together'.
                blog.Post: (models.E012) 'indexes' refers to the nonexistent field 'no'.
                blog.Post: (models.E012) 'constraints' refers to the nonexistent field 'none'.
                blog.Post: (models.E033) The index name '1st' cannot start with an underscore or \
                a number.
                blog.Post: (models.E033) The index name '_a' cannot start with an underscore or a \
                number.
                blog.Post: (models.E034) The index name 'a_name_that_is_longer_than_thirty' \
                cannot be longer than 30 characters.
                blog.Post: (models.E015) 'ordering' refers to the nonexistent field, related \
                field, or lookup 'no'.
                blog.Post: (models.E015) 'ordering' refers to the nonexistent field, related \
                field, or lookup 'author__nick'.
                blog.Post: (models.E015) 'ordering' refers to the nonexistent field, related \
                field, or lookup 'title__x'.
                """)
    }

    @Test func `see what two models or fields can't share`() {
        let index = IndexSchema("same", fields: ["id"])
        let constraint = ConstraintSchema.check("same", "id > 0")
        let messages = check(
            ModelSchema(
                "blog.A", table: "t", fields: [.key("id")], indexes: [index],
                constraints: [constraint, constraint]),
            ModelSchema("shop.B", table: "t", fields: [.key("id")], indexes: [index]),
            ModelSchema(
                "shop.C", table: "t", fields: [.key("id")],
                options: ModelOptions(managed: false)))
        #expect(
            messages == [
                "t: (models.E028) db_table 't' is used by multiple models: blog.A, shop.B.",
                "?: (models.E030) index name 'same' is not unique among models: blog.A, shop.B.",
                "?: (models.E031) constraint name 'same' is not unique for model blog.A.",
            ])
        let fields = check(
            post([
                .field("a", .text(), column: "x"), .field("b", .text(), column: "x"),
                .field("a", .integer, column: "y"),
            ]))
        #expect(
            fields == [
                "blog.Post: (models.E007) Field 'b' has column name 'x' that is used by another "
                    + "field.\n\tHINT: Write '@Field(column: \"…\")' with another name before one "
                    + "of them.",
                "blog.Post.a: (models.E006) The field 'a' clashes with the field 'a' from model "
                    + "'blog.Post'.",
            ])
    }

    @Test func `look at names, keys and comments of models`() {
        #expect(
            check(ModelSchema("blog._Hidden", fields: [.key("id")])).first?.hasPrefix(
                "blog._Hidden: (models.E023) The model name '_Hidden' cannot start or end")
                == true)
        #expect(
            check(ModelSchema("blog.Two__Parts", fields: [.key("id")])).first?.contains("E024")
                == true)
        #expect(
            check(
                ModelSchema(
                    "blog.Keys",
                    fields: [
                        .field("id", .text()), .key("a"),
                        .field("b", .text(), null: true, primaryKey: true),
                    ])
            ).map { $0.split(separator: " ")[1] } == [
                "(fields.E007)", "(models.E026)", "(models.E004)",
            ])
        #expect(
            check(post([]) { $0.options.comment = "Posts" }) == [
                "blog.Post: (models.W046) SQLite does not support comments on tables "
                    + "(db_table_comment)."
            ])
        #expect(
            check(
                post([.foreignKey("author", to: "Author")]) {
                    $0.options.ordering = ["id"]
                    $0.options.orderWithRespectTo = "author"
                }
            ).map { $0.split(separator: " ")[1] } == ["(models.E021)"])
    }
}

struct Shelf: App {
    static let models: Models = [Lost.self]
    static let label = "shelf"
}

@Model(app: "shelf", indexes: [IndexSchema("_lost", fields: ["name"])])
struct Lost {
    var name: String
}

@Suite struct `What a site's checks find` {
    private func site(silenced: [String] = []) -> Site {
        var settings = Settings(projectFolder: "/nonexistent")
        settings.secretKey = "x"
        settings.silencedSystemChecks = silenced
        return Site(settings: settings, apps: [Shelf()]) {
            path("a/", { (_: Request) in Response("") }, name: "a")
            path("a/", { (_: Request) in Response("") }, name: "b")
        }
    }

    @Test func `can be silenced, and is counted then`() {
        #expect(site().check().map(\.id) == ["models.E033", "urls.W011"])
        let silenced = site(silenced: ["models.E033", "fields.W340"]).findings()
        #expect(silenced.messages.map(\.id) == ["urls.W011"])
        #expect(silenced.silenced == 1)
        #expect(
            Settings(environment: ["SILENCED_SYSTEM_CHECKS": "models.E033, urls.W011"])
                .silencedSystemChecks == ["models.E033", "urls.W011"])
    }

    @Test func `can be asked for by tag and by app`() {
        #expect(site().findings(tags: [.urls]).messages.map(\.id) == ["urls.W011"])
        #expect(site().findings(tags: [.models]).messages.map(\.id) == ["models.E033"])
        #expect(site().findings(apps: []).messages.map(\.id) == ["urls.W011"])
        #expect(site().findings(deploy: true, tags: [.security]).messages.isEmpty == false)
        #expect(
            CheckTag.available(deploy: false).map(\.rawValue)
                == ["database", "models", "settings", "templates", "urls"])
    }
}
