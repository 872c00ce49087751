import ApusORM
import ApusValues
import FoundationEssentials

/// Models with the relations that the polls lack: one that may be NULL, one to its own model, and
/// every rule for deletions.
struct Shelf: Model {
    var name: String
    var parent: ForeignKey<Shelf>?
    var id: Key<Shelf> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "library.Shelf" }
    static let table = Table(
        Shelf.self,
        fields: [
            .id, Field("name", String.self, unique: true),
            Field("parent", ForeignKey<Shelf>?.self, onDelete: .setNull, relatedName: "children"),
        ],
        ordering: ["name"])

    struct Columns: ModelColumns {
        let _path: Path<Shelf>
        init(_ path: Path<Shelf>) { _path = path }
        var id: ColumnType<Key<Shelf>> { _path.column(0) }
        var name: ColumnType<String> { _path.column(1) }
        var parent: ColumnType<ForeignKey<Shelf>?> { _path.column(2) }
    }

    init(name: String, parent: (any Reference<Shelf>)? = nil) {
        self.name = name
        self.parent = parent?.foreignKey
    }

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        parent = try row.next()
    }

    var fieldValues: [SQLValue] { [id.sqlValue, name.sqlValue, parent.sqlValue] }

    func value(ofMember name: String) throws -> DynamicValue? {
        name == "name" ? self.name.dynamicValue : nil
    }
}

/// A book: goes with its shelf, unless a loan protects it.
struct Volume: Model {
    var title: String
    var pages: Int?
    var shelf: ForeignKey<Shelf>?
    var id: Key<Volume> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "library.Volume" }
    static let table = Table(
        Volume.self,
        fields: [
            .id, Field("title", String.self), Field("pages", Int?.self),
            Field("shelf", ForeignKey<Shelf>?.self),
        ])

    struct Columns: ModelColumns {
        let _path: Path<Volume>
        init(_ path: Path<Volume>) { _path = path }
        var id: ColumnType<Key<Volume>> { _path.column(0) }
        var title: ColumnType<String> { _path.column(1) }
        var pages: ColumnType<Int?> { _path.column(2) }
        var shelf: ColumnType<ForeignKey<Shelf>?> { _path.column(3) }
    }

    init(title: String, pages: Int? = nil, shelf: (any Reference<Shelf>)? = nil) {
        self.title = title
        self.pages = pages
        self.shelf = shelf?.foreignKey
    }

    init(row: inout Row) throws {
        id = try row.next()
        title = try row.next()
        pages = try row.next()
        shelf = try row.next()
    }

    var fieldValues: [SQLValue] { [id.sqlValue, title.sqlValue, pages.sqlValue, shelf.sqlValue] }

    func value(ofMember name: String) throws -> DynamicValue? {
        name == "title" ? title.dynamicValue : nil
    }
}

/// A loan: protects the book it is of.
struct Loan: Model {
    var volume: ForeignKey<Volume>
    var id: Key<Loan> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "library.Loan" }
    static let table = Table(
        Loan.self, fields: [.id, Field("volume", ForeignKey<Volume>.self, onDelete: .protect)])

    struct Columns: ModelColumns {
        let _path: Path<Loan>
        init(_ path: Path<Loan>) { _path = path }
        var id: ColumnType<Key<Loan>> { _path.column(0) }
        var volume: ColumnType<ForeignKey<Volume>> { _path.column(1) }
    }

    init(volume: some Reference<Volume>) { self.volume = volume.foreignKey }

    init(row: inout Row) throws {
        id = try row.next()
        volume = try row.next()
    }

    var fieldValues: [SQLValue] { [id.sqlValue, volume.sqlValue] }

    func value(ofMember name: String) throws -> DynamicValue? { nil }
}

extension TestDatabase {
    static let libraryTables = """
        CREATE TABLE "library_shelf" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "name" varchar(200) NOT NULL UNIQUE, "parent_id" bigint NULL \
        REFERENCES "library_shelf" ("id") DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE "library_volume" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "title" text NOT NULL, "pages" bigint NULL CHECK ("pages" > 0), "shelf_id" bigint NULL \
        REFERENCES "library_shelf" ("id") DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE "library_loan" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "volume_id" bigint NOT NULL REFERENCES "library_volume" ("id") \
        DEFERRABLE INITIALLY DEFERRED);
        """
}
